// Head office loses its database and gets yesterday's back. Its shops know what it forgot, grants included, and
// hand it back; until an operator says that all have, it grants nothing.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/end_to_end/till.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using store_node::Outcome;
using ::testing::HasSubstr;

/// The files of the database, set aside and put back while nothing runs on them.
class Backup {
 public:
  Backup(PrivatePostgres& postgres, const std::filesystem::path& place)
      : postgres_(postgres), place_(place / "backup") {}

  void take(Town& town) {
    town.stage().crash_head_office();
    postgres_.kill();
    copy(postgres_.directory(), place_);
    postgres_.start();
  }
  void put_back(Town& town) {
    town.stage().crash_head_office();
    postgres_.kill();
    ASSERT_EQ(run_shell("rm -rf " + shell_word(postgres_.directory().string()) + "/*").exit_code,
              0);
    copy(place_, postgres_.directory());
    postgres_.start();
  }

 private:
  static void copy(const std::filesystem::path& from, const std::filesystem::path& to) {
    const std::string words = "mkdir -p " + shell_word(to.string()) + " && cp -a " +
                              shell_word(from.string()) + "/. " + shell_word(to.string());
    const ShellOutcome copied = run_shell(words);
    ASSERT_EQ(copied.exit_code, 0) << copied.output;
  }

  PrivatePostgres& postgres_;
  std::filesystem::path place_;
};

class RestoredHeadOffice : public ::testing::Test {
 protected:
  std::string witness() {
    std::ifstream file(town_.directory() / "central" / "history.witness");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  ShellOutcome central(const std::string& command, const std::string& words = "") {
    return town_.run("perk-central", command + " --config " +
                                         shell_word((town_.directory() / "central.toml").string()) +
                                         " " + words);
  }
  nlohmann::json ask(const std::string& words) {
    const ShellOutcome said = town_.perk(words + " --json");
    EXPECT_EQ(said.exit_code, 0) << said.output;
    return nlohmann::json::parse(said.output, nullptr, false);
  }
  bool wait_until_all_are_connected() {
    return town_.wait_until("every shop is connected", [&] {
      return town_.is_connected(kHarbour) && town_.is_connected(kMarket) &&
             town_.is_connected(kStation);
    });
  }
  bool wait_until_all_have_reported() {
    return town_.wait_until("every shop has reported", [&] {
      const ShellOutcome said = town_.perk("epoch --json");
      if (said.exit_code != 0) return false;
      const auto holders = nlohmann::json::parse(said.output)["holders"];
      return holders.size() == 3 &&
             std::ranges::all_of(holders, [](const auto& each) { return each["has_reported"]; });
    });
  }

  PrivatePostgres postgres_;
  Town town_{postgres_.conninfo()};
  Backup backup_{postgres_, town_.directory()};
};

TEST_F(RestoredHeadOffice, GetsBackFromItsShopsWhatItForgotAndGrantsNothingBefore) {
  const std::string old_card = number_of(1);
  const std::string new_card = number_of(2);
  Till harbour(town_.shop(kHarbour), 501);
  Till market(town_.shop(kMarket), 502);
  Till station(town_.shop(kStation), 503);
  harbour.sell_card(old_card, 5'000);
  ASSERT_TRUE(town_.wait_until_everybody_agrees());
  ASSERT_NO_FATAL_FAILURE(backup_.take(town_));
  ASSERT_TRUE(town_.stage().restart_head_office());
  ASSERT_TRUE(wait_until_all_are_connected());
  const std::string at_backup = witness();

  // What it will forget: a card, a purchase on rights that it granted, a freeze.
  market.sell_card(new_card, 3'000);
  ASSERT_TRUE(town_.wait_until_everybody_agrees());
  EXPECT_EQ(station.redeem(new_card, 200).outcome, Outcome::Approved);
  ASSERT_EQ(town_.perk("card freeze " + old_card + " --reason stolen --operator ada").exit_code, 0);
  ASSERT_TRUE(town_.wait_until_everybody_agrees());
  ASSERT_TRUE(town_.wait_until("head office has taken note of its own history",
                               [&] { return witness() != at_backup; }));
  ASSERT_NO_FATAL_FAILURE(backup_.put_back(town_));

  const ShellOutcome refused = central("run");
  EXPECT_EQ(refused.exit_code, 1) << refused.output;
  EXPECT_THAT(refused.output, HasSubstr("it was restored"));
  EXPECT_EQ(harbour.redeem(new_card, 100).outcome, Outcome::Approved) << "the shops sell on";
  const ShellOutcome begun = central("begin-epoch", "--reason 'the disk failed' --operator ada");
  ASSERT_EQ(begun.exit_code, 0) << begun.output;
  ASSERT_TRUE(town_.stage().restart_head_office());
  ASSERT_TRUE(wait_until_all_are_connected());
  ASSERT_TRUE(wait_until_all_have_reported());

  EXPECT_EQ(ask("exposure")["kind"], "unknown") << "nobody has settled the epoch";
  const ShellOutcome early = town_.perk("policy set escrow --operator ada");
  EXPECT_EQ(early.exit_code, 4) << early.output;
  EXPECT_THAT(early.output, HasSubstr("epoch"));
  const ShellOutcome settled =
      town_.perk("epoch settle --reason 'all three are there' --operator ada");
  ASSERT_EQ(settled.exit_code, 0) << settled.output;
  EXPECT_THAT(settled.output, HasSubstr("Settled by ada: all three are there"));
  EXPECT_THAT(settled.output, HasSubstr("begun by ada: the disk failed"));

  ASSERT_TRUE(town_.wait_until_everybody_agrees());
  const auto balance = ask("balance " + new_card);
  EXPECT_EQ(balance["balance_minor"], 2'700) << balance.dump();
  EXPECT_EQ(harbour.redeem(old_card, 100).reason, "card_is_frozen") << "the freeze came back too";
  EXPECT_THAT(town_.perk("statement " + old_card).output, HasSubstr("(not here) (ada)"))
      << "the text of its reason did not";
  EXPECT_EQ(station.redeem(new_card, 100).outcome, Outcome::Approved);
  ASSERT_TRUE(town_.wait_until_everybody_agrees());
  for (const char* check : {"verify", "money"}) {
    const ShellOutcome said = town_.perk(check);
    EXPECT_EQ(said.exit_code, 0) << said.output;
  }
}

}  // namespace
}  // namespace perk::test

// A shop changes its log's key between two days' sales; whoever has a copy of the former one is nobody; and a shop that is
// restored to before the change goes on as well.
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ops/demo_run/stage_files.h"
#include "tests/end_to_end/restored_shop.h"
#include "tests/end_to_end/till.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using store_node::HandBackOutcome;
using store_node::Outcome;
using ::testing::HasSubstr;

class ChangedLogKey : public ::testing::Test {
 protected:
  ChangedLogKey() {
    till_.sell_card(number_, 2'000);
    EXPECT_TRUE(town_.wait_until_everybody_agrees());
  }
  [[nodiscard]] fs::path harbour(const std::string& file) const {
    return town_.shop(kHarbour).directory / file;
  }
  [[nodiscard]] nlohmann::json row_of_harbour() {
    const ShellOutcome said = town_.perk("stores --json");
    EXPECT_EQ(said.exit_code, 0) << said.output;
    const nlohmann::json reply = nlohmann::json::parse(said.output);
    for (const auto& row : reply.at("stores"))
      if (row["name"] == town_.shop(kHarbour).name) return row;
    return {};
  }
  /// As a person does it: the next key is made, and the node started again.
  void rotate_key() {
    const std::string words =
        "rotate-key --config " + shell_word(harbour("perk-store.toml").string());
    const ShellOutcome made = town_.run("perk-store", words);
    ASSERT_EQ(made.exit_code, 0) << made.output;
    EXPECT_EQ(town_.run("perk-store", words).output, made.output) << "a second time";
    EXPECT_EQ(row_of_harbour()["log_keys"], 1) << "nothing is changed before the node starts again";
    town_.stage().crash_shop(kHarbour);
    ASSERT_TRUE(serves_again(town_, kHarbour));
    ASSERT_TRUE(town_.wait_until("head office goes by the next key",
                                 [&] { return row_of_harbour()["log_keys"] == 2; }));
    ASSERT_TRUE(till_.come_back());
  }
  void expect_worth(const std::string& amount) {
    EXPECT_TRUE(town_.wait_until("the card is worth " + amount, [&] {
      return town_.perk("balance " + number_).output.find(amount) != std::string::npos;
    }));
  }
  void expect_everything_holds() {
    ASSERT_TRUE(town_.wait_until_everybody_agrees());
    const ShellOutcome audit = town_.perk("verify --deep");
    EXPECT_EQ(audit.exit_code, 0) << audit.output;
    EXPECT_THAT(audit.output, HasSubstr("everything holds."));
    EXPECT_THAT(audit.output, HasSubstr("changes of stores' keys"));
  }

  const TestDatabase database_;
  Town town_{database_.conninfo()};
  const std::string number_ = number_of(1);
  Till till_{town_.shop(kHarbour), 501};
};

TEST_F(ChangedLogKey, ADaysSalesBeforeAndAfterItCountAlike) {
  const auto before = till_.redeem(number_, 300);
  ASSERT_EQ(before.outcome, Outcome::Approved);
  rotate_key();
  const auto after = till_.redeem(number_, 200);
  ASSERT_EQ(after.outcome, Outcome::Approved);
  EXPECT_EQ(after.receipt->incarnation, before.receipt->incarnation) << "it is the same log";
  expect_worth("15.00");
  EXPECT_EQ(till_.hand_back(*before.receipt), HandBackOutcome::Covered);
  EXPECT_EQ(till_.hand_back(*after.receipt), HandBackOutcome::Covered);
  EXPECT_FALSE(row_of_harbour()["log_key_since"].is_null());
  EXPECT_THAT(town_.perk("stores").output, HasSubstr("has had 2 log keys, the present one since"));
  EXPECT_TRUE(fs::exists(harbour("log.key.former")));
  EXPECT_FALSE(fs::exists(harbour("log.key.next")));
  town_.stage().crash_head_office();
  ASSERT_TRUE(town_.stage().restart_head_office());
  town_.stage().crash_shop(kHarbour);
  ASSERT_TRUE(serves_again(town_, kHarbour));
  ASSERT_TRUE(town_.wait_until("it is back", [&] { return town_.is_connected(kHarbour); }));
  ASSERT_TRUE(till_.come_back());
  EXPECT_EQ(till_.redeem(number_, 100).outcome, Outcome::Approved);
  expect_worth("14.00");
  expect_everything_holds();
}

TEST_F(ChangedLogKey, WhoHasACopyOfTheShopFromBeforeItIsNobody) {
  town_.stage().crash_shop(kHarbour);
  const fs::path thief = town_.directory() / "thief";
  fs::copy(harbour(""), thief, fs::copy_options::recursive);
  fs::remove(thief / "data" / "terminal.port");
  ASSERT_TRUE(serves_again(town_, kHarbour));
  rotate_key();

  const fs::path settings = thief / "perk-store.toml";
  ASSERT_TRUE(ops::write_whole(
      settings, ops::store_settings(thief, {"127.0.0.1", 0}, town_.stage().central()) +
                    ops::private_shop_settings(thief)));
  ASSERT_TRUE(town_.stage().start("perk-store", {"run", "--config", settings}, "thief"));
  EXPECT_TRUE(town_.wait_until("it is refused", [&] {
    const auto said = ops::read_whole(town_.directory() / "thief.log").value_or("");
    return said.find("the proof is not made with the store's key") != std::string::npos;
  }));
  EXPECT_EQ(till_.redeem(number_, 200).outcome, Outcome::Approved) << "the shop itself sells on";
  expect_worth("18.00");
  expect_everything_holds();
}

TEST_F(ChangedLogKey, AShopThatIsRestoredToBeforeItBringsWhatItSoldUnderBothKeys) {
  ShopBackup backup(town_, kHarbour);
  ASSERT_TRUE(till_.come_back());
  const auto before = till_.redeem(number_, 300);
  ASSERT_EQ(before.outcome, Outcome::Approved);
  rotate_key();
  ASSERT_TRUE(town_.wait_until_everybody_agrees());
  ASSERT_TRUE(town_.stage().cut(town_.shop(kHarbour)));
  const auto unheard = till_.redeem(number_, 200);
  ASSERT_EQ(unheard.outcome, Outcome::Approved);
  backup.put_back();
  ASSERT_TRUE(town_.stage().heal(town_.shop(kHarbour)));
  ASSERT_TRUE(serves_again(town_, kHarbour));
  ASSERT_TRUE(town_.wait_until("it goes on with a new log", [&] {
    static_cast<void>(till_.come_back());
    const auto seen = town_.status(kHarbour);
    return seen && seen->is_connected && seen->incarnation != unheard.receipt->incarnation;
  }));
  ASSERT_TRUE(till_.come_back());
  ASSERT_EQ(till_.hand_back(*unheard.receipt), HandBackOutcome::Kept);
  expect_worth("15.00");
  EXPECT_EQ(row_of_harbour()["log_keys"], 2) << "the new log says the same change once more";
  expect_everything_holds();
}

}  // namespace
}  // namespace perk::test

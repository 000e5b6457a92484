// What a shop that was put out sold unheard: its machine is found, its log handed in at head office, and settled there.
#include <atomic>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "tests/end_to_end/revoked_shop.h"
#include "tests/end_to_end/says.h"
#include "tests/end_to_end/till.h"

namespace perk::test {
namespace {

using store_node::Outcome;
using ::testing::HasSubstr;

std::string config_of(const ops::Shop& shop) {
  return shell_word((shop.directory / "perk-store.toml").string());
}

/// As somebody does who found the machine: its node does not run, and no line leads anywhere.
std::string hand_in(Town& town, std::size_t shop, const std::string& name) {
  town.stage().crash_shop(shop);
  const std::string file = (town.directory() / name).string();
  const ShellOutcome said = town.run(
      "perk-store", "hand-in --config " + config_of(town.shop(shop)) + " --to " + shell_word(file));
  expect_says(said, 0, "Carry it to head office");
  return file;
}

std::string bring(const std::string& file) {
  return "--operator ada quarantine bring " + shell_word(file) +
         " --reason 'its machine was found' --json";
}

/// The same file with one bit of its last event's seal changed.
std::string altered(const std::string& file) {
  std::string bytes = ops::read_whole(file).value();
  bytes[bytes.size() - 5] = static_cast<char>(bytes[bytes.size() - 5] ^ 1);
  const std::string other = file + ".altered";
  std::ofstream(other, std::ios::binary) << bytes;
  return other;
}

/// What stands open in quarantine of purchases: the row's number by what it brings.
std::map<std::string, std::string> open_purchases(const nlohmann::json& listed) {
  std::map<std::string, std::string> found;
  for (const auto& row : listed.at("quarantine")) {
    const std::string brings = row.at("brings");
    if (brings.rfind("ValueRedeemed", 0) == 0)
      found[brings] = std::to_string(row.at("id").get<std::uint64_t>());
  }
  return found;
}

TEST_F(RevokedShop, WhatItSoldUnheardIsHandedInAcceptedOnceAndTheBalanceFollows) {
  const std::string card = number_of(1);
  Till harbour(town.shop(kHarbour), 501);
  harbour.sell_card(card, 1'000);
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  ASSERT_TRUE(town.stage().cut(town.shop(kHarbour)));
  ASSERT_TRUE(town.wait_until("the shop is cut off", [&] { return !town.is_connected(kHarbour); }));
  ASSERT_EQ(harbour.redeem(card, 100).outcome, Outcome::Approved);
  revoke(kHarbour);
  ASSERT_EQ(harbour.redeem(card, 250).outcome, Outcome::Approved);
  const std::string file = hand_in(town, kHarbour, "harbour.hand-in");

  expect_says(town.perk(bring(altered(file))), 2, "was brought");
  EXPECT_TRUE(ask("quarantine --open").at("quarantine").empty());
  const ShellOutcome brought = town.perk(bring(file));
  ASSERT_EQ(brought.exit_code, 0) << brought.output;
  EXPECT_GE(nlohmann::json::parse(brought.output).at("brought").get<std::uint64_t>(), 2U);
  const auto open = open_purchases(ask("quarantine --open"));
  ASSERT_EQ(open.size(), 2U);
  EXPECT_TRUE(is_heard(card, "10.00")) << "nothing of it counts by itself";
  for (const auto& [brings, id] : open)
    expect_says(town.perk("--operator ada quarantine accept " + id + " --reason 'the till has it'"),
                0, "is accepted");
  EXPECT_TRUE(town.wait_until("the balance follows", [&] { return is_heard(card, "6.50"); }));

  const ShellOutcome again = town.perk(bring(file));
  ASSERT_EQ(again.exit_code, 0) << again.output;
  EXPECT_EQ(nlohmann::json::parse(again.output).at("brought"), 0);
  EXPECT_TRUE(open_purchases(ask("quarantine --open")).empty());
  EXPECT_TRUE(is_heard(card, "6.50"));
  const ShellOutcome audit = town.perk("audit --by ada");
  EXPECT_THAT(audit.output, HasSubstr("handed in"));
  EXPECT_THAT(audit.output, HasSubstr("its machine was found"));
  EXPECT_THAT(town.perk("verify --deep").output, HasSubstr("everything holds."));
}

TEST_F(RevokedShop, AShopThatIsNotIsToldToBringItsLogItself) {
  Till market(town.shop(kMarket), 502);
  market.sell_card(number_of(2), 1'000);
  const std::string file = hand_in(town, kMarket, "market.hand-in");
  const ShellOutcome refused = town.perk(bring(file));
  expect_says(refused, 4, "its node will bring these events itself");
  EXPECT_TRUE(ask("quarantine").at("quarantine").empty());
  ASSERT_TRUE(town.stage().restart_shop(kMarket));
  EXPECT_TRUE(town.wait_until("it brings them", [&] { return is_heard(number_of(2), "10.00"); }));
}

/// Sells, a cent at a time, while it is revoked, and a little longer; returns what was approved, by name.
std::set<std::string> sell_while_revoked(Town& town, const std::string& card) {
  Till harbour(town.shop(kHarbour), 501);
  const std::string command =
      "--operator ada store revoke " + shell_word(town.shop(kHarbour).name) + " --reason 'stolen'";
  std::atomic<bool> is_revoked = false;
  ShellOutcome said;
  std::thread revoking([&] {
    said = town.perk(command);
    is_revoked = true;
  });
  std::set<std::string> sold;
  for (int more = 5; more > 0; more -= is_revoked ? 1 : 0) {
    const auto coffee = harbour.redeem(card, 1);
    if (coffee.outcome == Outcome::Approved && coffee.receipt)
      sold.insert(to_string(EventId{coffee.receipt->incarnation, coffee.receipt->seq}));
  }
  revoking.join();
  // What came just before may still have been on its way into the event store.
  if (said.exit_code != 0) said = town.perk(command);
  EXPECT_EQ(said.exit_code, 0) << said.output;
  return sold;
}

TEST_F(RevokedShop, WhatWasOnItsWayWhenItWasRevokedIsInTheLogOrHandedInAndNeverBoth) {
  const std::string card = number_of(1);
  Till(town.shop(kHarbour), 500).sell_card(card, 5'000);
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  const std::set<std::string> sold = sell_while_revoked(town, card);
  ASSERT_GE(sold.size(), 5U);
  const ShellOutcome brought = town.perk(bring(hand_in(town, kHarbour, "harbour.hand-in")));
  ASSERT_EQ(brought.exit_code, 0) << brought.output;

  std::set<std::string> set_aside;
  const auto quarantine = ask("quarantine");
  for (const auto& row : quarantine.at("quarantine"))
    if (row.at("brings").get<std::string>().rfind("ValueRedeemed", 0) == 0)
      set_aside.insert(row.at("event").get<std::string>());
  EXPECT_GE(set_aside.size(), 5U) << "those of after";
  const auto in_log = [&] {
    std::set<std::string> found;
    const auto statement = ask("statement " + card);
    for (const auto& line : statement.at("lines"))
      if (line.at("type") == "ValueRedeemed") found.insert(line.at("event").get<std::string>());
    return found;
  };
  EXPECT_TRUE(town.wait_until("every sale is somewhere",
                              [&] { return in_log().size() + set_aside.size() >= sold.size(); }));
  std::set<std::string> all = in_log();
  for (const std::string& event : set_aside) EXPECT_TRUE(all.insert(event).second) << "twice";
  EXPECT_EQ(all, sold);
  EXPECT_THAT(town.perk("verify --deep").output, HasSubstr("everything holds."));
}

}  // namespace
}  // namespace perk::test

// A small till that is paired with its shop, as its owner does it: by perk-store, and a file carried over.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/end_to_end/says.h"
#include "tests/end_to_end/till.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

constexpr Millis kAnswerMax{10'000};

class PairingEndToEnd : public ::testing::Test {
 protected:
  ShellOutcome terminal(const std::string& words) const {
    return town.run("perk-store", "terminal " + words + " --config " +
                                      shell_word(town.shop(kMarket).directory / "perk-store.toml"));
  }
  std::string file(const std::string& name) const { return (town.directory() / name).string(); }
  sync::PairedKey pair(std::uint64_t terminal_number) {
    const std::string out = file(std::to_string(terminal_number) + ".pairing");
    expect_says(terminal("pair " + std::to_string(terminal_number) + " --out " + shell_word(out)),
                0, "carry it to the till");
    return sync::PairedKey::load(out).value();
  }
  ops::StoreLine line_by(const sync::PairedKey& key) const {
    return {town.shop(kMarket).terminals, TerminalId(key.terminal().number), kAnswerMax,
            sync::Security::paired(key), key.store()};
  }

  TestDatabase database;
  Town town{database.conninfo()};
};

TEST_F(PairingEndToEnd, APairedTillSellsUntilItIsUnpaired) {
  const auto key = pair(701);
  Till till(line_by(key), 701);
  till.sell_card(number_of(1), 1'000);
  EXPECT_EQ(till.redeem(number_of(1), 350).outcome, store_node::Outcome::Approved);
  EXPECT_TRUE(town.wait_until("head office has heard of it", [&] {
    return town.perk("balance " + number_of(1)).output.find("6.50 EUR") != std::string::npos;
  }));
  expect_says(terminal("list"), 0, "terminal 701, paired ");

  expect_says(terminal("unpair 701"), 0, "is not paired any more");
  EXPECT_TRUE(town.wait_until("the till is cut off", [&] {
    try {
      return till.redeem(number_of(1), 10).outcome != store_node::Outcome::Approved;
    } catch (const std::runtime_error&) {
      return true;
    }
  }));
  EXPECT_FALSE(till.come_back());
  expect_says(terminal("list"), 0, "No till is paired");
  // Another with a certificate sells on.
  EXPECT_EQ(Till(town.shop(kMarket), 502).redeem(number_of(1), 10).outcome,
            store_node::Outcome::Approved);
}

TEST_F(PairingEndToEnd, SimulatedTillsSellByTheirPairings) {
  static_cast<void>(pair(801));
  static_cast<void>(pair(802));
  const std::string tills = "--stores " + to_string(town.shop(kMarket).terminals) +
                            " --terminals 2 --first-terminal 801 --cards 2 --duration 1s --record ";
  const std::string pairings = " --pairing " + shell_word(file("801.pairing")) + " --pairing " +
                               shell_word(file("802.pairing"));
  expect_says(town.run("perk-sim", tills + shell_word(file("paired.jsonl")) + pairings), 0,
              "purchases approved");
  expect_says(town.run("perk-sim", tills + shell_word(file("half.jsonl")) + " --pairing " +
                                       shell_word(file("801.pairing"))),
              2, "no --pairing is of terminal 802");
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  expect_says(town.run("perk-sim", "check --record " + shell_word(file("paired.jsonl")) +
                                       " --admin " + to_string(town.stage().admin())),
              0, "");
}

TEST_F(PairingEndToEnd, NoTillOfATownSpeaksPlainly) {
  const ops::Shop& market = town.shop(kMarket);
  Till plain(ops::StoreLine(market.terminals, TerminalId(503), kAnswerMax), 503);
  EXPECT_FALSE(plain.come_back());
  Till another(ops::StoreLine(market.terminals, TerminalId(503), kAnswerMax,
                              market.tills->of(TerminalId(504)).value(),
                              sync::Party::store(market.store->value())),
               503);
  EXPECT_FALSE(another.come_back()) << "it has the certificate of terminal 504";
}

}  // namespace
}  // namespace perk::test

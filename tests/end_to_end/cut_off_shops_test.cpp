// One card in two shops that cannot hear each other, and what its holder is told afterwards.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ops/simulate/sim_till.h"
#include "tests/end_to_end/till.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using nlohmann::json;
using store_node::Outcome;
using ::testing::HasSubstr;

constexpr std::int64_t kLoaded = 2'000;
constexpr std::int64_t kBreakfast = 450;
constexpr std::int64_t kLunch = 1'200;

/// Both purchases, each in a shop whose line is cut; then the lines come back.
void use_in_two_cut_off_shops(Town& town, const std::string& number) {
  Till harbour(town.shop(kHarbour), 501);
  Till market(town.shop(kMarket), 502);
  harbour.sell_card(number, kLoaded);
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  for (const std::size_t shop : {kHarbour, kMarket}) ASSERT_TRUE(town.stage().cut(town.shop(shop)));
  ASSERT_TRUE(town.wait_until("both shops know that they are cut off", [&] {
    return !town.is_connected(kHarbour) && !town.is_connected(kMarket);
  }));
  EXPECT_EQ(harbour.redeem(number, kBreakfast).outcome, Outcome::Approved);
  EXPECT_EQ(market.redeem(number, kLunch).outcome, Outcome::Approved);
  // Head office hears the later one first: its order is that of positions.
  for (const std::size_t shop : {kMarket, kHarbour}) {
    ASSERT_TRUE(town.stage().heal(town.shop(shop)));
    ASSERT_TRUE(town.wait_until(
        "the shop is heard", [&] { return town.is_connected(shop) && town.backlog(shop) == 0; }));
  }
  ASSERT_TRUE(town.wait_until_everybody_agrees());
}

std::vector<json> purchases_of(const json& statement) {
  std::vector<json> purchases;
  std::uint64_t before = 0;
  for (const json& line : statement.at("lines")) {
    EXPECT_GT(line.at("position").get<std::uint64_t>(), before);
    before = line.at("position").get<std::uint64_t>();
    if (line.at("type") == "ValueRedeemed") purchases.push_back(line);
  }
  return purchases;
}

void expect_purchase(const json& line, const std::string& shop, std::int64_t minor, WallTime from,
                     WallTime to) {
  EXPECT_EQ(line.at("store_name"), shop);
  EXPECT_EQ(line.at("value_effect_minor"), -minor);
  EXPECT_GT(line.at("cut_off_for_ms").get<std::int64_t>(), 0);
  for (const char* time : {"happened_at", "recorded_at"}) {
    EXPECT_GE(line.at(time).get<std::string>(), to_iso8601(from));
    EXPECT_LE(line.at(time).get<std::string>(), to_iso8601(to));
  }
}

TEST(EndToEnd, ACardUsedInTwoCutOffShopsShowsBothPurchasesWithWhenAndWhere) {
  const TestDatabase database;
  Town town(database.conninfo());
  const std::string number = number_of(1);
  const WallTime from = ops::wall_now();
  ASSERT_NO_FATAL_FAILURE(use_in_two_cut_off_shops(town, number));
  const WallTime to = ops::wall_now();

  const ShellOutcome statement = town.perk("--json statement " + number);
  ASSERT_EQ(statement.exit_code, 0) << statement.output;
  const json told = json::parse(statement.output);
  const auto purchases = purchases_of(told);
  ASSERT_EQ(purchases.size(), 2U);
  expect_purchase(purchases[0], "Market", kLunch, from, to);
  expect_purchase(purchases[1], "Harbour", kBreakfast, from, to);
  const json& last = told.at("lines").back();
  EXPECT_EQ(last.at("balance_after_minor"), kLoaded - kBreakfast - kLunch);
  EXPECT_THAT(town.perk("statement " + number).output, HasSubstr("cut off for"));

  const ShellOutcome balance = town.perk("balance " + number);
  ASSERT_EQ(balance.exit_code, 0) << balance.output;
  EXPECT_THAT(balance.output, HasSubstr("balance    3.50 EUR"));
  EXPECT_THAT(balance.output,
              HasSubstr("As of position " + last.at("position").dump() + " of shard " +
                        told.at("balance").at("shard").dump() + " (recorded "));
  EXPECT_THAT(balance.output, HasSubstr("nothing newer"));
}

}  // namespace
}  // namespace perk::test

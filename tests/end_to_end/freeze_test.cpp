// Head office freezes a card: every shop hears of it, one that was cut off as soon as it is back.
#include <gtest/gtest.h>

#include "tests/end_to_end/till.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using store_node::Outcome;

constexpr std::size_t kEvery[] = {kHarbour, kMarket, kStation};

bool shows_frozen(Town& town, std::size_t shop, const std::string& number, bool frozen) {
  const auto card = town.watch().card_at(shop, number);
  return card && card.value().is_known && card.value().is_frozen == frozen;
}

bool wait_until_shown(Town& town, std::size_t shop, const std::string& number, bool frozen) {
  return town.wait_until(town.shop(shop).name + (frozen ? " hears of the freeze" : " thaws"),
                         [&] { return shows_frozen(town, shop, number, frozen); });
}

std::string reason_at(Till& till, const std::string& number) {
  const auto answer = till.redeem(number, 100);
  return answer.outcome == Outcome::Declined ? answer.reason + ": " + answer.sentence : "approved";
}

TEST(EndToEnd, AFreezeReachesEveryShopAndIsTheTillsOwnReasonToRefuseUntilItIsTakenBack) {
  const TestDatabase database;
  Town town(database.conninfo());
  const std::string number = number_of(1);
  Till harbour(town.shop(kHarbour), 501);
  Till market(town.shop(kMarket), 502);
  Till station(town.shop(kStation), 503);
  harbour.sell_card(number, 5'000);
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  ASSERT_TRUE(town.stage().cut(town.shop(kStation)));
  ASSERT_TRUE(town.wait_until("Station is cut off", [&] { return !town.is_connected(kStation); }));

  const ShellOutcome freeze =
      town.perk("card freeze " + number + " --reason 'reported stolen' --operator Ada");
  ASSERT_EQ(freeze.exit_code, 0) << freeze.output;
  ASSERT_TRUE(wait_until_shown(town, kHarbour, number, true));
  ASSERT_TRUE(wait_until_shown(town, kMarket, number, true));
  EXPECT_EQ(reason_at(station, number), "approved") << "it cannot know yet";
  ASSERT_TRUE(town.stage().heal(town.shop(kStation)));
  ASSERT_TRUE(wait_until_shown(town, kStation, number, true));
  for (Till* till : {&harbour, &market, &station})
    EXPECT_EQ(reason_at(*till, number), "card_is_frozen: Head office has frozen this card.");

  const ShellOutcome thaw =
      town.perk("card unfreeze " + number + " --reason 'found again' --operator Ada");
  ASSERT_EQ(thaw.exit_code, 0) << thaw.output;
  for (const std::size_t shop : kEvery) ASSERT_TRUE(wait_until_shown(town, shop, number, false));
  for (Till* till : {&harbour, &market, &station}) EXPECT_EQ(reason_at(*till, number), "approved");
}

}  // namespace
}  // namespace perk::test

// Everything breaks on one day, and in the end nothing is lost and nothing is there twice.
#include <gtest/gtest.h>

#include "tests/end_to_end/sales.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kSome = 8;

/// The shop goes on selling what head office does not hear of.
bool sells_alone(Town& town, std::size_t shop) {
  return town.wait_until(town.shop(shop).name + " sells by itself",
                         [&] { return town.backlog(shop) >= kSome; });
}

/// What the shop owes now has been acknowledged.
bool pays_its_debts(Town& town, std::size_t shop) {
  const auto owed = town.status(shop);
  return owed && town.wait_until(town.shop(shop).name + " is heard again", [&] {
    const auto now = town.status(shop);
    return now && now->synced_through >= owed->log_end;
  });
}

void a_shop_crashes(Town& town, Sales& sales, std::size_t shop) {
  ASSERT_TRUE(sales.wait_for_events(shop, kSome));
  const auto before = town.status(shop);
  ASSERT_TRUE(before);
  town.stage().crash_shop(shop);
  ASSERT_TRUE(sales.wait_for_open_request(shop));
  ASSERT_TRUE(town.stage().restart_shop(shop));
  ASSERT_TRUE(town.wait_until("the shop serves again", [&] { return !!town.status(shop); }));
  const auto after = town.status(shop);
  ASSERT_TRUE(after);
  EXPECT_GE(after->log_end, before->log_end);
  EXPECT_EQ(after->incarnation, before->incarnation);
  ASSERT_TRUE(sales.wait_for_events(shop, kSome));
}

void head_office_crashes(Town& town) {
  town.stage().crash_head_office();
  ASSERT_TRUE(sells_alone(town, kMarket));
  ASSERT_TRUE(town.stage().restart_head_office());
  ASSERT_TRUE(pays_its_debts(town, kMarket));
}

void the_database_crashes(Town& town, PrivatePostgres& postgres) {
  postgres.kill();
  ASSERT_TRUE(sells_alone(town, kMarket));
  EXPECT_EQ(town.perk("verify").exit_code, 3);
  postgres.start();
  ASSERT_TRUE(pays_its_debts(town, kMarket));
}

TEST(EndToEnd, NothingIsLostOrDoubledWhenAShopHeadOfficeAndItsDatabaseCrashWhileOneShopIsCutOff) {
  PrivatePostgres postgres;
  Town town(postgres.conninfo());
  Sales sales(town);
  ASSERT_TRUE(town.stage().cut(town.shop(kStation)));
  ASSERT_TRUE(sells_alone(town, kStation));
  // Each time at another moment of a sale.
  for (int times = 0; times < 3; ++times)
    ASSERT_NO_FATAL_FAILURE(a_shop_crashes(town, sales, kHarbour));
  ASSERT_NO_FATAL_FAILURE(head_office_crashes(town));
  ASSERT_NO_FATAL_FAILURE(the_database_crashes(town, postgres));
  EXPECT_GT(town.backlog(kStation), kSome);
  ASSERT_TRUE(town.stage().heal(town.shop(kStation)));
  ASSERT_TRUE(pays_its_debts(town, kStation));
  sales.end();

  EXPECT_THAT(sales.broken_promises({kStation}), IsEmpty());
  const ShellOutcome audit = town.perk("verify");
  EXPECT_EQ(audit.exit_code, 0) << audit.output;
  EXPECT_THAT(audit.output, HasSubstr("everything holds."));
  const ShellOutcome check = sales.check(sales.record());
  EXPECT_EQ(check.exit_code, 0) << check.output;
}

}  // namespace
}  // namespace perk::test

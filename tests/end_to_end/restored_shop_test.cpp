// A shop is restored from an old copy of its database: what its customers paid counts once.
#include "tests/end_to_end/restored_shop.h"

#include <gtest/gtest.h>

#include "tests/end_to_end/till.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using store_node::HandBackOutcome;
using store_node::Outcome;
using ::testing::HasSubstr;

/// Head office's read models show what it wrote last.
bool is_worth(Town& town, const std::string& number, const std::string& amount) {
  return town.wait_until("the card is worth " + amount, [&] {
    const ShellOutcome shown = town.perk("balance " + number);
    return shown.output.find(amount) != std::string::npos;
  });
}

/// The shop heard of its cards again, and may stand in for head office.
bool sells_from_its_new_log(Town& town, std::size_t shop, Origin old_log) {
  return town.wait_until(town.shop(shop).name + " has a new log and an allowance", [&] {
    const auto seen = town.status(shop);
    return seen && seen->incarnation != old_log && seen->is_connected && seen->cards > 0 &&
           seen->allowance_left.is_positive();
  });
}

std::size_t count_of(const std::string& word, const std::string& text) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

TEST(EndToEnd, ACustomerWhoseRequestARestoredShopAnsweredAgainPaysOnce) {
  const TestDatabase database;
  Town town(database.conninfo());
  const std::string number = number_of(1);
  Till till(town.shop(kHarbour), 501);
  till.sell_card(number, 1'000);
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  ShopBackup backup(town, kHarbour);
  ASSERT_TRUE(till.come_back());
  ASSERT_TRUE(town.stage().cut(town.shop(kHarbour)));
  const auto first = till.redeem(number, 400);
  ASSERT_EQ(first.outcome, Outcome::Approved);
  const Origin old_log = first.receipt->incarnation;

  backup.put_back();
  ASSERT_TRUE(town.stage().heal(town.shop(kHarbour)));
  ASSERT_TRUE(serves_again(town, kHarbour));
  static_cast<void>(till.come_back());  // Its witness ends the old log.
  ASSERT_TRUE(sells_from_its_new_log(town, kHarbour, old_log));
  ASSERT_TRUE(till.come_back());
  const auto second = till.repeat();
  ASSERT_EQ(second.outcome, Outcome::Approved) << second.reason;
  ASSERT_NE(second.event, first.event) << "the new log knows nothing of the first answer";
  ASSERT_TRUE(is_worth(town, number, "6.00")) << "head office knows nothing of the first answer";

  EXPECT_EQ(till.hand_back(*first.receipt), HandBackOutcome::Kept);
  const auto taken_back = [&] {
    return count_of("RedemptionReversed", town.perk("statement " + number).output);
  };
  ASSERT_TRUE(town.wait_until("the second is taken back", [&] { return taken_back() == 1; }));
  EXPECT_TRUE(is_worth(town, number, "6.00"));

  town.stage().crash_head_office();
  ASSERT_TRUE(town.stage().restart_head_office());
  town.stage().crash_shop(kHarbour);
  ASSERT_TRUE(serves_again(town, kHarbour));
  ASSERT_TRUE(town.wait_until("Harbour is back", [&] { return town.is_connected(kHarbour); }));
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  EXPECT_EQ(taken_back(), 1U);
  EXPECT_TRUE(is_worth(town, number, "6.00"));
  const ShellOutcome audit = town.perk("verify");
  EXPECT_EQ(audit.exit_code, 0) << audit.output;
  EXPECT_THAT(audit.output, HasSubstr("everything holds."));
}

}  // namespace
}  // namespace perk::test

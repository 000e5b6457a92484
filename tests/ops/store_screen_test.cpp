// What a store says of itself, in one line.
#include "ops/simulate/store_screen.h"

#include <gtest/gtest.h>

namespace perk::test {
namespace {

Currency eur() { return Currency::from_code("EUR").value(); }

store_node::StatusAnswer main_street() {
  store_node::StatusAnswer status;
  status.store_name = "Main St";
  status.policy = "escrow+standin";
  status.allowance_left = Amount(7'000);
  return status;
}

TEST(StoreScreen, ACutOffStoreSaysForHowLongAndWhatItMayStillApprove) {
  auto status = main_street();
  status.cut_off_for = Millis(12'345);
  EXPECT_EQ(ops::screen_line(status, eur()),
            "Main St: cut off for 12.3 s; escrow+standin, 70.00 EUR left beyond its rights");
}

TEST(StoreScreen, AConnectedStoreSaysWhoWaitsAndWhatManagersHave) {
  auto status = main_street();
  status.is_connected = true;
  status.asks_waiting = 2;
  status.manager_allowance_left = Amount(50);
  EXPECT_EQ(ops::screen_line(status, eur()),
            "Main St: connected; escrow+standin, 70.00 EUR left beyond its rights, 0.50 EUR for "
            "managers; 2 wait for head office");
  status.is_line_slow = true;
  EXPECT_NE(ops::screen_line(status, eur()).find("the line is slow"), std::string::npos);
}

}  // namespace
}  // namespace perk::test

// What a till's line costs, as a table: each round is held against the plain one of the same round.
#include "ops/till_costs_run/cost_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace perk::ops {
namespace {

using std::chrono::microseconds;
using ::testing::HasSubstr;

Cost of_ten(microseconds elapsed, microseconds processor) { return {10, elapsed, processor}; }

TEST(CostTable, HoldsEachRoundAgainstThePlainOneOfTheSameRound) {
  CostRow row{"purchase", {}};
  row.rounds[Way::Plain] = {of_ten(microseconds(1'000), microseconds(100)),
                            of_ten(microseconds(2'000), microseconds(200)),
                            of_ten(microseconds(4'000), microseconds(400))};
  row.rounds[Way::Certificate] = {of_ten(microseconds(2'000), microseconds(110)),
                                  of_ten(microseconds(2'500), microseconds(240)),
                                  of_ten(microseconds(4'000), microseconds(600))};
  const std::string text = to_text({row});
  EXPECT_THAT(text, HasSubstr("purchase    plain                 20.0   1.00 (1.00-1.00)"));
  EXPECT_THAT(text, HasSubstr("24.0   1.20 (1.15-1.35)")) << text;
  EXPECT_THAT(text, HasSubstr("4000   0.80 (0.65-0.90)")) << text;
}

}  // namespace
}  // namespace perk::ops

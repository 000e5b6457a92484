// Chains that live through trouble: the same seeds on every run, some that nobody has seen, and those that once
// broke a law. perk-simulate-chain replays any of them.
#include "tests/simulation/chain.h"

#include <random>

#include <gtest/gtest.h>

#include "tests/simulation/shrink.h"

namespace perk::simulation {
namespace {

constexpr Millis kDay{24LL * 3'600'000};

std::string replay(std::uint64_t seed) {
  return "replay: perk-simulate-chain --seed " + std::to_string(seed);
}

void expect_all_laws(std::uint64_t seed) {
  const Verdict verdict = live_through(plan_for(seed, 3, kDay, all_fault_kinds()));
  EXPECT_FALSE(verdict.objection) << *verdict.objection << "\n  " << replay(seed);
}

TEST(SimulatedChain, KeepsEveryLawOnFixedSeeds) {
  for (std::uint64_t seed = 1; seed <= 20 && !HasFailure(); ++seed) expect_all_laws(seed);
}

TEST(SimulatedChain, KeepsEveryLawOnSeedsThatNobodyHasSeen) {
  std::random_device device;
  const std::uint64_t first = device();
  // At once: an assertion of the code under test ends the process.
  std::cout << "seeds " << first << " to " << first + 9 << std::endl;
  for (std::uint64_t seed = first; seed < first + 10 && !HasFailure(); ++seed)
    expect_all_laws(seed);
}

TEST(SimulatedChain, SellsInTroubleAndIsOverspentOnlyAsShown) {
  Judge::Counts sum;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Verdict verdict = live_through(
        plan_for(seed, 3, kDay, {FaultKind::Cut, FaultKind::ShopCrash, FaultKind::OfficeUnknown}));
    EXPECT_FALSE(verdict.objection) << *verdict.objection;
    sum.approved += verdict.counts.approved;
    sum.stand_in += verdict.counts.stand_in;
    sum.exposure_peak = std::max(sum.exposure_peak, verdict.counts.exposure_peak);
  }
  // A judge that sees nothing happen objects to nothing.
  EXPECT_GT(sum.approved, 300U);
  EXPECT_TRUE(sum.stand_in.is_positive());
  EXPECT_TRUE(sum.exposure_peak.is_positive());
}

/// Once found, then mended: by the faults that the failure was shrunk to.
struct FoundBefore {
  const char* what;
  std::uint64_t seed;
  std::int64_t days;
  std::vector<FaultKind> kinds;
  bool sells_only = true;  ///< As all runs were when it was found.
};
class FoundBeforeTest : public ::testing::TestWithParam<FoundBefore> {};

TEST_P(FoundBeforeTest, HoldsNow) {
  const FoundBefore& found = GetParam();
  Plan plan = plan_for(found.seed, 3, Millis(found.days * kDay.count()), found.kinds);
  plan.sells_only = found.sells_only;
  const Verdict verdict = live_through(plan);
  EXPECT_FALSE(verdict.objection) << *verdict.objection;
}

INSTANTIATE_TEST_SUITE_P(
    All, FoundBeforeTest,
    ::testing::Values(
        FoundBefore{"AnEventHeardWrappedAndFromItsOwnLogCountedTwice", 178, 1, all_fault_kinds()},
        FoundBefore{"TheSameOnAnotherCard",
                    300'003,
                    3,
                    {FaultKind::OfficeRestored, FaultKind::ShopRestored, FaultKind::ShopBurnt,
                     FaultKind::Cut, FaultKind::ShopCrash}},
        // The judge's own mistake: it took a former log's wraps for not held.
        FoundBefore{"AFormerLogThatHoldsWraps", 5'686, 1, all_fault_kinds(), false},
        FoundBefore{"ANodeThatKeptReceiptsWasItselfRestored", 8'515, 1, all_fault_kinds(), false}),
    [](const auto& param) { return param.param.what; });

TEST(SimulatedChain, TheSameSeedGivesTheSameTrace) {
  const Plan plan = plan_for(3, 3, kDay, all_fault_kinds());
  const Verdict once = live_through(plan);
  const Verdict again = live_through(plan);
  EXPECT_EQ(once.trace, again.trace);
  EXPECT_EQ(once.acts, again.acts);
  EXPECT_NE(once.trace, live_through(plan_for(4, 3, kDay, all_fault_kinds())).trace);
}

TEST(Fault, IsNamedAndDrawnFromASeedAlone) {
  for (const FaultKind kind : all_fault_kinds())
    EXPECT_EQ(fault_from_name(fault_name(kind)), kind) << fault_name(kind);
  EXPECT_EQ(fault_from_name("earthquake"), std::nullopt);
  EXPECT_EQ(plan_for(7, 3, kDay, all_fault_kinds()).faults,
            plan_for(7, 3, kDay, all_fault_kinds()).faults);
  EXPECT_EQ(to_string(Fault{FaultKind::Cut, Instant(37'203'000), Millis(93'000), 1, 0}),
            "cut shop 2 on day 1 at 10:20:03 for 93 s");
}

}  // namespace
}  // namespace perk::simulation

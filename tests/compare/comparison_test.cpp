// What the comparison promises a merchant, on several seeds.
#include "ops/compare/comparison.h"

#include <gtest/gtest.h>

#include "tests/support/seeds.h"

namespace perk::compare {
namespace {

/// Small enough for every run of the tests; perk-sim --compare tells longer ones.
Story short_story(std::uint64_t seed) {
  return tell_story(made_up_purchases(seed, {100, 1'200, 12}), {seed, 8, 100});
}

const Verdict& verdict(const Comparison& comparison, PolicyKind policy, Scenario scenario) {
  for (const Row& row : comparison.rows) {
    if (row.policy == policy && row.scenario == scenario) return row.verdict;
  }
  ADD_FAILURE() << "no such row";
  return comparison.rows.front().verdict;
}

void expect_bounded(const Row& row) {
  SCOPED_TRACE(std::string(policy_name(row.policy)) + ", " +
               std::string(scenario_name(row.scenario)));
  const Verdict& v = row.verdict;
  EXPECT_GT(v.wanted_cut_off.minor(), 0);
  EXPECT_LE(v.overdraft_from_rights, v.copies);
  EXPECT_TRUE(row.scenario == Scenario::Rollback || v.overdraft_from_rights.is_zero());
  EXPECT_EQ(v.exposure_peak.is_known(), row.policy != PolicyKind::Cached);
  if (v.exposure_peak.is_known()) {
    EXPECT_LE(v.overdraft, v.exposure_peak.amount() + v.copies);
  }
}

/// Within a percentage point of what is wanted, or better.
void expect_served_alike(const Verdict& ours, const Verdict& cached) {
  EXPECT_EQ(ours.wanted, cached.wanted);
  EXPECT_GE(ours.approved.minor() * 100, cached.approved.minor() * 100 - ours.wanted.minor());
  EXPECT_GE(ours.approved_cut_off.minor() * 100,
            cached.approved_cut_off.minor() * 100 - ours.wanted_cut_off.minor());
}

void expect_clones_capped(const Comparison& comparison) {
  const Verdict& v = verdict(comparison, PolicyKind::EscrowStandIn, Scenario::ClonedCards);
  const auto shops = static_cast<std::int64_t>(comparison.shops_with_clones);
  ASSERT_GE(shops, 2);
  EXPECT_GT(v.overdraft,
            verdict(comparison, PolicyKind::EscrowStandIn, Scenario::Honest).overdraft);
  EXPECT_LE(v.most_of_one_card.minor(), comparison.allowance.per_card_cap.minor() * shops);
}

void expect_strict_policies_lose_nothing(const Comparison& comparison) {
  for (const Scenario scenario : {Scenario::Honest, Scenario::ClonedCards}) {
    EXPECT_EQ(verdict(comparison, PolicyKind::Central, scenario).approved_cut_off, Amount());
    EXPECT_EQ(verdict(comparison, PolicyKind::Central, scenario).overdraft, Amount());
    EXPECT_EQ(verdict(comparison, PolicyKind::Escrow, scenario).overdraft, Amount());
    EXPECT_GT(verdict(comparison, PolicyKind::Escrow, scenario).approved_cut_off, Amount());
  }
}

TEST(Comparison, KeepsItsPromisesOnEverySeed) {
  test::for_each_seed(4, [](test::Random& random) {
    const Comparison comparison = compare_policies(short_story(random.next()), {});
    EXPECT_THAT(comparison.violations(), testing::IsEmpty());
    EXPECT_EQ(comparison.rows.size(), 12U);
    for (const Row& row : comparison.rows) expect_bounded(row);
    expect_served_alike(verdict(comparison, PolicyKind::EscrowStandIn, Scenario::Honest),
                        verdict(comparison, PolicyKind::Cached, Scenario::Honest));
    expect_clones_capped(comparison);
    expect_strict_policies_lose_nothing(comparison);
  });
}

/// Otherwise the rollback rows would prove nothing.
TEST(Comparison, ARollbackSpendsAgainAndIsFound) {
  const Row row = run_story(short_story(1), PolicyKind::EscrowStandIn, Scenario::Rollback, {});
  EXPECT_GT(row.verdict.overdraft, Amount());
  EXPECT_THAT(row.verdict.violations, testing::IsEmpty());
}

TEST(Comparison, EveryPlacementKeepsTheLaws) {
  for (const PlacementKind placement : {PlacementKind::HomeStore, PlacementKind::RecentUse}) {
    CompareOptions options;
    options.placement = placement;
    const Comparison comparison = compare_policies(short_story(2), options);
    EXPECT_THAT(comparison.violations(), testing::IsEmpty());
    for (const Row& row : comparison.rows) expect_bounded(row);
  }
}

TEST(Story, TheSameSeedTellsTheSame) {
  const Story story = short_story(3);
  const Story again = short_story(3);
  EXPECT_EQ(story.errands, again.errands);
  EXPECT_EQ(story.outages, again.outages);
  EXPECT_NE(story.errands, short_story(4).errands);
}

TEST(Story, ShopsAreCutOffForTheirShareOfTheTime) {
  const Story story = tell_story(made_up_purchases(1, {300, 4'000, 60}), {1, 20, 100});
  const std::int64_t end = story.errands.back().at.count();
  std::int64_t cut_off = 0;
  for (const Outage& outage : story.outages)
    cut_off += std::min(end, outage.until.count()) - outage.from.count();
  const std::int64_t per_mille = cut_off * 1000 / (end * 20);
  EXPECT_GT(per_mille, 80);
  EXPECT_LT(per_mille, 120);
}

}  // namespace
}  // namespace perk::compare

// Every check of the judge, with a mistake planted that it must notice.
#include "ops/compare/judge.h"

#include <gtest/gtest.h>

#include "ops/compare/comparison.h"

namespace perk::compare {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t kMinute = 60'000;

Story story_of(std::vector<Errand> errands, std::vector<Outage> outages, std::size_t shops) {
  return {shops, 1, Amount(100), std::move(errands), std::move(outages)};
}
Errand loads(std::int64_t minute, std::size_t shop, std::int64_t minor) {
  return {Millis(minute * kMinute), Errand::What::Loads, 0, shop, Amount(minor)};
}
Errand buys(std::int64_t minute, std::size_t shop, std::int64_t minor) {
  return {Millis(minute * kMinute), Errand::What::Buys, 0, shop, Amount(minor)};
}
Outage cut(std::size_t shop, std::int64_t from, std::int64_t until) {
  return {shop, Millis(from * kMinute), Millis(until * kMinute)};
}

std::vector<std::string> objections(const Story& story, PolicyKind policy, Defect defect,
                                    Scenario scenario = Scenario::Honest) {
  CompareOptions options;
  options.defect = defect;
  return run_story(story, policy, scenario, options).verdict.violations;
}

void expect_noticed(const Story& story, PolicyKind policy, Defect defect, const char* sentence,
                    Scenario scenario = Scenario::Honest) {
  EXPECT_THAT(objections(story, policy, Defect::None, scenario), IsEmpty());
  EXPECT_THAT(objections(story, policy, defect, scenario), Contains(HasSubstr(sentence)));
}

/// Sells 400 of 500 in an outage, then 100 elsewhere, then again in the next outage.
TEST(Judge, NoticesAShopThatGetsItsSpentRightsBack) {
  const Story story =
      story_of({loads(1, 0, 500), buys(3, 0, 400), buys(6, 1, 100), buys(8, 0, 100)},
               {cut(0, 2, 5), cut(0, 7, 9)}, 2);
  expect_noticed(story, PolicyKind::Escrow, Defect::HandsSpentRightsBack, "from rights alone");
}

/// The card's cap is used up at shop 1, and stays so: what it paid with is still out at shop 0.
TEST(Judge, NoticesAnAllowanceThatStartsAgainAtContact) {
  const Story story =
      story_of({loads(1, 0, 1000), buys(4, 1, 250), buys(5, 1, 250), buys(7, 1, 250)},
               {cut(0, 2, 100), cut(1, 3, 6)}, 2);
  expect_noticed(story, PolicyKind::EscrowStandIn, Defect::ResetsAllowanceOnContact,
                 "more of a card than it was allowed");
}

TEST(Judge, NoticesAGrantBeforeTheRecallIsHeard) {
  const Story story =
      story_of({loads(1, 0, 500), buys(3, 1, 400), buys(4, 0, 400)}, {cut(0, 2, 5)}, 2);
  expect_noticed(story, PolicyKind::Escrow, Defect::GrantsBeforeRecallIsHeard, "from rights alone");
}

TEST(Judge, NoticesRightsFromNowhere) {
  const Story story = story_of({loads(1, 0, 500), buys(3, 1, 400)}, {cut(0, 9, 10)}, 2);
  expect_noticed(story, PolicyKind::Escrow, Defect::GrantsFromNowhere, "rights");
}

TEST(Judge, NoticesAPurchaseThatHeadOfficeNeverHears) {
  const Story story = story_of({loads(1, 0, 500), buys(3, 0, 400)}, {cut(0, 2, 5)}, 1);
  expect_noticed(story, PolicyKind::Escrow, Defect::LosesAnEvent, "Head office says");
}

TEST(Judge, NoticesExposureThatHidesAllowances) {
  const Story story = story_of({loads(1, 0, 1000), buys(20, 0, 100)},
                               {cut(0, 2, 5), cut(1, 2, 5), cut(2, 2, 5)}, 3);
  expect_noticed(story, PolicyKind::EscrowStandIn, Defect::ShowsNoAllowances, "shows only",
                 Scenario::ClonedCards);
}

TEST(Judge, CountsWhatWasDeclinedAlthoughItWasThere) {
  const Story story = story_of({loads(1, 0, 500), buys(3, 1, 400), buys(4, 1, 700)},
                               {cut(0, 9, 10), cut(1, 2, 5)}, 2);
  const Verdict v = run_story(story, PolicyKind::Escrow, Scenario::Honest, {}).verdict;
  EXPECT_EQ(v.wanted, Amount(1100));
  EXPECT_EQ(v.wanted_cut_off, Amount(1100));
  EXPECT_EQ(v.approved, Amount());
  EXPECT_EQ(v.wrongly_declined, Amount(400));
}

}  // namespace
}  // namespace perk::compare

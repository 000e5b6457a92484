#include "ledger/holds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/closed_log.h"
#include "ledger/conservation.h"
#include "ledger/snapshot.h"
#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const EventId kTab = event_id(kHarbour, 3);

/// Loaded with 10.00 at the harbour, and 4.00 of it set aside there.
CardHistory tab() {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1'000));
  return std::move(history.append(kHarbour, hold_placed(kCard, 400)));
}

/// What the command leads to, which must be approved and foldable.
Event decided(const CardState& card, const CommandBuilder& command, Origin origin = kHarbour) {
  const auto decision = decide(card, command.build(), std::nullopt, context_of(origin));
  EXPECT_TRUE(decision) << describe(decision.error()).name;
  const Event event = decision.value().events.front();
  EXPECT_TRUE(is_foldable(event));
  return event;
}

void expect_amounts(const CardState& card, std::int64_t balance, std::int64_t held,
                    std::int64_t harbours_rights) {
  EXPECT_EQ(card.balance(), Amount(balance));
  EXPECT_EQ(card.held(), Amount(held));
  EXPECT_EQ(card.rights_of(kHarbour), Amount(harbours_rights));
  EXPECT_TRUE(rights_cover_available(card));
}

TEST(Hold, TakesRightsWhenItIsPlaced) {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1'000));
  history.append(kHarbour, decided(history.card(), place_hold(kCard, 400)));
  expect_amounts(history.card(), 1'000, 400, 600);
  EXPECT_EQ(history.card().available(), Amount(600));
  EXPECT_EQ(history.card().held_by(kHarbour), Amount(400));
  EXPECT_EQ(history.card().held_by(kStation), Amount());
}

TEST(Hold, IsPaidForWhatItCapturedAndGivesTheRestBack) {
  CardHistory history = tab();
  history.append(kHarbour, decided(history.card(), capture_hold(kCard, kTab, 300, 50)));
  expect_amounts(history.card(), 700, 0, 700);
  EXPECT_EQ(history.card().redeemed(), Amount(300));
  EXPECT_EQ(history.card().holds.at(kTab).left(), Amount());
}

TEST(Hold, ThatKeepsItsRestIsCapturedAgain) {
  CardHistory history = tab();
  const auto keeping = capture_hold(kCard, kTab, 300, 0, RestOfHold::Kept);
  history.append(kHarbour, decided(history.card(), keeping));
  expect_amounts(history.card(), 700, 100, 600);
  history.append(kHarbour, decided(history.card(), capture_hold(kCard, kTab, 60)));
  expect_amounts(history.card(), 640, 0, 640);
}

TEST(Hold, IsReleasedWhole) {
  CardHistory history = tab();
  history.append(kHarbour, decided(history.card(), release_hold(kCard, kTab)));
  expect_amounts(history.card(), 1'000, 0, 1'000);
}

TEST(Hold, IsCapturedOfAFrozenCardToo) {
  CardHistory history = tab();
  history.append(head_office(), card_frozen(kCard));
  history.append(kHarbour, decided(history.card(), capture_hold(kCard, kTab, 400)));
  expect_amounts(history.card(), 600, 0, 600);
}

TEST(Hold, CapturedCanBeTakenBackAsAnyPurchase) {
  CardHistory history = tab();
  history.append(kHarbour, hold_captured(kCard, kTab, 300));
  const EventId bill = event_id(kHarbour, 4);
  history.append(kHarbour, decided(history.card(), reverse(kCard, bill, 300)));
  expect_amounts(history.card(), 1'000, 100, 900);
}

TEST(Hold, IsHeadOfficesToReleaseOnceItsLogIsProvenToBeAtItsEnd) {
  CardHistory history = tab();
  DecisionContext context = context_of(head_office());
  context.proven_ends = {kHarbour};
  const auto decision =
      decide(history.card(), release_hold(kCard, kTab).build(), std::nullopt, context);
  ASSERT_TRUE(decision);
  history.append(head_office(), decision.value().events.front());
  expect_amounts(history.card(), 1'000, 0, 600);
  EXPECT_EQ(history.card().reserve(), Amount(400));
  EXPECT_EQ(history.card().holds.at(kTab).ended_elsewhere, Amount(400));
}

TEST(HoldLapse, IsDueWhenTheStoresOwnClockSaysSo) {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1'000));
  history.append(kHarbour,
                 EventBuilder(kCard, HoldPlaced{hlc(60'000).wall()}).held(400).own_rights(-400));
  const CardState& card = history.card();
  EXPECT_THAT(holds_to_lapse(card, kHarbour, hlc(59'999).wall()), IsEmpty());
  EXPECT_THAT(holds_to_lapse(card, kHarbour, hlc(60'000).wall()), ElementsAre(kTab));
  EXPECT_THAT(holds_to_lapse(card, kStation, hlc(60'000).wall()), IsEmpty());
  const auto lapse = [&](EventId hold, Origin origin, std::int64_t millis) {
    return lapse_hold(card, kCard, hold, {origin, hlc(millis), hlc(millis).wall(), {}});
  };
  EXPECT_EQ(lapse(kTab, kHarbour, 59'999).error(), RightsRefusal::NotExpiredYet);
  EXPECT_EQ(lapse(kTab, kStation, 60'000).error(), RightsRefusal::OriginalElsewhere);
  EXPECT_EQ(lapse(event_id(kHarbour, 2), kHarbour, 60'000).error(), RightsRefusal::OriginalUnknown);
  const auto lapsed = lapse(kTab, kHarbour, 60'000);
  ASSERT_TRUE(lapsed);
  EXPECT_TRUE(is_foldable(lapsed.value()));
  history.append(kHarbour, lapsed.value());
  expect_amounts(history.card(), 1'000, 0, 1'000);
  EXPECT_THAT(holds_to_lapse(history.card(), kHarbour, hlc(60'000).wall()), IsEmpty());
}

TEST(HoldLapse, NeverComesToAHoldWithoutATime) {
  EXPECT_THAT(holds_to_lapse(tab().card(), kHarbour, hlc(1'000'000'000).wall()), IsEmpty());
}

/// In a copy of the harbour's log the tab was paid too: both bills come, wrapped.
TEST(Hold, CapturedByTwoCopiesOfALogTakesFromTheClosedLogsRightsThenTheReserve) {
  CardHistory history = tab();
  const RecordedEvent bill = hold_captured(kCard, kTab, 400).recorded(kHarbour, 4);
  history.append(kStation, wrapped(bill, kStation, 1));
  expect_amounts(history.card(), 600, 0, 600);
  history.append(kStation, wrapped(bill, kStation, 2));
  expect_amounts(history.card(), 200, 0, 200);
  const RecordedEvent third = hold_captured(kCard, kTab, 400).recorded(kHarbour, 5);
  history.append(kStation, wrapped(third, kStation, 3));
  expect_amounts(history.card(), -200, 0, 0);
  EXPECT_EQ(history.card().reserve(), Amount(-200));
}

TEST(Hold, PlacedAndCapturedInAClosedLogCountsWhateverIsHeardFirst) {
  const RecordedEvent placed = hold_placed(kCard, 400).recorded(kHarbour, 3);
  const RecordedEvent bill =
      hold_captured(kCard, kTab, 300).held(-400).own_rights(100).recorded(kHarbour, 4);
  const auto told = [&](bool is_in_order) {
    CardHistory history;
    history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1'000));
    history.append(kStation, wrapped(is_in_order ? placed : bill, kStation));
    EXPECT_TRUE(rights_cover_available(history.card()));
    return std::move(history.append(kStation, wrapped(is_in_order ? bill : placed, kStation)));
  };
  expect_amounts(told(true).card(), 700, 0, 700);
  EXPECT_EQ(told(true).card(), told(false).card());
}

TEST(Hold, IsNeverTakenFromASnapshotByWhoPlacedIt) {
  const CardHistory history = tab();
  const CardState whole = history.card();
  EXPECT_TRUE(snapshot_for(whole, kHarbour).holds.empty());
  CardState others;
  ASSERT_TRUE(merge_snapshot(others, snapshot_for(whole, kStation), kStation));
  EXPECT_EQ(others, whole);
  CardState own;
  EXPECT_FALSE(merge_snapshot(own, whole, kHarbour));
}

/// Each way in which the envelope and the body of an event about a hold can disagree.
TEST(HoldEvents, AreFoldableOnlyWithTheirOwnSigns) {
  const auto foldable = [](const EventBuilder& event) { return is_foldable(event.build()); };
  EXPECT_TRUE(foldable(hold_placed(kCard, 400)));
  EXPECT_FALSE(foldable(hold_placed(kCard, -400))) << "a hold that gives rights";
  EXPECT_FALSE(foldable(hold_placed(kCard, 400).own_rights(0).reserve(-400)))
      << "a hold of what is not the store's";
  EXPECT_TRUE(foldable(hold_captured(kCard, kTab, 400)));
  EXPECT_TRUE(foldable(hold_captured(kCard, kTab, 300).held(-400).own_rights(100)));
  EXPECT_FALSE(foldable(hold_captured(kCard, kTab, 400).held(-300).own_rights(-100)))
      << "more than the hold";
  EXPECT_FALSE(foldable(hold_captured(kCard, kTab, 300).held(-400).reserve(100)));
  const auto with_tip = [](std::int64_t tip) {
    return EventBuilder(kCard, HoldCaptured{Amount(tip)}).value(-400).held(-400).taking_back(kTab);
  };
  EXPECT_TRUE(foldable(with_tip(400)));
  EXPECT_FALSE(foldable(with_tip(401))) << "a tip above the bill";
  EXPECT_FALSE(foldable(with_tip(-1)));
  EXPECT_TRUE(foldable(hold_released(kCard, kTab, 400)));
  EXPECT_TRUE(foldable(hold_released(kCard, kTab, 400).own_rights(0).reserve(400)));
  EXPECT_TRUE(foldable(hold_lapsed(kCard, kTab, 400)));
  EXPECT_FALSE(foldable(hold_lapsed(kCard, kTab, -400)));
  EXPECT_FALSE(foldable(EventBuilder(kCard, HoldLapsed{}).held(-400).own_rights(400)))
      << "of no hold";
  for (const Event& event : {hold_placed(kCard, 1).build(), hold_lapsed(kCard, kTab, 1).build()})
    EXPECT_FALSE(is_head_offices(event.body));
}

TEST(HoldPostings, SayWhatIsTheStaffs) {
  const auto bill = EventBuilder(kCard, HoldCaptured{Amount(50)})
                        .value(-300)
                        .held(-300)
                        .taking_back(kTab)
                        .recorded(kHarbour, 4);
  EXPECT_THAT(postings_of(bill),
              ElementsAre(Posting{{AccountKind::Revenue, kHarbour}, Amount(-250)},
                          Posting{{AccountKind::TipsPayable, kHarbour}, Amount(-50)},
                          Posting{{AccountKind::Liability, kCard}, Amount(300)}));
  EXPECT_THAT(postings_of(hold_placed(kCard, 400).recorded(kHarbour, 3)), IsEmpty());
}

}  // namespace
}  // namespace perk

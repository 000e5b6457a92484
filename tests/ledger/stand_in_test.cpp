#include "ledger/stand_in.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const CardId kOther = card(2);
const WallTime kNow = hlc(0).wall();
const WallTime kLater = hlc(3'600'000).wall();

EventBuilder drawn(std::int64_t minor, CardId from = kCard, AllowanceId id = kAllowance) {
  return value_redeemed(from, minor).beyond_rights(minor).drawing_on(id, minor);
}

/// An allowance of 50.00, 20.00 of a card, 10.00 a purchase; 8.00 and 5.00 drawn on one card, 3.00 on
/// another.
std::vector<RecordedEvent> a_days_events() {
  return {
      stand_in_granted(kAllowance, stand_in_terms(kHarbour, 5'000, 2'000, 1'000))
          .recorded(head_office(), 1),
      drawn(800).recorded(kHarbour, 1),
      drawn(500).recorded(kHarbour, 2),
      drawn(300, kOther).recorded(kHarbour, 3),
  };
}

StandIn stand_in_of(const std::vector<RecordedEvent>& events) {
  StandIn stand_in;
  for (const RecordedEvent& event : events) stand_in.fold(event);
  return stand_in;
}

void expect_on_hand(const StandIn& stand_in, const CardId& card, std::int64_t left,
                    std::int64_t card_left) {
  const auto at_hand = stand_in.on_hand(kHarbour, card, StandInKind::Till, kNow);
  ASSERT_TRUE(at_hand);
  EXPECT_EQ(at_hand->id, kAllowance);
  EXPECT_EQ(at_hand->left, Amount(left));
  EXPECT_EQ(at_hand->card_left, Amount(card_left));
  EXPECT_EQ(at_hand->purchase_cap, Amount(1'000));
}

TEST(StandIn, IsWhatWasGrantedLessWhatWasDrawn) {
  const StandIn stand_in = stand_in_of(a_days_events());
  expect_on_hand(stand_in, kCard, 3'400, 700);
  expect_on_hand(stand_in, kOther, 3'400, 1'700);
  expect_on_hand(stand_in, card(3), 3'400, 2'000);
  EXPECT_EQ(stand_in.outstanding(kHarbour), Amount(3'400));
  EXPECT_EQ(stand_in.outstanding(), Amount(3'400));
  EXPECT_EQ(stand_in.outstanding_of_card(kCard), Amount(700));
}

TEST(StandIn, IsNobodyElses) {
  const StandIn stand_in = stand_in_of(a_days_events());
  EXPECT_FALSE(stand_in.on_hand(store(2), kCard, StandInKind::Till, kNow));
  EXPECT_FALSE(stand_in.on_hand(kHarbour, kCard, StandInKind::Manager, kNow));
  EXPECT_EQ(stand_in.outstanding(store(2)), Amount());
  EXPECT_EQ(stand_in.find(store(2), kAllowance), nullptr);
}

TEST(StandIn, IsNotInheritedByTheStoresNextIncarnation) {
  // The same id drawn on by another origin is another's use of nothing.
  auto events = a_days_events();
  events.push_back(drawn(900).recorded(store(2), 1));
  const StandIn stand_in = stand_in_of(events);
  expect_on_hand(stand_in, kCard, 3'400, 700);
  EXPECT_FALSE(stand_in.on_hand(store(2), kCard, StandInKind::Till, kNow));
  EXPECT_EQ(stand_in.outstanding(store(2)), Amount());
}

TEST(StandIn, IsGivenBackByHeadOfficeAndNobodyElse) {
  auto events = a_days_events();
  events.push_back(stand_in_replenished(kAllowance, kHarbour, 600, 2).recorded(head_office(), 2));
  expect_on_hand(stand_in_of(events), kCard, 4'000, 700);
  events.push_back(
      card_cap_restored(kAllowance, kHarbour, kCard, 1'300, 2).recorded(head_office(), 3));
  expect_on_hand(stand_in_of(events), kCard, 4'000, 2'000);
  EXPECT_EQ(stand_in_of(events).find(kHarbour, kAllowance)->replenished_through, Seq(2));
  const StandIn before = stand_in_of(events);
  events.push_back(stand_in_replenished(kAllowance, kHarbour, 900).recorded(kHarbour, 4));
  events.push_back(
      stand_in_granted(AllowanceId(8), stand_in_terms(kHarbour, 1, 1, 1)).recorded(kHarbour, 5));
  EXPECT_EQ(stand_in_of(events), before) << "a store gives itself nothing";
}

TEST(StandIn, OfARefundedPurchaseIsStillDrawn) {
  auto events = a_days_events();
  events.push_back(redemption_reversed(kCard, event_id(kHarbour, 1), 800)
                       .beyond_rights(800)
                       .recorded(kHarbour, 4));
  expect_on_hand(stand_in_of(events), kCard, 3'400, 700);
}

TEST(StandIn, SurvivesARestartAndIsNotResetByReconnecting) {
  const auto events = a_days_events();
  StandIn stand_in = stand_in_of(events);
  const StandIn before = stand_in;
  for (const RecordedEvent& again : events) stand_in.fold(again);
  EXPECT_EQ(stand_in, before);
  StandIn restarted;  // Its own log first, then what head office sends again.
  for (std::size_t i = 1; i < events.size(); ++i) restarted.fold(events[i]);
  EXPECT_FALSE(restarted.on_hand(kHarbour, kCard, StandInKind::Till, kNow));
  restarted.fold(events.front());
  EXPECT_EQ(restarted, before);
}

TEST(StandIn, EndsForTheStoreWhenItExpiresAndForTheChainWhenItLapses) {
  auto events = a_days_events();
  StandIn stand_in = stand_in_of(events);
  EXPECT_FALSE(stand_in.on_hand(kHarbour, kCard, StandInKind::Till, kLater));
  EXPECT_EQ(stand_in.outstanding(), Amount(3'400)) << "no clock ends what is at risk";
  EXPECT_THAT(stand_in.to_lapse(kHarbour, kNow), IsEmpty());
  EXPECT_THAT(stand_in.to_lapse(kHarbour, kLater), ElementsAre(kAllowance));
  stand_in.fold(allowance_lapsed(kAllowance, 3'400).recorded(kHarbour, 4));
  EXPECT_EQ(stand_in.outstanding(), Amount());
  EXPECT_THAT(stand_in.to_lapse(kHarbour, kLater), IsEmpty());
  EXPECT_FALSE(stand_in.on_hand(kHarbour, kCard, StandInKind::Till, kNow));
  EXPECT_THAT(stand_in.find(kHarbour, kAllowance)->cards, IsEmpty());
}

TEST(StandIn, LapsedBeforeAReplenishmentCameStaysLapsed) {
  auto events = a_days_events();
  events.push_back(allowance_lapsed(kAllowance, 3'400).recorded(kHarbour, 4));
  events.push_back(card_cap_restored(kAllowance, kHarbour, kCard, 800).recorded(head_office(), 2));
  const StandIn stand_in = stand_in_of(events);
  EXPECT_EQ(stand_in.outstanding(), Amount());
  std::swap(events[4], events[5]);
  EXPECT_EQ(stand_in_of(events), stand_in);
}

TEST(StandIn, OfSeveralTakesTheOneThatCoversMost) {
  auto events = a_days_events();
  StandInGranted small = stand_in_terms(kHarbour, 750, 5'000, 5'000);
  events.push_back(stand_in_granted(AllowanceId(9), small).recorded(head_office(), 2));
  const StandIn stand_in = stand_in_of(events);
  EXPECT_EQ(stand_in.on_hand(kHarbour, kCard, StandInKind::Till, kNow)->id, AllowanceId(9));
  EXPECT_EQ(stand_in.on_hand(kHarbour, card(3), StandInKind::Till, kNow)->id, kAllowance);
  StandInGranted managers = small;
  managers.kind = StandInKind::Manager;
  events.push_back(stand_in_granted(AllowanceId(10), managers).recorded(head_office(), 3));
  EXPECT_EQ(stand_in_of(events).on_hand(kHarbour, kCard, StandInKind::Manager, kNow)->id,
            AllowanceId(10));
}

TEST(StandIn, UsedUpIsAtHandWithNothingLeft) {
  auto events = a_days_events();
  events.push_back(drawn(700).recorded(kHarbour, 4));
  expect_on_hand(stand_in_of(events), kCard, 2'700, 0);
}

TEST(PlantedFault, AnAllowanceThatForgetsItsUseIsNoticed) {
  // What a store that reset its allowance on reconnecting would think it has: more than is outstanding.
  const StandIn forgetful = stand_in_of({a_days_events().front()});
  EXPECT_GT(forgetful.on_hand(kHarbour, kCard, StandInKind::Till, kNow)->left,
            stand_in_of(a_days_events()).outstanding(kHarbour));
}

}  // namespace
}  // namespace perk

#include "ledger/overdraft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

CardHistory loaded_card(std::int64_t minor) {
  CardHistory history;
  return std::move(
      history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, minor)));
}

std::vector<OverdraftToOpen> to_open(const CardHistory& history,
                                     const std::vector<KnownLoss>& known = {}) {
  return overdrafts_to_open(history.card(), head_office(), known);
}

OverdraftToOpen stand_in(Origin owner, std::int64_t minor) {
  return {OverdraftCause::StandIn, owner, Amount(minor)};
}

TEST(Overdraft, IsNoneWhileRightsCoverWhatTheReserveLacks) {
  CardHistory history = loaded_card(1'000);
  history.append(kStation, value_redeemed(kCard, 1'000).beyond_rights(1'000));
  EXPECT_EQ(history.card().reserve(), Amount(-1'000));
  EXPECT_THAT(to_open(history), IsEmpty());
  history.append(kHarbour, value_redeemed(kCard, 300));
  EXPECT_THAT(to_open(history), ElementsAre(stand_in(kStation, 300)));
}

TEST(Overdraft, IsWhoseApprovalsMadeItAndNoMoreThanIsMissing) {
  CardHistory history = loaded_card(100);
  history.append(kStation, value_redeemed(kCard, 150).beyond_rights(150));
  history.append(store(3), value_redeemed(kCard, 120).beyond_rights(120));
  history.append(store(3), redemption_reversed(kCard, event_id(store(3), 1), 20).beyond_rights(20));
  history.append(kHarbour, value_redeemed(kCard, 100));
  EXPECT_THAT(to_open(history), ElementsAre(stand_in(kStation, 150), stand_in(store(3), 100)));
}

TEST(Overdraft, OpenedBeforeIsNotOpenedAgain) {
  CardHistory history = loaded_card(100);
  history.append(kStation, value_redeemed(kCard, 150).beyond_rights(150));
  history.append(kHarbour, value_redeemed(kCard, 60));
  history.append(head_office(), overdraft_opened(kCard, 110, OverdraftCause::StandIn, kStation));
  EXPECT_THAT(to_open(history), IsEmpty());
  history.append(kHarbour, value_redeemed(kCard, 40));
  EXPECT_THAT(to_open(history), ElementsAre(stand_in(kStation, 40)));
}

TEST(Overdraft, OfALostStoreIsWhatItHadSpentOfRightsReturned) {
  CardHistory history = loaded_card(1'000);
  history.append(head_office(), rights_returned(kCard, kHarbour, 1'000));
  history.append(head_office(), rights_granted(kCard, kStation, 1'000));
  history.append(kStation, value_redeemed(kCard, 1'000));
  EXPECT_THAT(to_open(history), IsEmpty());
  history.append(kHarbour, value_redeemed(kCard, 250));
  EXPECT_THAT(to_open(history),
              ElementsAre(OverdraftToOpen{OverdraftCause::LostStore, kHarbour, Amount(250)}));
}

TEST(Overdraft, OfADatabaseThatRanBackIsWhatItsForksSpentTwice) {
  CardHistory history = loaded_card(1'000);
  history.append(kHarbour, rights_released(kCard, 400));
  history.append(head_office(), rights_granted(kCard, kStation, 400));
  CardState card = history.card();
  const Origin next_life = store(3);
  const auto bring = [&](std::int64_t minor, std::uint64_t seq, std::uint8_t branch) {
    const auto coffee = value_redeemed(kCard, minor).recorded(kStation, 1);
    evolve(card, {event_id(next_life, seq), wrapped(coffee, next_life, branch)});
  };
  bring(400, 1, 0);
  EXPECT_THAT(card.overspent_by_forks(), IsEmpty());
  bring(300, 2, 1);
  EXPECT_THAT(card.overspent_by_forks(), ElementsAre(std::pair(kStation, Amount(300))));
  EXPECT_THAT(overdrafts_to_open(card, head_office(), {}), IsEmpty()) << "others' rights cover it";
  evolve(card, value_redeemed(kCard, 600).recorded(kHarbour, 4));
  EXPECT_THAT(overdrafts_to_open(card, head_office(), {}),
              ElementsAre(OverdraftToOpen{OverdraftCause::Rollback, kStation, Amount(300)}));
}

TEST(Overdraft, OfAKnownLossIsPutDownToItFirst) {
  CardHistory history = loaded_card(100);
  history.append(kStation, value_redeemed(kCard, 150).beyond_rights(150));
  history.append(kHarbour, value_redeemed(kCard, 100));
  const KnownLoss late{OverdraftCause::LateFreeze, kHarbour, Amount(80)};
  EXPECT_THAT(to_open(history, {late}),
              ElementsAre(OverdraftToOpen{OverdraftCause::LateFreeze, kHarbour, Amount(80)},
                          stand_in(kStation, 70)));
}

TEST(Overdraft, ThatNobodyExplainsIsHeadOfficesToLookAt) {
  CardHistory history = loaded_card(100);
  history.append(kHarbour, value_redeemed(kCard, 100));
  history.append(head_office(), event_of_unknown_type(kCard).value(-40).reserve(-40));
  EXPECT_THAT(to_open(history),
              ElementsAre(OverdraftToOpen{OverdraftCause::Unspecified, head_office(), Amount(40)}));
}

TEST(Recovery, IsFromTheReserveAndNeverMoreThanItHas) {
  CardHistory history = loaded_card(100);
  history.append(kHarbour, value_redeemed(kCard, 100));
  history.append(kStation, value_redeemed(kCard, 150).beyond_rights(150));
  history.append(head_office(), overdraft_opened(kCard, 150, OverdraftCause::StandIn, kStation));
  const EventId opening = history.events().back().id;
  EXPECT_THAT(recoveries_due(history.card()), IsEmpty());
  EXPECT_EQ(recall_for_debts(history.card()), Amount()) << "nothing is out to recall";
  history.append(store(3), value_loaded(kCard, 400));
  EXPECT_THAT(recoveries_due(history.card()), IsEmpty()) << "the load is the store's that took it";
  EXPECT_EQ(recall_for_debts(history.card()), Amount(150));
  history.append(store(3), rights_released(kCard, 120));
  EXPECT_EQ(recall_for_debts(history.card()), Amount(30));
  EXPECT_THAT(recoveries_due(history.card()), ElementsAre(OverdraftPart{opening, Amount(120)}));
  history.append(head_office(), overdraft_recovered(kCard, opening, 120));
  EXPECT_EQ(history.card().open_overdraft(), Amount(30));
  history.append(store(3), rights_released(kCard, 280));
  EXPECT_THAT(recoveries_due(history.card()), ElementsAre(OverdraftPart{opening, Amount(30)}));
}

TEST(Recovery, PaysTheOldestOverdraftFirst) {
  CardHistory history = loaded_card(500);
  history.append(kHarbour, rights_released(kCard, 500));
  history.append(head_office(), overdraft_opened(kCard, 100));
  history.append(head_office(), overdraft_opened(kCard, 800));
  history.append(kHarbour, value_redeemed(kCard, 900).beyond_rights(900));
  EXPECT_EQ(history.card().available(), Amount(500));
  EXPECT_THAT(recoveries_due(history.card()),
              ElementsAre(OverdraftPart{event_id(head_office(), 1), Amount(100)},
                          OverdraftPart{event_id(head_office(), 2), Amount(400)}));
}

}  // namespace
}  // namespace perk

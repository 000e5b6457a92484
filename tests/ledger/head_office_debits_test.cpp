// What leaves a card by no purchase: loads reversed by their store, charged back, balances adjusted; and the
// overdrafts that come of it, and of freezes heard late.
#include "ledger/head_office_debits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/conservation.h"
#include "ledger/load_reversal.h"
#include "ledger/overdraft.h"
#include "ledger/snapshot.h"
#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const EventId kLoad = event_id(kHarbour, 2);

/// Loaded with 10.00 at the harbour.
CardHistory loaded_card() {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard));
  return std::move(history.append(kHarbour, value_loaded(kCard, 1'000)));
}

Event decided(const CardState& card, const CommandBuilder& command, Origin origin) {
  const auto decision = decide(card, command.build(), std::nullopt, context_of(origin));
  EXPECT_TRUE(decision) << describe(decision.error()).name;
  EXPECT_TRUE(is_foldable(decision.value().events.front()));
  return decision.value().events.front();
}

/// The events' money, checked by two roads.
MoneyLine checked(const CardHistory& history) {
  ConservationChecker checker;
  for (const RecordedEvent& event : history.events()) checker.add(event);
  EXPECT_THAT(checker.violations(), IsEmpty());
  return checker.money_line();
}

TEST(LoadReversal, GivesBackWhatTheStoresRightsCover) {
  CardHistory history = loaded_card();
  history.append(kHarbour, decided(history.card(), reverse_load(kCard, kLoad, 400), kHarbour));
  EXPECT_EQ(history.card().balance(), Amount(600));
  EXPECT_EQ(history.card().rights_of(kHarbour), Amount(600));
  EXPECT_EQ(history.card().loads.at(kLoad).left(), Amount(600));
  EXPECT_EQ(checked(history).unloaded, Amount(400));
}

TEST(LoadReversal, AndChargeBacksTogetherAreNeverAboveTheLoad) {
  CardHistory history = loaded_card();
  history.append(kHarbour, load_reversed(kCard, kLoad, 400));
  const auto refused = [&](const CommandBuilder& command, Origin origin) {
    const auto decision = decide(history.card(), command.build(), std::nullopt, context_of(origin));
    return decision ? std::nullopt : std::optional(decision.error());
  };
  EXPECT_EQ(refused(charge_back(kCard, kLoad, 601), head_office()), Rejection::ReversalAboveLoad);
  EXPECT_EQ(refused(charge_back(kCard, kLoad, 600), head_office()), std::nullopt);
  history.append(head_office(), charged_back(kCard, kLoad, 500));
  EXPECT_EQ(refused(reverse_load(kCard, kLoad, 101), kHarbour), Rejection::ReversalAboveLoad);
}

TEST(ChargeBack, NeedsNoRightAndMayTakeTheReserveBelowZero) {
  CardHistory history = loaded_card();
  history.append(kHarbour, value_redeemed(kCard, 700));
  history.append(head_office(),
                 decided(history.card(), charge_back(kCard, kLoad, 1'000), head_office()));
  EXPECT_EQ(history.card().reserve(), Amount(-1'000));
  EXPECT_EQ(history.card().available(), Amount(-700));
  EXPECT_EQ(to_be_recalled(history.card()), Amount(300)) << "what is still out is recalled first";
  EXPECT_TRUE(rights_cover_available(history.card()));
  EXPECT_EQ(checked(history).unloaded, Amount(1'000));
}

TEST(ChargeBack, TakesTheMoneyFromTheStoreThatTookTheLoad) {
  const auto charged = charged_back(kCard, kLoad, 500).recorded(head_office(), 1);
  EXPECT_THAT(postings_of(charged),
              ElementsAre(Posting{{AccountKind::Tender, kHarbour}, Amount(-500)},
                          Posting{{AccountKind::Liability, kCard}, Amount(500)}));
}

TEST(Adjustment, GoesUpAndDownThroughTheReserveAlone) {
  CardHistory history = loaded_card();
  history.append(head_office(), decided(history.card(), adjust(kCard, 300), head_office()));
  EXPECT_EQ(history.card().reserve(), Amount(300));
  history.append(head_office(), decided(history.card(), adjust(kCard, -200), head_office()));
  EXPECT_EQ(history.card().reserve(), Amount(100));
  EXPECT_EQ(history.card().adjusted(), Amount(100));
  EXPECT_EQ(checked(history).adjusted, Amount(100));
}

TEST(Adjustment, DownNeverTakesWhatStandInIsWaitingFor) {
  CardHistory history = loaded_card();
  history.append(kHarbour, rights_released(kCard, 300));
  history.append(kStation, value_redeemed(kCard, 200).beyond_rights(200));
  const auto decision =
      decide(history.card(), adjust(kCard, -101).build(), std::nullopt, context_of(head_office()));
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error(), Rejection::ReserveTooLow);
}

TEST(DebitEvents, AreFoldableOnlyWithTheirOwnSigns) {
  const auto foldable = [](const EventBuilder& event) { return is_foldable(event.build()); };
  EXPECT_TRUE(foldable(load_reversed(kCard, kLoad, 1)));
  EXPECT_FALSE(foldable(load_reversed(kCard, kLoad, -1))) << "a reversal that loads";
  EXPECT_FALSE(foldable(load_reversed(kCard, kLoad, 1).own_rights(0).reserve(-1)))
      << "from others' rights";
  EXPECT_FALSE(foldable(EventBuilder(kCard, LoadReversed{}).value(-1).own_rights(-1)))
      << "of no load";
  EXPECT_TRUE(foldable(charged_back(kCard, kLoad, 1)));
  EXPECT_FALSE(foldable(charged_back(kCard, kLoad, -1)));
  EXPECT_FALSE(foldable(EventBuilder(kCard, ChargedBack{"x", "ada"}).value(-1).reserve(-1)));
  EXPECT_TRUE(foldable(balance_adjusted(kCard, 1)));
  EXPECT_TRUE(foldable(balance_adjusted(kCard, -1)));
  EXPECT_FALSE(foldable(balance_adjusted(kCard, 0)));
  EXPECT_FALSE(foldable(balance_adjusted(kCard, 1).reserve(0).own_rights(1)));
  EXPECT_FALSE(is_head_offices(LoadReversed{}));
  EXPECT_TRUE(is_head_offices(ChargedBack{}));
  EXPECT_TRUE(is_head_offices(BalanceAdjusted{}));
}

TEST(DebitEvents, KnownToOthersAreInASnapshot) {
  CardHistory history = loaded_card();
  history.append(kHarbour, load_reversed(kCard, kLoad, 100));
  history.append(head_office(), charged_back(kCard, kLoad, 200));
  history.append(head_office(), balance_adjusted(kCard, 50));
  CardState known;
  for (const RecordedEvent& event : history.events()) {
    if (event.id.origin == kHarbour) evolve(known, event);
  }
  const CardState snapshot = snapshot_for(history.card(), kHarbour);
  EXPECT_EQ(snapshot.loads.at(kLoad).loaded, Amount());
  EXPECT_EQ(snapshot.loads.at(kLoad).charged_back, Amount(200));
  ASSERT_TRUE(merge_snapshot(known, snapshot, kHarbour));
  EXPECT_EQ(known, history.card());
}

std::vector<OverdraftToOpen> found(const CardHistory& history) {
  return overdrafts_to_open(history.card(), head_office(), {});
}

TEST(CauseOfAnOverdraft, AChargeBackIsPutDownToTheStoreThatTookTheLoad) {
  CardHistory history = loaded_card();
  history.append(kHarbour, value_redeemed(kCard, 700));
  history.append(head_office(), charged_back(kCard, kLoad, 1'000));
  EXPECT_THAT(found(history),
              ElementsAre(OverdraftToOpen{OverdraftCause::ChargeBack, kHarbour, Amount(700)}));
  history.append(head_office(), overdraft_opened(kCard, 700, OverdraftCause::ChargeBack, kHarbour));
  EXPECT_THAT(found(history), IsEmpty());
}

TEST(CauseOfAnOverdraft, AChargeBackIsToBlameForNoMoreThanItTook) {
  CardHistory history = loaded_card();
  history.append(kHarbour, value_redeemed(kCard, 1'000));
  history.append(kStation, value_redeemed(kCard, 80).beyond_rights(80));
  history.append(head_office(), charged_back(kCard, kLoad, 400));
  EXPECT_THAT(found(history),
              ElementsAre(OverdraftToOpen{OverdraftCause::ChargeBack, kHarbour, Amount(400)},
                          OverdraftToOpen{OverdraftCause::StandIn, kStation, Amount(80)}));
}

/// The card was empty, frozen at one minute and thawed at two.
CardHistory thawed_card() {
  CardHistory history = loaded_card();
  history.append(kHarbour, value_redeemed(kCard, 1'000));
  history.append(head_office(), card_frozen(kCard).at(hlc(60'000)));
  return std::move(history.append(head_office(), card_unfrozen(kCard).at(hlc(120'000))));
}

TEST(CauseOfAnOverdraft, APurchaseAfterTheFreezeThatItsStoreHadNotHeardIsALateFreezes) {
  CardHistory history = thawed_card();
  history.append(kStation, value_redeemed(kCard, 10).beyond_rights(10).at(hlc(59'999)));
  history.append(kStation, value_redeemed(kCard, 25).beyond_rights(25).at(hlc(61'000)));
  history.append(kStation, value_redeemed(kCard, 40).beyond_rights(40).at(hlc(121'000)));
  EXPECT_THAT(found(history),
              ElementsAre(OverdraftToOpen{OverdraftCause::LateFreeze, kStation, Amount(25)},
                          OverdraftToOpen{OverdraftCause::StandIn, kStation, Amount(50)}));
  history.append(head_office(), overdraft_opened(kCard, 25, OverdraftCause::LateFreeze, kStation));
  EXPECT_THAT(found(history),
              ElementsAre(OverdraftToOpen{OverdraftCause::StandIn, kStation, Amount(50)}));
}

TEST(CauseOfAnOverdraft, ALateFreezeIsToldInEveryOrderOfHearing) {
  const auto late = value_redeemed(kCard, 25).beyond_rights(25).at(hlc(61'000));
  CardHistory first = loaded_card();
  first.append(kHarbour, value_redeemed(kCard, 1'000)).append(kStation, late);
  first.append(head_office(), card_frozen(kCard).at(hlc(60'000)));
  first.append(head_office(), card_unfrozen(kCard).at(hlc(120'000)));
  CardHistory last = thawed_card();
  last.append(kStation, late);
  EXPECT_EQ(first.card(), last.card());
  EXPECT_THAT(found(first),
              ElementsAre(OverdraftToOpen{OverdraftCause::LateFreeze, kStation, Amount(25)}));
}

TEST(CauseOfAnOverdraft, AClosedLogsPurchaseAfterTheFreezeIsALateFreezesToo) {
  CardHistory history = thawed_card();
  const auto late = value_redeemed(kCard, 25).beyond_rights(25).at(hlc(61'000));
  history.append(kHarbour, wrapped(late.recorded(kStation, 1), kHarbour));
  EXPECT_THAT(found(history),
              ElementsAre(OverdraftToOpen{OverdraftCause::LateFreeze, kStation, Amount(25)}));
}

}  // namespace
}  // namespace perk

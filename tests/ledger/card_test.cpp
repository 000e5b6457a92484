#include "ledger/card.h"

#include <gtest/gtest.h>

#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

TEST(Card, IsUnknownUntilItWasIssued) {
  CardHistory history;
  EXPECT_FALSE(history.card().is_known());
  history.append(kHarbour, value_loaded(kCard, 500));
  EXPECT_FALSE(history.card().is_known()) << "the load was heard before the issue";
  EXPECT_EQ(history.card().balance(), Amount(500));
  history.append(kStation, card_issued(kCard));
  EXPECT_TRUE(history.card().is_known());
  EXPECT_EQ(history.card().issue->last_four, "4242");
  EXPECT_EQ(history.card().issue->currency, eur());
}

TEST(Card, BalanceIsLoadedLessRedeemedPlusReversed) {
  CardHistory history;
  history.append(kHarbour, value_loaded(kCard, 1000)).append(kHarbour, value_redeemed(kCard, 300));
  history.append(kHarbour, redemption_reversed(kCard, event_id(kHarbour, 2), 100));
  EXPECT_EQ(history.card().balance(), Amount(800));
  EXPECT_EQ(history.card().loaded(), Amount(1000));
  EXPECT_EQ(history.card().redeemed(), Amount(300));
  EXPECT_EQ(history.card().reversed(), Amount(100));
}

TEST(Card, LoadedRightsBelongToTheShopThatTookTheMoney) {
  CardHistory history;
  history.append(kHarbour, value_loaded(kCard, 1000));
  EXPECT_EQ(history.card().rights_of(kHarbour), Amount(1000));
  EXPECT_EQ(history.card().rights_of(kStation), Amount());
  EXPECT_EQ(history.card().reserve(), Amount());
}

TEST(Card, APurchaseBeyondRightsLeavesTheReserve) {
  CardHistory history;
  history.append(kHarbour, value_loaded(kCard, 1000));
  history.append(kStation, value_redeemed(kCard, 300).beyond_rights(300));
  EXPECT_EQ(history.card().rights_of(kHarbour), Amount(1000));
  EXPECT_EQ(history.card().reserve(), Amount(-300));
  EXPECT_EQ(history.card().available(), Amount(700));
  EXPECT_EQ(history.card().rights_of_all(), Amount(1000));
}

TEST(Card, ARepeatChangesNothing) {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1000));
  history.append(kHarbour, value_redeemed(kCard, 300));
  CardState again = history.card();
  for (const RecordedEvent& event : history.events()) evolve(again, event);
  EXPECT_EQ(again, history.card());
}

TEST(Card, EventsOfANewerTypeMoveValueAndRights) {
  CardHistory history;
  history.append(kHarbour, value_loaded(kCard, 1000));
  history.append(kHarbour, event_of_unknown_type(kCard).held(400).own_rights(-400));
  EXPECT_EQ(history.card().held(), Amount(400));
  EXPECT_EQ(history.card().available(), Amount(600));
  EXPECT_EQ(history.card().rights_of(kHarbour), Amount(600));
  history.append(kHarbour, event_of_unknown_type(kCard).held(-400).value(-300).reserve(100));
  EXPECT_EQ(history.card().available(), Amount(700));
  history.append(head_office(),
                 event_of_unknown_type(kCard).reserve(-100).named_rights(kStation, 100));
  EXPECT_EQ(history.card().rights_of(kStation), Amount(100));
  EXPECT_EQ(history.card().reserve(), Amount());
  EXPECT_EQ(history.card().redeemed(), Amount()) << "what it was is not known, only what it moved";
}

TEST(Card, AGrantTakenBackLeavesNothingOfIt) {
  CardHistory history;
  history.append(head_office(),
                 event_of_unknown_type(kCard).reserve(-100).named_rights(kStation, 100));
  history.append(head_office(),
                 event_of_unknown_type(kCard).reserve(100).named_rights(kStation, -100));
  EXPECT_EQ(history.card().rights_of(kStation), Amount());
  EXPECT_EQ(history.card().rights_of_all(), Amount());
  EXPECT_EQ(history.card().named_rights.at(kStation), (NamedRights{Amount(100), Amount(100)}));
}

TEST(Card, RemembersEachPurchaseAndWhatWasTakenBackOfIt) {
  CardHistory history;
  history.append(kHarbour, value_loaded(kCard, 200));
  history.append(kHarbour, value_redeemed(kCard, 300).beyond_rights(100));
  const EventId coffee = history.events().back().id;
  EXPECT_EQ(history.card().redemptions.at(coffee),
            (Redemption{Amount(200), Amount(100), Amount(), Amount(), false, hlc(0)}));
  history.append(kHarbour, redemption_reversed(kCard, coffee, 250).beyond_rights(100));
  EXPECT_EQ(history.card().redemptions.at(coffee).left(), Amount(50));
  EXPECT_EQ(history.card().reserve(), Amount());
  EXPECT_EQ(history.card().rights_of(kHarbour), Amount(150));
}

TEST(Card, ARefundHeardBeforeItsPurchaseIsNotForgotten) {
  const auto coffee = value_redeemed(kCard, 300).recorded(kHarbour, 1);
  const auto refund = redemption_reversed(kCard, coffee.id, 300).recorded(head_office(), 1);
  CardState early;
  CardState late;
  evolve(early, refund);
  evolve(early, coffee);
  evolve(late, coffee);
  evolve(late, refund);
  EXPECT_EQ(early, late);
  EXPECT_EQ(early.redemptions.at(coffee.id).left(), Amount());
}

TEST(Card, IssuedInTwoCutOffShopsWasIssuedByTheEarlier) {
  const auto first = card_issued(kCard).at(hlc(10)).recorded(kStation, 1);
  const auto second = card_issued(kCard).at(hlc(20)).recorded(kHarbour, 1);
  CardState card;
  evolve(card, second);
  EXPECT_EQ(card.issue->by, second.id);
  evolve(card, first);
  EXPECT_EQ(card.issue->by, first.id);
  CardState other;
  evolve(other, first);
  evolve(other, second);
  EXPECT_EQ(other, card);
}

TEST(Card, IssuedAtTheSameMomentWasIssuedByTheLowerOrigin) {
  CardHistory history;
  history.append(kStation, card_issued(kCard).at(hlc(10)));
  history.append(kHarbour, card_issued(kCard).at(hlc(10)));
  EXPECT_EQ(history.card().issue->by.origin, kHarbour);
}

TEST(Card, OnlyHeadOfficeFreezesIt) {
  CardHistory history;
  history.append(kHarbour, card_frozen(kCard));
  EXPECT_FALSE(history.card().is_frozen());
  history.append(head_office(), card_frozen(kCard));
  EXPECT_TRUE(history.card().is_frozen());
  EXPECT_EQ(history.card().freeze->reason, "lost");
  history.append(head_office(), card_unfrozen(kCard));
  EXPECT_FALSE(history.card().is_frozen());
}

TEST(Card, HeadOfficesLastWordCountsWhicheverIsHeardFirst) {
  const auto old_epoch = card_frozen(kCard).recorded(head_office(1), 900);
  const auto new_epoch = card_unfrozen(kCard).recorded(head_office(2), 1);
  CardState card;
  evolve(card, new_epoch);
  evolve(card, old_epoch);
  EXPECT_FALSE(card.is_frozen());
  EXPECT_EQ(card.freeze->by, new_epoch.id);
}

TEST(Card, TakesInWhatHappenedWhileItWasFrozen) {
  CardHistory history;
  history.append(head_office(), card_frozen(kCard));
  history.append(kHarbour, value_redeemed(kCard, 300).beyond_rights(300));
  EXPECT_EQ(history.card().balance(), Amount(-300)) << "the coffee is drunk, the fact is recorded";
}

TEST(Card, KnowsHowOldItsNewestFactIs) {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard).at(hlc(500)));
  history.append(kStation, value_loaded(kCard, 1).at(hlc(200)));
  EXPECT_EQ(history.card().last_event, hlc(500));
}

}  // namespace
}  // namespace perk

#include "ledger/event.h"

#include <gtest/gtest.h>

#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

const EventId kPurchase = event_id(store(1), 2);

TEST(Event, SaysItsType) {
  EXPECT_EQ(type_name(card_issued(kCard).build().body), "CardIssued");
  EXPECT_EQ(type_name(value_loaded(kCard, 1).build().body), "ValueLoaded");
  EXPECT_EQ(type_name(value_redeemed(kCard, 1).build().body), "ValueRedeemed");
  EXPECT_EQ(type_name(redemption_reversed(kCard, kPurchase, 1).build().body), "RedemptionReversed");
  EXPECT_EQ(type_name(card_frozen(kCard).build().body), "CardFrozen");
  EXPECT_EQ(type_name(card_unfrozen(kCard).build().body), "CardUnfrozen");
  EXPECT_EQ(type_name(event_of_unknown_type(kCard, 77).build().body), "type 77");
}

TEST(FoldableEvent, IsEveryOneThatMovesRightsWithValue) {
  for (const EventBuilder& event :
       {card_issued(kCard), value_loaded(kCard, 500), value_redeemed(kCard, 300),
        value_redeemed(kCard, 300).beyond_rights(100), redemption_reversed(kCard, kPurchase, 300),
        redemption_reversed(kCard, kPurchase, 300).beyond_rights(300), card_frozen(kCard),
        card_unfrozen(kCard), event_of_unknown_type(kCard)}) {
    EXPECT_TRUE(is_foldable(event.build())) << type_name(event.build().body);
  }
}

TEST(FoldableEvent, OfANewerTypeMovesWhatItsEnvelopeSays) {
  EXPECT_TRUE(is_foldable(event_of_unknown_type(kCard).held(300).own_rights(-300).build()));
  EXPECT_TRUE(
      is_foldable(event_of_unknown_type(kCard).held(-300).value(-200).reserve(100).build()));
  EXPECT_TRUE(is_foldable(event_of_unknown_type(kCard)
                              .reserve(-500)
                              .named_rights(store(1), 300)
                              .named_rights(store(2), 200)
                              .build()));
  EXPECT_TRUE(is_foldable(event_of_unknown_type(kCard).value(-500).reserve(-500).build()));
}

TEST(UnfoldableEvent, MovesValueThatIsNobodysRight) {
  EXPECT_FALSE(is_foldable(value_loaded(kCard, 500).own_rights(499).build()));
  EXPECT_FALSE(is_foldable(value_redeemed(kCard, 300).own_rights(0).build()));
  EXPECT_FALSE(is_foldable(event_of_unknown_type(kCard).held(300).build()));
  EXPECT_FALSE(is_foldable(event_of_unknown_type(kCard).named_rights(store(1), 1).build()));
}

TEST(UnfoldableEvent, CarriesAnAbsurdAmount) {
  const std::int64_t most = kEventAmountMax.minor();
  EXPECT_TRUE(is_foldable(value_loaded(kCard, most).build()));
  EXPECT_FALSE(is_foldable(value_loaded(kCard, most + 1).build()));
  EXPECT_FALSE(is_foldable(value_redeemed(kCard, most + 1).build()));
  EXPECT_FALSE(is_foldable(value_loaded(kCard, INT64_MIN).build()));
  // One amount too many by a cent, all others within bounds and the sum right.
  const EventBuilder unknown = event_of_unknown_type(kCard);
  const auto too_much = [](const EventBuilder& event) { return !is_foldable(event.build()); };
  EXPECT_TRUE(too_much(EventBuilder(unknown).own_rights(most + 1).reserve(-most).value(1)));
  EXPECT_TRUE(too_much(EventBuilder(unknown).reserve(most + 1).own_rights(-most).value(1)));
  EXPECT_TRUE(too_much(EventBuilder(unknown).held(most + 1).own_rights(-most).reserve(-1)));
  EXPECT_TRUE(
      too_much(EventBuilder(unknown).named_rights(store(1), most + 1).reserve(-most).value(1)));
  EXPECT_FALSE(too_much(EventBuilder(unknown).own_rights(most).reserve(-most)));
  Event drawn = value_redeemed(kCard, 300).build();
  drawn.envelope.allowance_drawn = Amount(most + 1);
  EXPECT_FALSE(is_foldable(drawn));
}

TEST(UnfoldableEvent, MovesMoneyOfNoCardOrNoCurrency) {
  Event event = event_of_unknown_type(kCard).value(100).reserve(100).build();
  EXPECT_TRUE(is_foldable(event));
  event.envelope.card.reset();
  EXPECT_FALSE(is_foldable(event));
  EXPECT_FALSE(is_foldable(value_loaded(kCard, 100).in(Currency()).build()));
  EXPECT_FALSE(
      is_foldable(event_of_unknown_type(kCard).own_rights(-5).reserve(5).in(Currency()).build()));
  Event drawn = event_of_unknown_type(kCard).in(Currency()).build();
  EXPECT_TRUE(is_foldable(drawn));
  drawn.envelope.allowance_drawn = Amount(1);
  EXPECT_FALSE(is_foldable(drawn));
}

TEST(FoldableEvent, MayBeAboutNoCardWhenItMovesNothing) {
  Event event = event_of_unknown_type(kCard).in(Currency()).build();
  event.envelope.card.reset();
  EXPECT_TRUE(is_foldable(event));
  event.body = CardFrozen{"lost", "ada"};
  EXPECT_FALSE(is_foldable(event)) << "a freeze is of a card";
}

TEST(UnfoldableEvent, MakesValueAvailableByReleasingAHoldThatNobodyPlaced) {
  // The rights follow, and nothing shrinks: only the type says that this is no load.
  EXPECT_FALSE(is_foldable(value_loaded(kCard, 0).held(-500).own_rights(500).build()));
  EXPECT_FALSE(is_foldable(value_redeemed(kCard, 500).held(-300).own_rights(-200).build()));
  EXPECT_FALSE(
      is_foldable(redemption_reversed(kCard, kPurchase, 0).held(-500).own_rights(500).build()));
}

TEST(UnfoldableEvent, MovesRightsThatAreNotItsWriters) {
  EXPECT_FALSE(
      is_foldable(value_loaded(kCard, 500).own_rights(300).named_rights(store(2), 200).build()));
  EXPECT_FALSE(
      is_foldable(value_redeemed(kCard, 500).own_rights(0).named_rights(store(2), -500).build()));
  EXPECT_FALSE(is_foldable(value_loaded(kCard, 500).own_rights(300).reserve(200).build()));
}

TEST(FoldableEvent, OfAPurchaseMayDrawOnAnAllowance) {
  Event event = value_redeemed(kCard, 300).beyond_rights(100).build();
  event.envelope.allowance = AllowanceId(7);
  event.envelope.allowance_drawn = Amount(100);
  EXPECT_TRUE(is_foldable(event));
  event.envelope.allowance_drawn = Amount(-100);
  EXPECT_FALSE(is_foldable(event)) << "nothing gives an allowance back but head office";
  Event load = value_loaded(kCard, 300).build();
  load.envelope.allowance_drawn = Amount(100);
  EXPECT_FALSE(is_foldable(load));
}

TEST(UnfoldableEvent, KeepsMoreOfACardNumberThanItsLastFour) {
  Event issued = card_issued(kCard).build();
  for (const char* text : {"", "123", "60335700", "12a4", "12\n4"}) {
    std::get<CardIssued>(issued.body).last_four = text;
    EXPECT_FALSE(is_foldable(issued)) << text;
  }
}

TEST(UnfoldableEvent, DoesWhatItsTypeCannot) {
  EXPECT_FALSE(is_foldable(value_loaded(kCard, -100).build()));
  EXPECT_FALSE(is_foldable(value_redeemed(kCard, -100).build()));
  EXPECT_FALSE(is_foldable(redemption_reversed(kCard, kPurchase, -100).build()));
  EXPECT_FALSE(is_foldable(card_issued(kCard).value(100).own_rights(100).build()));
  EXPECT_FALSE(is_foldable(card_frozen(kCard).own_rights(100).reserve(-100).build()));
  EXPECT_FALSE(is_foldable(card_unfrozen(kCard).value(-100).reserve(-100).build()));
  EXPECT_FALSE(is_foldable(value_redeemed(kCard, 100).own_rights(900).reserve(-1000).build()))
      << "a purchase never gives its writer rights";
  EXPECT_FALSE(is_foldable(
      redemption_reversed(kCard, kPurchase, 100).own_rights(900).reserve(-800).build()));
  Event nameless = redemption_reversed(kCard, kPurchase, 100).build();
  nameless.envelope.original.reset();
  EXPECT_FALSE(is_foldable(nameless)) << "what was taken back must be named";
}

}  // namespace
}  // namespace perk

// Events of spending rights, allowances and overdrafts: their names, whose they are to write, and that
// none does what its type cannot (FORMAT.md's table, row by row).
#include <functional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/card.h"
#include "ledger/event.h"
#include "ledger/postings.h"
#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const EventId kSale = event_id(kHarbour, 2);
const EventId kOpening = event_id(head_office(), 5);

struct Named {
  std::string name;
  Event event;
  bool is_head_offices;
};

std::vector<Named> one_of_each() {
  const StandInGranted terms = stand_in_terms(kHarbour, 10'000, 2'000, 1'000);
  return {
      {"RightsReleased", rights_released(kCard, 100).build(), false},
      {"RightsGranted", rights_granted(kCard, kHarbour, 100).build(), true},
      {"RightsReturnedByDecision", rights_returned(kCard, kHarbour, 100).build(), true},
      {"StandInGranted", stand_in_granted(kAllowance, terms).build(), true},
      {"StandInReplenished", stand_in_replenished(kAllowance, kHarbour, 100).build(), true},
      {"AllowanceLapsed", allowance_lapsed(kAllowance, 100).build(), false},
      {"OverdraftOpened", overdraft_opened(kCard, 100).build(), true},
      {"OverdraftRecovered", overdraft_recovered(kCard, kOpening, 100).build(), true},
      {"OverdraftWrittenOff", overdraft_written_off(kCard, kOpening, 100).build(), true},
      {"RefundRightRenounced", refund_right_renounced(kCard, kSale).build(), false},
  };
}

TEST(RightsEvents, SayTheirNameAndWhoMayWriteThem) {
  for (const Named& named : one_of_each()) {
    EXPECT_EQ(type_name(named.event.body), named.name);
    EXPECT_EQ(is_head_offices(named.event.body), named.is_head_offices) << named.name;
    EXPECT_TRUE(is_foldable(named.event)) << named.name;
  }
  EXPECT_TRUE(is_head_offices(card_frozen(kCard).build().body));
  EXPECT_FALSE(is_head_offices(value_loaded(kCard, 1).build().body));
  EXPECT_FALSE(is_head_offices(event_of_unknown_type(kCard).build().body));
}

/// Each way to spoil an envelope makes every one of these events unfoldable.
TEST(RightsEvents, DoNothingBesideWhatTheirTypeDoes) {
  const std::vector<std::function<void(Envelope&)>> spoils{
      [](Envelope& e) { e.allowance_drawn = Amount(1); },
      [](Envelope& e) {
        e.held_effect += Amount(50);
        e.own_rights_effect -= Amount(50);
      },
      [](Envelope& e) {
        e.named_rights.push_back({store(9), Amount(0)});
      },
      [](Envelope& e) {
        e.value_effect += Amount(1'000);
        e.own_rights_effect += Amount(1'000);
      },
  };
  for (const Named& named : one_of_each()) {
    for (const auto& spoil : spoils) {
      Event event = named.event;
      spoil(event.envelope);
      EXPECT_FALSE(is_foldable(event)) << named.name;
    }
  }
}

TEST(UnfoldableRights, GoTheWrongWayOrNowhere) {
  for (const std::int64_t minor : {0, -100}) {
    EXPECT_FALSE(is_foldable(rights_released(kCard, minor).build()));
    EXPECT_FALSE(is_foldable(rights_granted(kCard, kHarbour, minor).build()));
    EXPECT_FALSE(is_foldable(rights_returned(kCard, kHarbour, minor).build()));
    EXPECT_FALSE(is_foldable(overdraft_opened(kCard, minor).build()));
    EXPECT_FALSE(is_foldable(overdraft_recovered(kCard, kOpening, minor).build()));
    EXPECT_FALSE(is_foldable(overdraft_written_off(kCard, kOpening, minor).build()));
  }
}

TEST(UnfoldableRights, AreNobodysOrOfSeveral) {
  EXPECT_FALSE(is_foldable(rights_granted(kCard, head_office(), 100).build()))
      << "the reserve is not given to head office";
  EventBuilder to_two = rights_granted(kCard, kHarbour, 100);
  EXPECT_FALSE(is_foldable(to_two.reserve(-200).named_rights(store(2), 100).build()));
  EXPECT_FALSE(is_foldable(rights_granted(kCard, kHarbour, 100).about_no_card().build()));
  EXPECT_FALSE(is_foldable(rights_released(kCard, 100).about_no_card().build()));
  EXPECT_FALSE(is_foldable(rights_released(kCard, 100).in(Currency()).build()));
}

TEST(UnfoldableAllowance, HasNoNameCurrencyHolderOrAmount) {
  const StandInGranted good = stand_in_terms(kHarbour, 10'000, 2'000, 1'000);
  EXPECT_FALSE(is_foldable(stand_in_granted(AllowanceId(), good).build()));
  EXPECT_FALSE(is_foldable(stand_in_granted(kAllowance, good).in(Currency()).build()));
  for (Amount StandInGranted::*part : {&StandInGranted::amount, &StandInGranted::per_card_cap,
                                       &StandInGranted::per_purchase_cap}) {
    for (const Amount amount : {Amount(), Amount(-1), kEventAmountMax + Amount(1)}) {
      StandInGranted terms = good;
      terms.*part = amount;
      EXPECT_FALSE(is_foldable(stand_in_granted(kAllowance, terms).build()));
    }
  }
  StandInGranted to_head_office = good;
  to_head_office.incarnation = head_office();
  EXPECT_FALSE(is_foldable(stand_in_granted(kAllowance, to_head_office).build()));
  EXPECT_FALSE(is_foldable(allowance_lapsed(kAllowance, -1).build()));
  EXPECT_FALSE(is_foldable(allowance_lapsed(AllowanceId(), 1).build()));
  EXPECT_TRUE(is_foldable(allowance_lapsed(kAllowance, 0).build())) << "all of it may be drawn";
}

TEST(UnfoldableAllowance, IsReplenishedByNothingOrForACardThatIsNotNamed) {
  EXPECT_TRUE(is_foldable(card_cap_restored(kAllowance, kHarbour, kCard, 100).build()));
  EXPECT_FALSE(
      is_foldable(card_cap_restored(kAllowance, kHarbour, kCard, 100).about_no_card().build()));
  EXPECT_FALSE(is_foldable(card_cap_restored(kAllowance, kHarbour, kCard, 0).build()));
  EXPECT_FALSE(is_foldable(stand_in_replenished(kAllowance, kHarbour, 0).build()));
  EXPECT_FALSE(is_foldable(stand_in_replenished(kAllowance, kHarbour, -5).build()));
  EXPECT_FALSE(is_foldable(stand_in_replenished(kAllowance, head_office(), 5).build()));
}

TEST(PolicySetting, IsHeadOfficesAndNamed) {
  const EventBuilder set = policy_set(StoreId(1), ProgrammeId(), PolicyKind::Cached, 2);
  EXPECT_EQ(type_name(set.build().body), "PolicySet");
  EXPECT_TRUE(is_head_offices(set.build().body));
  EXPECT_TRUE(is_foldable(set.build()));
}

TEST(UnfoldablePolicySetting, IsOfACardAnAmountOrTheBuiltInVersion) {
  const EventBuilder good = policy_set(StoreId(1), ProgrammeId(), PolicyKind::Cached, 2);
  const std::vector<std::function<void(Event&)>> spoils{
      [](Event& e) { e.envelope.card = kCard; },
      [](Event& e) { e.envelope.currency = eur(); },
      [](Event& e) { e.envelope.value_effect = Amount(1); },
      [](Event& e) { e.envelope.allowance = kAllowance; },
      [](Event& e) { e.envelope.original = kOpening; },
      [](Event& e) { e.envelope.policy_version = PolicyVersion(1); },
  };
  for (const auto& spoil : spoils) {
    Event event = good.build();
    spoil(event);
    EXPECT_FALSE(is_foldable(event));
  }
}

TEST(UnfoldableOverdraft, HasNoOwnerOrNoOpening) {
  EXPECT_FALSE(
      is_foldable(overdraft_opened(kCard, 100, OverdraftCause::StandIn, Origin()).build()));
  for (const EventBuilder& event :
       {overdraft_recovered(kCard, kOpening, 100), overdraft_written_off(kCard, kOpening, 100),
        refund_right_renounced(kCard, kSale)}) {
    Event nameless = event.build();
    nameless.envelope.original.reset();
    EXPECT_FALSE(is_foldable(nameless)) << type_name(nameless.body);
  }
}

TEST(RightsEvents, MoveRightsAndNoMoney) {
  CardHistory history;
  history.append(kHarbour, value_loaded(kCard, 1'000))
      .append(kHarbour, rights_released(kCard, 700));
  EXPECT_EQ(history.card().rights_of(kHarbour), Amount(300));
  EXPECT_EQ(history.card().reserve(), Amount(700));
  history.append(head_office(), rights_granted(kCard, store(2), 600));
  EXPECT_EQ(history.card().rights_of(store(2)), Amount(600));
  EXPECT_EQ(history.card().reserve(), Amount(100));
  history.append(head_office(), rights_returned(kCard, store(2), 250));
  EXPECT_EQ(history.card().rights_of(store(2)), Amount(350));
  EXPECT_EQ(history.card().named_rights.at(store(2)).returned, Amount(250));
  EXPECT_EQ(history.card().balance(), Amount(1'000));
  for (const RecordedEvent& event : history.events()) {
    if (std::holds_alternative<ValueLoaded>(event.event.body)) continue;
    EXPECT_THAT(postings_of(event), IsEmpty()) << type_name(event.event.body);
  }
}

TEST(OverdraftEvents, NameWhatANegativeBalanceWouldHide) {
  CardHistory history;
  history.append(kHarbour, value_redeemed(kCard, 300).beyond_rights(300));
  history.append(head_office(), overdraft_opened(kCard, 300));
  const EventId opening = history.events().back().id;
  EXPECT_EQ(history.card().balance(), Amount());
  EXPECT_EQ(history.card().reserve(), Amount());
  EXPECT_EQ(history.card().open_overdraft(), Amount(300));
  history.append(store(2), value_loaded(kCard, 500)).append(store(2), rights_released(kCard, 500));
  history.append(head_office(), overdraft_recovered(kCard, opening, 200));
  history.append(head_office(), overdraft_written_off(kCard, opening, 100));
  EXPECT_EQ(history.card().balance(), Amount(300)) << "the chain bears the last 1.00";
  EXPECT_EQ(history.card().overdrafts.at(opening),
            (Overdraft{OverdraftCause::StandIn, kHarbour, Amount(300), Amount(200), Amount(100)}));
  EXPECT_EQ(history.card().open_overdraft(), Amount());
}

TEST(OverdraftEvents, PostWhatIsReceivableAndWhatIsBorne) {
  const Account receivable{AccountKind::OverdraftReceivable, kCard};
  const Account liability{AccountKind::Liability, kCard};
  const Account expense{AccountKind::WriteOffExpense, head_office()};
  EXPECT_THAT(postings_of(overdraft_opened(kCard, 300).recorded(head_office(), 1)),
              ElementsAre(Posting{receivable, Amount(300)}, Posting{liability, Amount(-300)}));
  EXPECT_THAT(postings_of(overdraft_recovered(kCard, kOpening, 200).recorded(head_office(), 2)),
              ElementsAre(Posting{receivable, Amount(-200)}, Posting{liability, Amount(200)}));
  EXPECT_THAT(postings_of(overdraft_written_off(kCard, kOpening, 100).recorded(head_office(), 3)),
              ElementsAre(Posting{expense, Amount(100)}, Posting{receivable, Amount(-100)}));
}

TEST(RefundRight, IsRenouncedByNobodyButItsOwner) {
  CardHistory history;
  history.append(kHarbour, value_loaded(kCard, 500)).append(kHarbour, value_redeemed(kCard, 300));
  history.append(store(2), refund_right_renounced(kCard, kSale));
  EXPECT_FALSE(history.card().redemptions.at(kSale).is_renounced);
  history.append(kHarbour, refund_right_renounced(kCard, kSale));
  EXPECT_TRUE(history.card().redemptions.at(kSale).is_renounced);
}

TEST(OverdraftCauses, HaveNames) {
  EXPECT_EQ(cause_name(OverdraftCause::Unspecified), "unspecified");
  EXPECT_EQ(cause_name(OverdraftCause::StandIn), "stand_in");
  EXPECT_EQ(cause_name(OverdraftCause::LateFreeze), "late_freeze");
}

}  // namespace
}  // namespace perk

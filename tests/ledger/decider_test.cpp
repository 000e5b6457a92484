// What happens when the answer is yes. The refusals are in decider_refusals_test.cpp.
#include "ledger/decider.h"

#include <gtest/gtest.h>

#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

/// A card issued and loaded at the harbour.
CardHistory card_with(std::int64_t cents) {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, cents));
  return history;
}

Event decided(const CardState& card, const CommandBuilder& command, Origin origin) {
  const auto decision = decide(card, command.build(), std::nullopt, context_of(origin));
  PERK_CHECK(decision.has_value() && decision.value().events.size() == 1,
             "refused in a test of yes");
  return decision.value().events.front();
}

TEST(CardDecider, IssuesACardNobodyHasHeardOf) {
  const Event issued = decided({}, issue(kCard).asked_as(request(7, 3)), kHarbour);
  EXPECT_EQ(issued, card_issued(kCard).asked_as(request(7, 3)).build());
}

TEST(CardDecider, ALoadGivesItsShopTheRightToSpendIt) {
  const Event loaded = decided(card_with(100).card(), load(kCard, 500), kStation);
  EXPECT_EQ(loaded, value_loaded(kCard, 500).asked_as(request(1)).build());
}

TEST(CardDecider, APurchaseFromOwnRightsNeedsNobody) {
  const Event redeemed = decided(card_with(500).card(), redeem(kCard, 300), kHarbour);
  EXPECT_EQ(redeemed, value_redeemed(kCard, 300).asked_as(request(1)).build());
  EXPECT_EQ(std::get<ValueRedeemed>(redeemed.body).basis, Basis::Rights);
}

TEST(CardDecider, APurchaseElsewhereIsApprovedOnTheValueKnownHere) {
  const Event redeemed = decided(card_with(500).card(), redeem(kCard, 300), kStation);
  EXPECT_EQ(redeemed.envelope.own_rights_effect, Amount());
  EXPECT_EQ(redeemed.envelope.reserve_effect, Amount(-300));
  EXPECT_EQ(std::get<ValueRedeemed>(redeemed.body).basis, Basis::Cached);
}

TEST(CardDecider, APartialApprovalPaysWhatThereIs) {
  const Event redeemed =
      decided(card_with(200).card(), redeem(kCard, 300).accepting_partial(), kHarbour);
  EXPECT_EQ(redeemed.envelope.value_effect, Amount(-200));
  EXPECT_EQ(std::get<ValueRedeemed>(redeemed.body).requested, Amount(300));
  EXPECT_EQ(std::get<ValueRedeemed>(redeemed.body).partial, PartialApproval::Accepted);
}

TEST(CardDecider, AnApprovalSaysWhatTheShopKnew) {
  const CardHistory history = card_with(500);
  DecisionContext context = context_of(kHarbour);
  context.knowledge = {Position(41), Millis(90'000)};
  context.policy.version = PolicyVersion(6);
  const auto decision = decide(history.card(), redeem(kCard, 300).build(), std::nullopt, context);
  ASSERT_TRUE(decision);
  const Event& redeemed = decision.value().events.front();
  EXPECT_EQ(std::get<ValueRedeemed>(redeemed.body).knowledge, context.knowledge);
  EXPECT_EQ(redeemed.envelope.policy_version, PolicyVersion(6));
}

DecisionContext standing_in(StandInKind kind) {
  DecisionContext context = context_of(kStation);
  context.policy.kind = PolicyKind::EscrowStandIn;
  context.allowance =
      AllowanceOnHand{AllowanceId(7), kind, Amount(1'000), Amount(1'000), Amount(1'000)};
  return context;
}

TEST(CardDecider, AManagersOverrideDrawsOnTheManagersAllowanceAndIsNamed) {
  const CardHistory history = card_with(500);
  const auto decision = decide(history.card(), redeem(kCard, 300).overridden_by("grace").build(),
                               std::nullopt, standing_in(StandInKind::Manager));
  ASSERT_TRUE(decision);
  const Event& redeemed = decision.value().events.front();
  EXPECT_EQ(std::get<ValueRedeemed>(redeemed.body).manager, "grace");
  EXPECT_EQ(std::get<ValueRedeemed>(redeemed.body).basis, Basis::StandIn);
  EXPECT_EQ(redeemed.envelope.allowance_drawn, Amount(300));
}

TEST(CardDecider, AManagersAllowanceIsThereForNobodyElseAndNoOtherForAManager) {
  const CardState card = card_with(500).card();
  const auto refused = [&](const CommandBuilder& command, StandInKind kind) {
    return !decide(card, command.build(), std::nullopt, standing_in(kind));
  };
  EXPECT_TRUE(refused(redeem(kCard, 300), StandInKind::Manager));
  EXPECT_TRUE(refused(redeem(kCard, 300).overridden_by("grace"), StandInKind::Till));
  EXPECT_FALSE(refused(redeem(kCard, 300), StandInKind::Till));
}

TEST(CardDecider, AnOverrideIsNamedEvenIfRightsCoveredItAndRepeatsAsAsked) {
  const CommandBuilder overridden = redeem(kCard, 300).overridden_by("grace");
  const CardState card = card_with(500).card();
  const Event redeemed = decided(card, overridden, kHarbour);
  EXPECT_EQ(std::get<ValueRedeemed>(redeemed.body).manager, "grace");
  const RecordedEvent prior{event_id(kHarbour, 3), redeemed};
  const auto again = decide(card, overridden.build(), prior, context_of(kHarbour));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again.value().is_repeat());
}

TEST(CardDecider, ARefundRepaysThePartBeyondRightsFirst) {
  CardHistory history = card_with(200);
  history.append(kStation, value_loaded(kCard, 500));
  history.append(kHarbour, value_redeemed(kCard, 300).beyond_rights(100));
  const EventId coffee = history.events().back().id;
  const Event first = decided(history.card(), reverse(kCard, coffee, 60), kHarbour);
  EXPECT_EQ(first,
            redemption_reversed(kCard, coffee, 60).beyond_rights(60).asked_as(request(1)).build());
  history.append(kHarbour, redemption_reversed(kCard, coffee, 60).beyond_rights(60));
  const Event second = decided(history.card(), reverse(kCard, coffee, 240), kHarbour);
  EXPECT_EQ(second.envelope.reserve_effect, Amount(40));
  EXPECT_EQ(second.envelope.own_rights_effect, Amount(200));
}

TEST(CardDecider, AFrozenCardMayBeGivenItsMoneyBack) {
  CardHistory history = card_with(500);
  history.append(kHarbour, value_redeemed(kCard, 300));
  const EventId coffee = history.events().back().id;
  history.append(head_office(), card_frozen(kCard));
  const Event refund = decided(history.card(), reverse(kCard, coffee, 300), kHarbour);
  EXPECT_EQ(refund.envelope.value_effect, Amount(300));
}

TEST(CardDecider, ARefundIsBoundByNoCeiling) {
  CardHistory history = card_with(900'000);
  history.append(kHarbour, value_redeemed(kCard, 300'000));
  const EventId machine = history.events().back().id;
  const Event refund = decided(history.card(), reverse(kCard, machine, 300'000), kHarbour);
  EXPECT_EQ(refund.envelope.value_effect, Amount(300'000)) << "it was the customer's before";
}

TEST(CardDecider, HeadOfficeFreezesAndLiftsAFreeze) {
  CardHistory history = card_with(500);
  EXPECT_EQ(decided(history.card(), freeze(kCard), head_office()),
            card_frozen(kCard).asked_as(request(1)).build());
  history.append(head_office(), card_frozen(kCard));
  EXPECT_EQ(decided(history.card(), unfreeze(kCard), head_office()),
            card_unfrozen(kCard).asked_as(request(1)).build());
}

TEST(CardDecider, RepeatedRedeemChangesNothing) {
  const CardHistory history = card_with(500);
  const auto prior = value_redeemed(kCard, 300).asked_as(request(1)).recorded(kHarbour, 3);
  CardState after = history.card();
  evolve(after, prior);
  const auto again = decide(after, redeem(kCard, 300).build(), prior, context_of(kHarbour));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again.value().is_repeat());
  EXPECT_TRUE(again.value().events.empty());
  EXPECT_EQ(again.value().prior, prior);
}

TEST(CardDecider, ARepeatIsAnsweredAsBeforeWhateverHappenedSince) {
  CardHistory history = card_with(500);
  const auto prior = value_redeemed(kCard, 300).asked_as(request(1)).recorded(kHarbour, 3);
  history.append(head_office(), card_frozen(kCard));
  EXPECT_TRUE(decide(history.card(), redeem(kCard, 300).build(), prior, context_of(kHarbour)));
}

TEST(CardDecider, APartialApprovalIsRecognisedByWhatWasAsked) {
  const auto command = redeem(kCard, 300).accepting_partial();
  const Event approved = decided(card_with(200).card(), command, kHarbour);
  EXPECT_TRUE(has_same_content(command.build(), approved));
  EXPECT_FALSE(has_same_content(redeem(kCard, 200).accepting_partial().build(), approved));
  EXPECT_FALSE(has_same_content(redeem(kCard, 300).build(), approved));
}

TEST(CardDeciderDeathTest, AShopThatFreezesOrAnOfficeThatSellsIsOurBug) {
  const CardHistory history = card_with(500);
  EXPECT_DEATH(
      (void)decide(history.card(), freeze(kCard).build(), std::nullopt, context_of(kHarbour)),
      "only head office");
  EXPECT_DEATH(
      (void)decide(history.card(), unfreeze(kCard).build(), std::nullopt, context_of(kHarbour)),
      "only head office");
  EXPECT_DEATH((void)decide(history.card(), redeem(kCard, 1).build(), std::nullopt,
                            context_of(head_office())),
               "only the shop");
}

}  // namespace
}  // namespace perk

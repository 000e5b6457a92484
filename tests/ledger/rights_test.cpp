// The rules of spending rights: a row for each refusal, and what the moves do.
#include "ledger/rights.h"

#include <functional>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/overdraft.h"
#include "ledger/stand_in_desk.h"
#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const EventId kCoffee = event_id(kHarbour, 3);

Stamp stamp_of(Origin origin) { return {origin, hlc(5), hlc(5).wall(), PolicyVersion(3)}; }

/// 10.00 loaded at the harbour, 3.00 spent there, 5.00 released: 2.00 held there, 5.00 in reserve.
CardHistory used_card() {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1'000));
  history.append(kHarbour, value_redeemed(kCard, 300));
  return std::move(history.append(kHarbour, rights_released(kCard, 500)));
}
/// The same, and 9.00 spent at the station beyond rights: 2.00 below zero. The harbour gave back its
/// last rights, so that nothing covers it; 1.50 of it is opened.
CardHistory overdrawn_card() {
  CardHistory history = used_card();
  history.append(kHarbour, rights_released(kCard, 200));
  history.append(kStation, value_redeemed(kCard, 900).beyond_rights(900));
  return std::move(history.append(head_office(), overdraft_opened(kCard, 150)));
}
const EventId kOpening = event_id(head_office(), 1);

/// 1.00 drawn on an allowance of 5.00 by the station.
StandIn used_allowance() {
  StandIn stand_in;
  stand_in.fold(stand_in_granted(kAllowance, stand_in_terms(kStation, 500, 300, 200))
                    .recorded(head_office(), 1));
  stand_in.fold(value_redeemed(kCard, 100)
                    .beyond_rights(100)
                    .drawing_on(kAllowance, 100)
                    .recorded(kStation, 1));
  return stand_in;
}
StandIn lapsed_allowance() {
  StandIn stand_in = used_allowance();
  stand_in.fold(allowance_lapsed(kAllowance, 400).recorded(kStation, 2));
  return stand_in;
}

struct Row {
  RightsRefusal expected;
  std::string why;
  std::function<RightsOutcome()> move;
};

RightsOutcome release(const CardState& card, std::int64_t minor, Origin origin = kHarbour) {
  return release_rights(card, kCard, Amount(minor), ReleaseReason::Idle, stamp_of(origin));
}
RightsOutcome grant(const CardState& card, std::int64_t minor, Origin to = kStation) {
  return grant_rights(card, kCard, {to, Amount(minor), GrantReason::Asked, request(1)},
                      stamp_of(head_office()));
}
RightsOutcome give_back(const CardState& card, std::int64_t minor, std::string reason = "fire",
                        Origin from = kHarbour) {
  return return_rights_by_decision(card, kCard, {from, Amount(minor), std::move(reason), "ada"},
                                   stamp_of(head_office()));
}
RightsOutcome renounce(const CardState& card, EventId original, Origin origin = kHarbour) {
  return renounce_refund_right(card, kCard, original, stamp_of(origin));
}
RightsOutcome open(const CardState& card, std::int64_t minor) {
  return open_overdraft(card, kCard, {OverdraftCause::StandIn, kStation, Amount(minor)},
                        stamp_of(head_office()));
}
RightsOutcome recover(const CardState& card, std::int64_t minor, EventId opening = kOpening) {
  return recover_overdraft(card, kCard, {opening, Amount(minor)}, stamp_of(head_office()));
}
RightsOutcome write_off(const CardState& card, std::int64_t minor, std::string reason = "small",
                        EventId opening = kOpening) {
  return write_off_overdraft(card, kCard, {{opening, Amount(minor)}, std::move(reason), "ada"},
                             stamp_of(head_office()));
}
RightsOutcome allow(std::int64_t amount, std::int64_t cap, std::int64_t purchase_cap,
                    Origin to = kStation) {
  return grant_stand_in({kAllowance, stand_in_terms(to, amount, cap, purchase_cap), eur()},
                        stamp_of(head_office()));
}
Replenishment more(std::int64_t minor, AllowanceId id = kAllowance) {
  return {kStation, id, Amount(minor), Seq(1)};
}
RightsOutcome replenish(const StandIn& heard, const Replenishment& with) {
  return replenish_stand_in(heard, with, stamp_of(head_office()));
}
RightsOutcome restore(const StandIn& heard, const CardState& card, const Replenishment& with) {
  return restore_card_cap(heard, card, kCard, with, stamp_of(head_office()));
}
RightsOutcome lapse(const StandIn& own, AllowanceId id = kAllowance) {
  return lapse_allowance(own, id, stamp_of(kStation));
}

std::vector<Row> rows() {
  const CardState none;
  const CardState used = used_card().card();
  const CardState frozen = used_card().append(head_office(), card_frozen(kCard)).card();
  const CardState overdrawn = overdrawn_card().card();
  const CardState renounced =
      used_card().append(kHarbour, refund_right_renounced(kCard, kCoffee)).card();
  const CardState paid = overdrawn_card()
                             .append(kHarbour, value_loaded(kCard, 900))
                             .append(kHarbour, rights_released(kCard, 900))
                             .card();
  const StandIn drawn = used_allowance();
  const StandIn lapsed = lapsed_allowance();
  const std::int64_t absurd = kEventAmountMax.minor() + 1;
  using enum RightsRefusal;
  return {
      {AmountNotPositive, "release", [=] { return release(used, 0); }},
      {AmountNotPositive, "grant", [=] { return grant(used, -1); }},
      {AmountNotPositive, "return", [=] { return give_back(used, 0); }},
      {AmountNotPositive, "open", [=] { return open(overdrawn, 0); }},
      {AmountNotPositive, "recover", [=] { return recover(paid, 0); }},
      {AmountNotPositive, "write off", [=] { return write_off(overdrawn, 0); }},
      {AmountNotPositive, "allowance of nothing", [=] { return allow(0, 1, 1); }},
      {AmountNotPositive, "allowance for no card", [=] { return allow(1, 0, 1); }},
      {AmountNotPositive, "allowance for no purchase", [=] { return allow(1, 1, 0); }},
      {AmountNotPositive, "replenish", [=] { return replenish(drawn, more(0)); }},
      {AmountNotPositive, "restore", [=] { return restore(drawn, used, more(0)); }},
      {AmountAbsurd, "release", [=] { return release(used, absurd); }},
      {AmountAbsurd, "grant", [=] { return grant(used, absurd); }},
      {AmountAbsurd, "allowance", [=] { return allow(absurd, 1, 1); }},
      {ReasonMissing, "return", [=] { return give_back(used, 1, " "); }},
      {ReasonMissing, "write off", [=] { return write_off(overdrawn, 1, ""); }},
      {NotAnIncarnation, "grant", [=] { return grant(used, 1, head_office()); }},
      {NotAnIncarnation, "return", [=] { return give_back(used, 1, "fire", head_office()); }},
      {NotAnIncarnation, "allowance", [=] { return allow(1, 1, 1, head_office()); }},
      {CardUnknown, "release", [=] { return release(none, 1); }},
      {CardUnknown, "grant", [=] { return grant(none, 1); }},
      {CardUnknown, "return", [=] { return give_back(none, 1); }},
      {CardUnknown, "open", [=] { return open(none, 1); }},
      {CardUnknown, "recover", [=] { return recover(none, 1); }},
      {CardUnknown, "write off", [=] { return write_off(none, 1); }},
      {CardIsFrozen, "grant", [=] { return grant(frozen, 1); }},
      {MoreThanHeld, "release", [=] { return release(used, 201); }},
      {MoreThanHeld, "release of another's", [=] { return release(used, 1, kStation); }},
      {MoreThanHeld, "return", [=] { return give_back(used, 201); }},
      {MoreThanReserve, "grant", [=] { return grant(used, 501); }},
      {MoreThanReserve, "grant of a card below zero", [=] { return grant(overdrawn, 1); }},
      {MoreThanReserve, "recover", [=] { return recover(overdrawn, 1); }},
      {OriginalUnknown, "renounce", [=] { return renounce(used, event_id(kHarbour, 99)); }},
      {OriginalUnknown, "renounce a load", [=] { return renounce(used, event_id(kHarbour, 2)); }},
      {OriginalUnknown, "recover", [=] { return recover(paid, 1, kCoffee); }},
      {OriginalUnknown, "write off", [=] { return write_off(overdrawn, 1, "small", kCoffee); }},
      {OriginalElsewhere, "renounce", [=] { return renounce(used, kCoffee, kStation); }},
      {AlreadyRenounced, "renounce", [=] { return renounce(renounced, kCoffee); }},
      {MoreThanOwed, "open", [=] { return open(overdrawn, 51); }},
      {MoreThanOwed, "open of a sound card", [=] { return open(used, 1); }},
      {MoreThanOwed, "recover", [=] { return recover(paid, 151); }},
      {MoreThanOwed, "write off", [=] { return write_off(overdrawn, 151); }},
      {AllowanceUnknown, "replenish", [=] { return replenish(drawn, more(1, AllowanceId(8))); }},
      {AllowanceUnknown, "restore", [=] { return restore(drawn, used, more(1, AllowanceId(8))); }},
      {AllowanceUnknown, "lapse", [=] { return lapse(drawn, AllowanceId(8)); }},
      {AllowanceHasLapsed, "replenish", [=] { return replenish(lapsed, more(1)); }},
      {AllowanceHasLapsed, "restore", [=] { return restore(lapsed, used, more(1)); }},
      {AllowanceHasLapsed, "lapse", [=] { return lapse(lapsed); }},
      {MoreThanHeardSpent, "replenish", [=] { return replenish(drawn, more(101)); }},
      {MoreThanHeardSpent, "restore", [=] { return restore(drawn, used, more(101)); }},
      {CardStillShort, "restore", [=] { return restore(drawn, overdrawn, more(100)); }},
  };
}

TEST(RightsRules, RefuseEachMistakeByItsOwnName) {
  for (const Row& row : rows()) {
    const RightsOutcome outcome = row.move();
    ASSERT_FALSE(outcome) << row.why;
    EXPECT_EQ(refusal_name(outcome.error()), refusal_name(row.expected)) << row.why;
  }
}

TEST(RightsRules, HaveARowForEveryRefusal) {
  std::set<RightsRefusal> shown;
  for (const Row& row : rows()) shown.insert(row.expected);
  EXPECT_EQ(shown.size(), static_cast<std::size_t>(RightsRefusal::CardStillShort) + 1);
}

TEST(RightsRules, MakeEventsThatFoldAndKeepTheIdentity) {
  const CardState used = used_card().card();
  const CardState paid = overdrawn_card()
                             .append(kHarbour, value_loaded(kCard, 900))
                             .append(kHarbour, rights_released(kCard, 900))
                             .card();
  struct Move {
    CardState card;
    RightsOutcome outcome;
    Origin writer;
  };
  const std::vector<Move> moves{
      {used, release(used, 200), kHarbour},
      {used, grant(used, 500), head_office()},
      {used, give_back(used, 200), head_office()},
      {used, renounce(used, kCoffee), kHarbour},
      {overdrawn_card().card(), open(overdrawn_card().card(), 50), head_office()},
      {paid, recover(paid, 150), head_office()},
      {paid, write_off(paid, 150), head_office()},
      {used, restore(used_allowance(), used, more(100)), head_office()},
  };
  for (const Move& move : moves) {
    ASSERT_TRUE(move.outcome) << refusal_name(move.outcome.error());
    const Event& event = move.outcome.value();
    EXPECT_TRUE(is_foldable(event)) << type_name(event.body);
    EXPECT_EQ(event.envelope.hlc, hlc(5));
    EXPECT_EQ(event.envelope.policy_version, PolicyVersion(3));
    CardState after = move.card;
    evolve(after, {event_id(move.writer, 100), event});
    EXPECT_NE(after, move.card);
    EXPECT_THAT(rights_violations(kCard, after), IsEmpty()) << type_name(event.body);
  }
  for (const RightsOutcome& outcome :
       {allow(1, 1, 1), replenish(used_allowance(), more(100)), lapse(used_allowance())}) {
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(is_foldable(outcome.value())) << type_name(outcome.value().body);
  }
  EXPECT_EQ(std::get<AllowanceLapsed>(lapse(used_allowance()).value().body).left, Amount(400));
}

/// Else each opening would free the cap for the next loss: a cloned card would cost it again and again.
TEST(CardCap, IsNotGivenBackForADebtThatWasOnlyOpened) {
  CardHistory history = overdrawn_card().append(head_office(), overdraft_opened(kCard, 50));
  ASSERT_EQ(free_reserve(history.card()), Amount()) << "all of the debt is opened";
  const auto is_given_back = [&] {
    return restore(used_allowance(), history.card(), more(100)).has_value();
  };
  EXPECT_FALSE(is_given_back());
  history.append(head_office(), overdraft_written_off(kCard, kOpening, 150));
  EXPECT_FALSE(is_given_back()) << "50 are still owed";
  history.append(kHarbour, value_loaded(kCard, 50)).append(kHarbour, rights_released(kCard, 50));
  EXPECT_TRUE(is_given_back()) << "the reserve has what is owed";
  history.append(head_office(), overdraft_recovered(kCard, event_id(head_office(), 2), 50));
  EXPECT_TRUE(is_given_back());
}

TEST(Rights, AreOutWithIncarnationsAndFreeInTheReserve) {
  CardHistory history = used_card();
  EXPECT_EQ(rights_out(history.card()), Amount(200));
  EXPECT_EQ(free_reserve(history.card()), Amount(500));
  EXPECT_EQ(to_be_recalled(history.card()), Amount());
  history.append(kStation, value_redeemed(kCard, 600).beyond_rights(600));
  EXPECT_EQ(free_reserve(history.card()), Amount(-100));
  EXPECT_EQ(to_be_recalled(history.card()), Amount(100));
  history.append(kStation, value_redeemed(kCard, 600).beyond_rights(600));
  EXPECT_EQ(to_be_recalled(history.card()), Amount(200)) << "no more than is out can be recalled";
}

TEST(Rights, ReturnedThatHadBeenSpentAreNobodysToGrant) {
  CardHistory history = used_card();
  history.append(head_office(), rights_returned(kCard, kHarbour, 200));
  history.append(kHarbour, value_redeemed(kCard, 150));  // Heard from its old disk.
  EXPECT_EQ(history.card().rights_of(kHarbour), Amount(-150));
  EXPECT_EQ(history.card().reserve(), Amount(700));
  EXPECT_EQ(free_reserve(history.card()), Amount(550));
  EXPECT_FALSE(grant(history.card(), 551));
  EXPECT_TRUE(grant(history.card(), 550));
  EXPECT_THAT(rights_violations(kCard, history.card()), IsEmpty());
}

TEST(RefundRight, BelongsToTheOriginUntilItIsRenounced) {
  CardHistory history = used_card();
  EXPECT_EQ(refund_right_of(history.card().redemptions.at(kCoffee)), RefundRightHolder::Origin);
  history.append(kHarbour, refund_right_renounced(kCard, kCoffee));
  EXPECT_EQ(refund_right_of(history.card().redemptions.at(kCoffee)), RefundRightHolder::HeadOffice);
}

TEST(PlantedFault, AStoreThatSpentRightsItNeverHeldIsReported) {
  CardHistory history = used_card();
  history.append(kHarbour, value_redeemed(kCard, 201));
  EXPECT_THAT(rights_violations(kCard, history.card()),
              ElementsAre(HasSubstr("has spent 1 of rights that it never held")));
}

TEST(PlantedFault, RightsGivenTwiceBreakTheIdentity) {
  CardState card = used_card().card();
  card.named_rights[kStation].in += Amount(5);
  EXPECT_THAT(rights_violations(kCard, card),
              ElementsAre(HasSubstr("of rights and 500 in reserve")));
}

}  // namespace
}  // namespace perk

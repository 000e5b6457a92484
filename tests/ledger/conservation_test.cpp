// The checker must be right about sound books, and must say so of every planted fault.
#include "ledger/conservation.h"

#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Loaded with 10.00, 4.00 spent, 1.00 of it taken back.
std::vector<RecordedEvent> a_days_events() {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1000));
  history.append(kHarbour, value_redeemed(kCard, 400));
  history.append(kHarbour, redemption_reversed(kCard, event_id(kHarbour, 3), 100));
  return history.events();
}

ConservationChecker checked(const std::vector<RecordedEvent>& events) {
  ConservationChecker checker;
  for (const RecordedEvent& recorded : events) checker.add(recorded);
  return checker;
}

TEST(MoneyLine, AddsUpToTheCent) {
  const ConservationChecker checker = checked(a_days_events());
  const MoneyLine line = checker.money_line();
  EXPECT_EQ(line.loaded, Amount(1000));
  EXPECT_EQ(line.redeemed, Amount(400));
  EXPECT_EQ(line.reversed, Amount(100));
  EXPECT_EQ(line.unexplained, Amount());
  EXPECT_EQ(line.balances, Amount(700));
  EXPECT_TRUE(line.holds());
  EXPECT_EQ(checker.trial_balance(), Amount());
  EXPECT_THAT(checker.violations(), IsEmpty());
}

TEST(MoneyLine, NamesOverdraftsInsteadOfHidingThem) {
  auto events = a_days_events();
  events.push_back(value_redeemed(kCard, 900).beyond_rights(900).recorded(store(2), 1));
  events.push_back(value_loaded(card(2), 5000).recorded(store(2), 2));
  const MoneyLine line = checked(events).money_line();
  EXPECT_EQ(line.overdrafts, Amount(200));
  EXPECT_EQ(line.cards_overdrawn, 1U);
  EXPECT_EQ(line.balances, Amount(4800));
  EXPECT_TRUE(line.holds());
}

TEST(MoneyLine, CountsWhatAnOpenedOverdraftCovered) {
  auto events = a_days_events();
  events.push_back(value_redeemed(kCard, 900).beyond_rights(900).recorded(store(2), 1));
  events.push_back(overdraft_opened(kCard, 200).recorded(head_office(), 1));
  MoneyLine line = checked(events).money_line();
  EXPECT_EQ(line.covered, Amount(200));
  EXPECT_EQ(line.balances, Amount());
  EXPECT_EQ(line.overdrafts, Amount(200)) << "covered is not paid back";
  EXPECT_EQ(line.cards_overdrawn, 1U);
  const EventId opening = events.back().id;
  events.push_back(value_loaded(kCard, 500).recorded(store(3), 1));
  events.push_back(rights_released(kCard, 500).recorded(store(3), 2));
  events.push_back(overdraft_recovered(kCard, opening, 150).recorded(head_office(), 2));
  events.push_back(overdraft_written_off(kCard, opening, 50).recorded(head_office(), 3));
  const ConservationChecker checker = checked(events);
  EXPECT_THAT(checker.violations(), IsEmpty());
  line = checker.money_line();
  EXPECT_EQ(line.covered, Amount(50));
  EXPECT_EQ(line.balances, Amount(350));
  EXPECT_EQ(line.overdrafts, Amount());
  EXPECT_EQ(line.cards_overdrawn, 0U);
}

TEST(PlantedFault, AnOverdraftPaidTwiceIsReported) {
  auto events = a_days_events();
  events.push_back(overdraft_opened(kCard, 200).recorded(head_office(), 1));
  events.push_back(overdraft_recovered(kCard, events.back().id, 200).recorded(head_office(), 2));
  EXPECT_THAT(checked(events).violations(), IsEmpty());
  events.push_back(events.back());
  EXPECT_THAT(checked(events).violations(),
              Contains(HasSubstr("The books have -200 of overdrafts to receive, but cards owe 0")));
}

TEST(MoneyLine, ShowsWhatThisVersionCannotExplain) {
  auto events = a_days_events();
  events.push_back(event_of_unknown_type(kCard).value(-50).reserve(-50).recorded(head_office(), 1));
  const ConservationChecker checker = checked(events);
  EXPECT_EQ(checker.money_line().unexplained, Amount(-50));
  EXPECT_THAT(checker.violations(), IsEmpty());
}

TEST(MoneyLine, DoesNotHoldWhenACentIsMissing) {
  MoneyLine line{Amount(1000), Amount(400), Amount(100), Amount(0), Amount(700), Amount(0), 0};
  EXPECT_TRUE(line.holds());
  for (Amount MoneyLine::*part :
       {&MoneyLine::loaded, &MoneyLine::redeemed, &MoneyLine::reversed, &MoneyLine::unexplained,
        &MoneyLine::balances, &MoneyLine::covered, &MoneyLine::unloaded, &MoneyLine::adjusted}) {
    MoneyLine doctored = line;
    doctored.*part += Amount(1);
    EXPECT_FALSE(doctored.holds());
  }
}

TEST(PlantedFault, AnEventThatCreatesMoneyIsReported) {
  auto events = a_days_events();
  events[1].event.envelope.value_effect = Amount(1001);
  EXPECT_THAT(checked(events).violations(),
              Contains(AllOf(HasSubstr("0001000000000001:2"), HasSubstr("cannot be folded"))));
}

TEST(PlantedFault, AnEventCountedTwiceIsReported) {
  auto events = a_days_events();
  events.push_back(events[1]);
  const auto broken = checked(events).violations();
  EXPECT_THAT(broken, Contains(HasSubstr("Stores took in 2000, but cards were loaded with 1000")));
  EXPECT_THAT(broken, Contains(HasSubstr("holds 700, but the books owe its holder 1700")));
}

TEST(PlantedFault, ALogReadOutOfOrderIsReported) {
  auto events = a_days_events();
  std::swap(events[2], events[3]);
  EXPECT_THAT(checked(events).violations(),
              Contains(HasSubstr("Stores sold 300, but cards paid -100")));
}

TEST(PlantedFault, APurchaseInDisguiseIsReported) {
  // The amounts are right, only the name is not: the store's sales and the cards' totals disagree.
  auto events = a_days_events();
  events.push_back(events[2]);
  events.back().event.body = UnknownBody{77, {}};
  const auto broken = checked(events).violations();
  EXPECT_THAT(broken, Contains(HasSubstr("The money line does not hold")));
}

TEST(PlantedFault, RightsThatDoNotCoverTheValueAreNoticed) {
  CardState card;
  for (const RecordedEvent& recorded : a_days_events()) evolve(card, recorded);
  EXPECT_TRUE(rights_cover_available(card));
  for (Amount OriginTotals::*part :
       {&OriginTotals::value_in, &OriginTotals::value_out, &OriginTotals::held_in,
        &OriginTotals::held_out, &OriginTotals::own_rights_in, &OriginTotals::own_rights_out,
        &OriginTotals::reserve_in, &OriginTotals::reserve_out}) {
    CardState doctored = card;
    doctored.origins.at(kHarbour).*part += Amount(1);
    EXPECT_FALSE(rights_cover_available(doctored));
  }
  card.named_rights[store(2)].in += Amount(1);
  EXPECT_FALSE(rights_cover_available(card));
}

TEST(PlantedFault, ACardThatBreaksALawIsReportedByName) {
  CardState card;
  for (const RecordedEvent& recorded : a_days_events()) evolve(card, recorded);
  EXPECT_THAT(card_violations(kCard, card, Amount(700)), IsEmpty());
  EXPECT_THAT(card_violations(kCard, card, Amount(699)),
              ElementsAre(HasSubstr("holds 700, but the books owe its holder 699")));
  card.named_rights[store(2)].in += Amount(1);
  EXPECT_THAT(card_violations(kCard, card, Amount(700)),
              ElementsAre(HasSubstr("has 700 available, but 701 of rights and 0 in reserve")));
}

TEST(PlantedFault, PostingsThatDoNotBalanceAreReported) {
  Books books;
  books.post(event_id(kHarbour, 1), {{{AccountKind::Tender, kHarbour}, Amount(100)},
                                     {{AccountKind::Liability, kCard}, Amount(-100)}});
  EXPECT_THAT(books.violations(), IsEmpty());
  EXPECT_EQ(books.owed_to(kCard), Amount(100));
  books.post(event_id(kHarbour, 2), {{{AccountKind::Liability, kCard}, Amount(-1)}});
  EXPECT_EQ(books.trial_balance(), Amount(-1));
  EXPECT_THAT(books.violations(),
              ElementsAre("The postings of event 0001000000000001:2 sum to -1 instead of zero.",
                          "The trial balance is -1 instead of zero."));
}

/// A tab paid with a tip, a load that went back by both ways, and a goodwill credit.
std::vector<RecordedEvent> a_days_debits() {
  auto events = a_days_events();
  const std::uint64_t next = events.size() + 1;
  const EventId load = event_id(kHarbour, 2);
  events.push_back(hold_placed(kCard, 200).recorded(kHarbour, next));
  events.push_back(EventBuilder(kCard, HoldCaptured{Amount(20)})
                       .value(-120)
                       .held(-200)
                       .own_rights(80)
                       .taking_back(event_id(kHarbour, next))
                       .recorded(kHarbour, next + 1));
  events.push_back(load_reversed(kCard, load, 50).recorded(kHarbour, next + 2));
  events.push_back(charged_back(kCard, load, 30).recorded(head_office(), 1));
  events.push_back(balance_adjusted(kCard, 10).recorded(head_office(), 2));
  return events;
}

TEST(Conservation, HoldsTipsLoadsGoneBackAndAdjustmentsAreInTheMoneyLine) {
  const ConservationChecker checker = checked(a_days_debits());
  EXPECT_THAT(checker.violations(), IsEmpty());
  const MoneyLine line = checker.money_line();
  EXPECT_EQ(line.unloaded, Amount(80));
  EXPECT_EQ(line.adjusted, Amount(10));
  EXPECT_EQ(line.balances, Amount(510));
  EXPECT_TRUE(line.unexplained.is_zero());
}

TEST(PlantedFault, ADebitCountedTwiceIsReported) {
  auto twice = a_days_debits();
  twice.push_back(twice.back());
  EXPECT_THAT(
      checked(twice).violations(),
      Contains(HasSubstr("Head office booked adjustments of 20, but cards were adjusted by 10")));
  twice = a_days_debits();
  twice.push_back(twice.at(twice.size() - 2));
  EXPECT_THAT(checked(twice).violations(), Contains(HasSubstr("Stores took in 890, but cards were "
                                                              "loaded with 920")));
  twice = a_days_debits();
  twice.push_back(twice.at(twice.size() - 4));
  EXPECT_THAT(checked(twice).violations(),
              Contains(HasSubstr("Stores sold 540, but cards paid 420")));
}

TEST(Conservation, ASoundLedgerHasNothingToReport) {
  EXPECT_THAT(ConservationChecker().violations(), IsEmpty());
  EXPECT_EQ(checked(a_days_events()).cards().at(kCard).balance(), Amount(700));
}

}  // namespace
}  // namespace perk

// One request answered by two incarnations of one store: found, and taken back once.
#include "ledger/double_answers.h"

#include <gtest/gtest.h>

#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using namespace test;

const StoreId kShop(1);
const Origin kOld = store(1);
const Origin kNewer = store(2);
const Origin kNewest = store(3);
const RequestId kAsked = request(7, 301);

RecordedEvent coffee(Origin incarnation, std::uint64_t seq, RequestId asked = kAsked) {
  return value_redeemed(kCard, 300).asked_as(asked).recorded(incarnation, seq);
}

Incarnations closed(const std::vector<Origin>& in_this_order) {
  Incarnations known;
  std::uint64_t seq = 0;
  for (const Origin incarnation : in_this_order)
    known.fold(incarnation_closed(incarnation, 9).recorded(head_office(), ++seq));
  return known;
}

std::vector<Answer> answers_in(const std::vector<RecordedEvent>& events) {
  std::vector<Answer> answers;
  for (const RecordedEvent& recorded : events) {
    if (const auto answer = answer_of(recorded, kShop)) answers.push_back(*answer);
  }
  return answers;
}

TEST(DoubleAnswers, AreOneRequestOfOneStoreInTwoIncarnations) {
  const auto answers =
      answers_in({coffee(kOld, 2), coffee(kNewer, 1), coffee(kNewer, 2, request(8, 301)),
                  value_loaded(kCard, 5).asked_as(kAsked).recorded(kNewest, 1)});
  const auto doubles = double_answers(answers, closed({kOld}));
  ASSERT_EQ(doubles.size(), 1U);
  EXPECT_EQ(doubles[0].first.purchase, event_id(kOld, 2));
  EXPECT_EQ(doubles[0].second.purchase, event_id(kNewer, 1));
}

TEST(DoubleAnswers, AreNotTwoStoresOrTwoTellingsOfOnePurchase) {
  const Answer old = answer_of(coffee(kOld, 2), kShop).value();
  const Answer elsewhere = answer_of(coffee(kNewer, 2), StoreId(2)).value();
  const RecordedEvent told_again{event_id(kNewer, 1), wrapped(coffee(kOld, 2), kNewer)};
  const std::vector<Answer> answers{old, elsewhere, answer_of(told_again, kShop).value()};
  EXPECT_TRUE(double_answers(answers, closed({kOld})).empty());
}

TEST(DoubleAnswers, AreUndecidedWhileNoLogIsClosedAndKeepTheirOrderWhenTheNextCloses) {
  const auto answers = answers_in({coffee(kNewer, 1), coffee(kOld, 2)});
  EXPECT_TRUE(double_answers(answers, {}).empty());
  const auto early = double_answers(answers, closed({kOld}));
  ASSERT_EQ(early.size(), 1U);
  EXPECT_EQ(double_answers(answers, closed({kOld, kNewer})), early);
  EXPECT_NE(double_answers(answers, closed({kNewer, kOld})), early);
}

TEST(DoubleAnswers, OfThreeIncarnationsOnlyTheFirstStays) {
  const auto doubles = double_answers(
      answers_in({coffee(kOld, 2), coffee(kNewer, 1), coffee(kNewest, 1)}), closed({kOld, kNewer}));
  ASSERT_EQ(doubles.size(), 2U);
  EXPECT_EQ(doubles[0].second.purchase.origin, kNewer);
  EXPECT_EQ(doubles[1].second.purchase.origin, kNewest);
}

/// Loaded with 1,000; both answers are heard, the old log's wrapped.
CardHistory paid_twice() {
  CardHistory history;
  history.append(kNewer, card_issued(kCard)).append(kNewer, value_loaded(kCard, 1'000));
  history.append(kNewer, value_redeemed(kCard, 300).asked_as(kAsked));
  history.append(kNewer, wrapped(coffee(kOld, 2), kNewer));
  return history;
}
DoubleAnswer found_in(const CardHistory& history) {
  const auto doubles = double_answers(answers_in(history.events()), closed({kOld}));
  PERK_CHECK(doubles.size() == 1, "the story has one double answer");
  return doubles.front();
}

void expect_refused(const RightsOutcome& outcome, RightsRefusal why) {
  ASSERT_FALSE(outcome);
  EXPECT_EQ(refusal_name(outcome.error()), refusal_name(why));
}

TEST(ReversingADoubleAnswer, WaitsUntilTheRightIsHeadOffices) {
  CardHistory history = paid_twice();
  const DoubleAnswer twice = found_in(history);
  expect_refused(reverse_double_answer(history.card(), twice, {}, kHeadOffice),
                 RightsRefusal::OriginalElsewhere);
  history.append(kNewer, refund_right_renounced(kCard, twice.second.purchase));
  EXPECT_TRUE(reverse_double_answer(history.card(), twice, {}, kHeadOffice));
}

TEST(ReversingADoubleAnswer, HappensOnceAndGoesIntoTheReserve) {
  CardHistory history = paid_twice();
  const DoubleAnswer twice = found_in(history);
  const auto reversed = reverse_double_answer(history.card(), twice, {kNewer}, kHeadOffice);
  ASSERT_TRUE(reversed);
  EXPECT_TRUE(is_foldable(reversed.value()));
  const Amount reserve = history.card().reserve();
  history.append(head_office(), reversed.value());
  EXPECT_EQ(history.card().reserve(), reserve + Amount(300));
  EXPECT_EQ(history.card().balance(), Amount(700));
  EXPECT_EQ(history.card().redemptions.at(twice.second.purchase).left(), Amount());
  expect_refused(reverse_double_answer(history.card(), twice, {kNewer}, kHeadOffice),
                 RightsRefusal::MoreThanOwed);
}

TEST(ReversingADoubleAnswer, LeavesWhatItsOriginTookBackItself) {
  CardHistory history = paid_twice();
  const DoubleAnswer twice = found_in(history);
  history.append(kNewer, redemption_reversed(kCard, twice.second.purchase, 100));
  history.append(kNewer, refund_right_renounced(kCard, twice.second.purchase));
  const auto reversed = reverse_double_answer(history.card(), twice, {}, kHeadOffice);
  ASSERT_TRUE(reversed);
  EXPECT_EQ(reversed.value().envelope.value_effect, Amount(200));
}

TEST(ReversingADoubleAnswer, OfAPurchaseNobodyHeardOfIsRefused) {
  const CardHistory history = paid_twice();
  DoubleAnswer twice = found_in(history);
  twice.second.purchase = event_id(kNewest, 1);
  expect_refused(reverse_double_answer(history.card(), twice, {kNewest}, kHeadOffice),
                 RightsRefusal::OriginalUnknown);
}

TEST(CardDecider, HeadOfficeTakesBackWhatAClosedLogSoldOnceItsEndIsProven) {
  const CardHistory history = paid_twice();
  const Command refund = reverse(kCard, event_id(kOld, 2), 300).build();
  DecisionContext context = context_of(head_office());
  EXPECT_FALSE(decide(history.card(), refund, std::nullopt, context));
  context.proven_ends = {kOld};
  const auto decision = decide(history.card(), refund, std::nullopt, context);
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision.value().events.front().envelope.reserve_effect, Amount(300));
  context.origin = kNewer;
  EXPECT_FALSE(decide(history.card(), refund, std::nullopt, context));
}

/// Whatever origins and head office try, in any order: one purchase is taken back once at most, for head
/// office begins only when the origin has given the right away.
TEST(DoubleAnswersLaws, NoPurchaseIsTakenBackTwiceHoweverOriginAndHeadOfficeRace) {
  for_each_seed(200, [](Random& random) {
    CardHistory history = paid_twice();
    const DoubleAnswer twice = found_in(history);
    const EventId second = twice.second.purchase;
    CardState at_origin = history.card();  // The origin hears nothing of head office.
    CardState at_head_office = history.card();
    std::uint64_t origin_seq = 4, head_seq = 0;
    std::vector<RecordedEvent> in_flight;
    for (int step = 0; step < 12; ++step) {
      if (random.chance(30)) {
        auto done = reverse_double_answer(at_head_office, twice, {}, kHeadOffice);
        if (done) evolve(at_head_office, {event_id(head_office(), ++head_seq), done.value()});
      } else if (random.chance(40) && !in_flight.empty()) {
        evolve(at_head_office, in_flight.front());
        in_flight.erase(in_flight.begin());
      } else {
        const Stamp stamp{kNewer, hlc(0), hlc(0).wall(), PolicyVersion(1)};
        auto renounced = renounce_refund_right(at_origin, kCard, second, stamp);
        const auto refund =
            decide(at_origin, reverse(kCard, second, random.between(1, 200)).build(), std::nullopt,
                   context_of(kNewer));
        std::optional<Event> event;
        if (random.chance(30) && renounced) event = renounced.value();
        if (!event && refund) event = refund.value().events.front();
        if (!event) continue;
        in_flight.push_back({event_id(kNewer, ++origin_seq), *event});
        evolve(at_origin, in_flight.back());
      }
    }
    for (const RecordedEvent& recorded : in_flight) evolve(at_head_office, recorded);
    EXPECT_GE(at_head_office.redemptions.at(second).left(), Amount());
  });
}

}  // namespace
}  // namespace perk

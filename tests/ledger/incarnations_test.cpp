// Closed logs, proven ends and epochs, and what head office may say of them.
#include "ledger/incarnations.h"

#include <functional>
#include <utility>

#include <gtest/gtest.h>

#include "ledger/exposure.h"
#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using namespace test;

Incarnations logs_of(const std::vector<RecordedEvent>& events) {
  Incarnations known;
  for (const RecordedEvent& recorded : events) known.fold(recorded);
  return known;
}

Incarnations harbour_closed() {
  return logs_of({incarnation_closed(kHarbour, 5).recorded(head_office(), 1)});
}

TEST(Incarnations, KnowWhatIsClosedAndThroughWhere) {
  const Incarnations known = harbour_closed();
  ASSERT_TRUE(known.is_closed(kHarbour));
  EXPECT_EQ(known.closed(kHarbour)->known_through, Seq(5));
  EXPECT_EQ(known.closed(kHarbour)->why, ClosedWhy::RanBack);
  EXPECT_FALSE(known.is_closed(kStation));
}

TEST(Incarnations, ALogInServiceHasNoProvenEnd) {
  const auto proven = log_end_proven(kHarbour, 7).recorded(head_office(), 2);
  EXPECT_TRUE(logs_of({proven}).proven_ends().empty());
  Incarnations known = harbour_closed();
  known.fold(proven);
  EXPECT_EQ(known.proven_ends(), ProvenEnds{kHarbour});
  EXPECT_EQ(known.proven_end(kHarbour)->through, Seq(7));
}

TEST(Incarnations, AreInTheEpochBegunLast) {
  EXPECT_EQ(Incarnations().epoch(), Epoch(1));
  const Incarnations known = logs_of({epoch_begun(3, 2).recorded(head_office(3), 1),
                                      epoch_begun(2, 1).recorded(head_office(2), 1)});
  EXPECT_EQ(known.epoch(), Epoch(3));
}

TEST(Incarnations, OnlyHeadOfficesWordCounts) {
  EXPECT_EQ(logs_of({incarnation_closed(kHarbour, 5).recorded(kStation, 1),
                     log_end_proven(kHarbour, 5).recorded(kStation, 2),
                     epoch_begun(2, 1).recorded(kStation, 3)}),
            Incarnations());
}

TEST(Incarnations, AreTheSameInWhateverOrderAndHoweverOftenHeard) {
  for_each_seed(100, [](Random& random) {
    std::vector<RecordedEvent> said;
    for (std::uint64_t seq = 1; seq <= 8; ++seq) {
      const Origin incarnation = store(1 + random.below(3));
      const std::vector<EventBuilder> words{incarnation_closed(incarnation, random.below(9)),
                                            log_end_proven(incarnation, random.below(9)),
                                            epoch_begun(2 + random.below(3), 1)};
      said.push_back(random.one_of(words).recorded(head_office(1 + random.below(2)), seq));
    }
    const Incarnations known = logs_of(said);
    for (std::size_t at = said.size(); at-- > 1;)
      std::swap(said[at], said[static_cast<std::size_t>(random.below(at + 1))]);
    Incarnations again = logs_of(said);
    EXPECT_EQ(again, known);
    again.fold(random.one_of(said));
    EXPECT_EQ(again, known);
  });
}

TEST(LogEvents, SayTheirNameAreHeadOfficesAndOfNoCardOrAmount) {
  const std::vector<std::pair<std::string, EventBuilder>> each{
      {"IncarnationClosed", incarnation_closed(kHarbour, 5)},
      {"EpochBegun", epoch_begun(2, 1)},
      {"LogEndProven", log_end_proven(kHarbour, 5)}};
  const std::vector<std::function<void(Envelope&)>> spoils{
      [](Envelope& e) { e.card = card(1); }, [](Envelope& e) { e.currency = eur(); },
      [](Envelope& e) { e.reserve_effect = Amount(1); },
      [](Envelope& e) { e.allowance = AllowanceId(1); },
      [](Envelope& e) { e.original = event_id(kHarbour, 1); }};
  for (const auto& [name, builder] : each) {
    Event event = builder.build();
    EXPECT_EQ(type_name(event.body), name);
    EXPECT_TRUE(is_head_offices(event.body)) << name;
    EXPECT_TRUE(is_foldable(event)) << name;
    for (const auto& spoil : spoils) {
      Event spoilt = event;
      spoil(spoilt.envelope);
      EXPECT_FALSE(is_foldable(spoilt)) << name;
    }
  }
  EXPECT_FALSE(is_foldable(incarnation_closed(head_office(), 5).build()));
  EXPECT_FALSE(is_foldable(log_end_proven(head_office(), 5).build()));
  EXPECT_FALSE(is_foldable(epoch_begun(2, 2).build()));
}

void expect_refused(const LogOutcome& outcome, LogRefusal why) {
  ASSERT_FALSE(outcome);
  EXPECT_EQ(refusal_name(outcome.error()), refusal_name(why));
}

TEST(ClosingALog, HappensOnceAndNeverToHeadOffice) {
  const IncarnationClosed said{kHarbour, Seq(5), Digest(), ClosedWhy::Forked};
  const auto closed = close_incarnation({}, said, kHeadOffice);
  ASSERT_TRUE(closed);
  EXPECT_TRUE(is_foldable(closed.value()));
  expect_refused(close_incarnation(harbour_closed(), said, kHeadOffice), LogRefusal::AlreadyClosed);
  expect_refused(close_incarnation({}, {head_office(), {}, {}, {}}, kHeadOffice),
                 LogRefusal::NotAnIncarnation);
}

TEST(ProvingALogsEnd, NeedsAReasonAClosedLogAndAllThatIsHeld) {
  const LogEndProven said{kHarbour, Seq(5), "disk destroyed", "ada"};
  Incarnations known = harbour_closed();
  const auto proven = prove_log_end(known, said, kHeadOffice);
  ASSERT_TRUE(proven);
  EXPECT_TRUE(is_foldable(proven.value()));
  expect_refused(prove_log_end(known, {kHarbour, Seq(5), " ", "ada"}, kHeadOffice),
                 LogRefusal::ReasonMissing);
  expect_refused(prove_log_end(known, {head_office(), Seq(5), "so", "ada"}, kHeadOffice),
                 LogRefusal::NotAnIncarnation);
  expect_refused(prove_log_end({}, said, kHeadOffice), LogRefusal::NotClosed);
  expect_refused(prove_log_end(known, {kHarbour, Seq(4), "so", "ada"}, kHeadOffice),
                 LogRefusal::EndsTooEarly);
  known.fold({event_id(head_office(), 2), proven.value()});
  expect_refused(prove_log_end(known, said, kHeadOffice), LogRefusal::AlreadyProven);
}

TEST(BeginningAnEpoch, NeedsAReasonAndALaterNumber) {
  EXPECT_TRUE(begin_epoch({}, {Epoch(2), Epoch(1), "restored", "ada"}, kHeadOffice));
  expect_refused(begin_epoch({}, {Epoch(2), Epoch(1), "", "ada"}, kHeadOffice),
                 LogRefusal::ReasonMissing);
  expect_refused(begin_epoch({}, {Epoch(1), Epoch(), "restored", "ada"}, kHeadOffice),
                 LogRefusal::NotLater);
  expect_refused(begin_epoch({}, {Epoch(2), Epoch(2), "restored", "ada"}, kHeadOffice),
                 LogRefusal::NotLater);
}

TEST(ProvenEnds, EndWhatAnAllowanceOfThatLogCouldStillLose) {
  StandIn stand_in;
  stand_in.fold(stand_in_granted(AllowanceId(7), stand_in_terms(kHarbour, 1'000, 500, 500))
                    .recorded(head_office(), 1));
  EXPECT_EQ(exposure_of_chain({}, stand_in, {}).allowances, Amount(1'000));
  EXPECT_EQ(exposure_of_chain({}, stand_in, {kHarbour}).allowances, Amount());
  EXPECT_EQ(exposure_of_card(card(1), {}, stand_in, {}).allowances, Amount(500));
  EXPECT_EQ(exposure_of_card(card(1), {}, stand_in, {kHarbour}).allowances, Amount());
  const std::vector<Origin> harbours{kHarbour};
  EXPECT_EQ(exposure_of_store(harbours, {}, stand_in, {}).allowances, Amount(1'000));
  EXPECT_EQ(exposure_of_store(harbours, {}, stand_in, {kHarbour}).allowances, Amount());
}

}  // namespace
}  // namespace perk

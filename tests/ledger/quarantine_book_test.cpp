// What operators say of events in quarantine, and how what is accepted comes to count.
#include "ledger/quarantine_book.h"

#include <gtest/gtest.h>

#include "ledger/closed_log.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

const CardId kMug = card(1);
const Origin kEndedLife = store(1);  // Closed.
const Origin kBringer = store(3);    // Another life of it, that brought what is in quarantine.
const RequestId kDeskAsked = request(1, 9);

Stamp desk_stamp(std::int64_t millis) {
  return {head_office(), hlc(millis), hlc(millis).wall(), PolicyVersion(1)};
}

/// A purchase of 3.00 that the closed log made, as its store brought it.
Event brought_coffee(std::uint8_t branch = 0) {
  return wrapped(value_redeemed(kMug, 300).recorded(kEndedLife, 7), kBringer, branch);
}

QuarantineSettled verdict(QuarantineVerdict verdict, const Event& event = brought_coffee(),
                          std::uint8_t hash = 5) {
  QuarantineSettled said{event_id(kBringer, 4), Digest{{hash}}, verdict};
  said.reason = "the till has the receipt";
  said.operator_name = "ada";
  if (verdict == QuarantineVerdict::Accepted) {
    said.bytes = {1, 2, 3};
    said.brought = WrappedEvent(event);
  }
  return said;
}
QuarantineSettled accepting() { return verdict(QuarantineVerdict::Accepted); }
QuarantineSettled refusing() { return verdict(QuarantineVerdict::Refused); }

/// Head office as it knows itself: what it wrote, which logs are closed, the card.
class VerdictDesk {
 public:
  VerdictDesk() { hear(incarnation_closed(kEndedLife, 6).recorded(head_office(), 1)); }
  void hear(const RecordedEvent& recorded) {
    ASSERT_TRUE(is_foldable(recorded.event)) << type_name(recorded.event.body);
    book.fold(recorded);
    logs.fold(recorded);
    if (recorded.event.envelope.card) evolve(card, recorded);
  }
  Result<std::vector<Event>, QuarantineRefusal> settle(const QuarantineSettled& said,
                                                       const RequestId& asked = kDeskAsked) {
    return settle_quarantined({book, logs, card}, said, asked, desk_stamp(10), desk_stamp(11));
  }
  /// As settle(), and recorded.
  std::size_t write(const QuarantineSettled& said, const RequestId& asked = kDeskAsked) {
    const auto events = settle(said, asked);
    EXPECT_TRUE(events) << refusal_name(events.error());
    if (!events) return 0;
    for (const Event& event : events.value()) hear({event_id(head_office(), ++seq_), event});
    return events.value().size();
  }

  QuarantineBook book;
  Incarnations logs;
  CardState card;

 private:
  std::uint64_t seq_ = 1;
};

TEST(QuarantineBook, AnAcceptanceIsAWordAndBehindItWhatCounts) {
  VerdictDesk desk;
  const auto events = desk.settle(accepting());
  ASSERT_TRUE(events);
  ASSERT_EQ(events.value().size(), 2U);
  EXPECT_EQ(std::get<QuarantineSettled>(events.value()[0].body), accepting());
  EXPECT_EQ(events.value()[0].envelope.request, kDeskAsked);
  EXPECT_FALSE(events.value()[0].envelope.card);
  EXPECT_EQ(events.value()[1].body, brought_coffee().body) << "under the same proof";
  EXPECT_EQ(events.value()[1].envelope.value_effect, Amount(-300));
  for (const Event& event : events.value()) EXPECT_TRUE(is_foldable(event));
}

TEST(QuarantineBook, WhatIsAcceptedCountsOnceAlsoIfItIsBroughtAgain) {
  VerdictDesk desk;
  EXPECT_EQ(desk.write(accepting()), 2U);
  EXPECT_EQ(desk.card.balance(), Amount(-300));
  EXPECT_EQ(desk.card.redeemed(), Amount(300));
  evolve(desk.card, {event_id(kBringer, 4), brought_coffee()});
  EXPECT_EQ(desk.card.balance(), Amount(-300));
}

TEST(QuarantineBook, ARefusalChangesNoBalance) {
  VerdictDesk desk;
  EXPECT_EQ(desk.write(refusing()), 1U);
  EXPECT_EQ(desk.card, CardState());
  ASSERT_NE(desk.book.find(QuarantinedName{event_id(kBringer, 4), Digest{{5}}}), nullptr);
  EXPECT_TRUE(desk.book.not_counted().empty());
}

TEST(QuarantineBook, TheSameRequestIsAnsweredAgainAndAnotherIsRefused) {
  for (const auto& first : {accepting(), refusing()}) {
    VerdictDesk desk;
    desk.write(first);
    const auto again = desk.settle(first);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again.value().empty()) << "a repeat writes nothing";
    for (const auto& second : {accepting(), refusing()})
      EXPECT_EQ(desk.settle(second, request(2, 9)).error(), QuarantineRefusal::AlreadySettled);
  }
}

TEST(QuarantineBook, ARequestSettlesOneEventInOneWay) {
  VerdictDesk desk;
  desk.write(refusing());
  EXPECT_EQ(desk.settle(accepting()).error(), QuarantineRefusal::RequestReused);
  const auto other = verdict(QuarantineVerdict::Refused, brought_coffee(), 6);
  EXPECT_EQ(desk.settle(other).error(), QuarantineRefusal::RequestReused);
}

TEST(QuarantineBook, SaysWhyItMayNotBeSaid) {
  VerdictDesk desk;
  QuarantineSettled blank = refusing();
  blank.reason = " ";
  EXPECT_EQ(desk.settle(blank).error(), QuarantineRefusal::ReasonMissing);
  const auto plain = verdict(QuarantineVerdict::Accepted, value_redeemed(kMug, 300).build());
  EXPECT_EQ(desk.settle(plain).error(), QuarantineRefusal::BringsNothing);
  const auto open = wrapped(value_redeemed(kMug, 300).recorded(store(2), 7), kBringer);
  EXPECT_EQ(desk.settle(verdict(QuarantineVerdict::Accepted, open)).error(),
            QuarantineRefusal::LogNotClosed);
  evolve(desk.card, {event_id(store(4), 1), brought_coffee()});
  EXPECT_EQ(desk.settle(accepting()).error(), QuarantineRefusal::AlreadyCounted);
  EXPECT_TRUE(desk.settle(refusing())) << "it may be refused all the same";
  EXPECT_EQ(refusal_name(QuarantineRefusal::AlreadyCounted), "already_counted");
}

TEST(QuarantineBook, OfSeveralWordsTheFirstCountsInWhateverOrderTheyAreHeard) {
  const auto said = [](const QuarantineSettled& body, std::uint64_t seq) {
    return EventBuilder(CardId(), body).about_no_card().in(Currency()).recorded(head_office(), seq);
  };
  const auto first = said(accepting(), 3);
  const auto second = said(refusing(), 4);
  QuarantineBook in_order, other_way;
  for (const auto& heard : {first, second, first}) in_order.fold(heard);
  for (const auto& heard : {second, first}) other_way.fold(heard);
  EXPECT_EQ(in_order, other_way);
  const QuarantinedName name{event_id(kBringer, 4), Digest{{5}}};
  EXPECT_EQ(in_order.find(name)->said.verdict, QuarantineVerdict::Accepted);
  QuarantineBook of_a_shop;
  of_a_shop.fold({event_id(store(2), 3), first.event});
  EXPECT_EQ(of_a_shop, QuarantineBook()) << "only head office's word counts";
}

TEST(QuarantineBook, KnowsWhichAcceptancesDoNotCountYet) {
  VerdictDesk desk;
  const auto events = desk.settle(accepting());
  desk.hear({event_id(head_office(), 2), events.value()[0]});
  ASSERT_EQ(desk.book.not_counted().size(), 1U);
  const Event missing =
      count_accepted(*accepted_by(desk.book.not_counted()[0].said), desk_stamp(20));
  EXPECT_EQ(missing.body, events.value()[1].body);
  desk.hear({event_id(head_office(2), 1), missing});
  EXPECT_TRUE(desk.book.not_counted().empty());
  EXPECT_EQ(desk.card.balance(), Amount(-300));
}

TEST(QuarantineBook, AWordThatMovesMoneyItselfOrBringsNothingIsNotFolded) {
  const auto event = [](const QuarantineSettled& said) {
    return EventBuilder(CardId(), said).about_no_card().in(Currency()).build();
  };
  EXPECT_TRUE(is_foldable(event(accepting())));
  EXPECT_TRUE(is_foldable(event(refusing())));
  EXPECT_TRUE(is_head_offices(event(refusing()).body));
  Event of_a_card = event(refusing());
  of_a_card.envelope.card = kMug;
  EXPECT_FALSE(is_foldable(of_a_card));
  QuarantineSettled empty = accepting();
  empty.brought = {};
  EXPECT_FALSE(is_foldable(event(empty)));
  EXPECT_FALSE(
      is_foldable(event(verdict(QuarantineVerdict::Accepted, value_redeemed(kMug, 300).build()))));
  QuarantineSettled nameless = refusing();
  nameless.event.seq = Seq();
  EXPECT_FALSE(is_foldable(event(nameless)));
}

TEST(QuarantineBook, AHandedInLogIsSaidByHeadOfficeAndMovesNothing) {
  const auto event = [](const LogHandedIn& said) {
    return EventBuilder(CardId(), said).about_no_card().in(Currency()).build();
  };
  const LogHandedIn said{kEndedLife, Seq(6), Seq(7), Digest{{1}}, "its machine was found", "ada"};
  EXPECT_TRUE(is_foldable(event(said)));
  EXPECT_TRUE(is_head_offices(event(said).body));
  QuarantineBook book;
  book.fold({event_id(head_office(), 1), event(said)});
  EXPECT_EQ(book, QuarantineBook()) << "nothing is settled by it";
  Event of_a_card = event(said);
  of_a_card.envelope.card = kMug;
  EXPECT_FALSE(is_foldable(of_a_card));
  LogHandedIn nothing = said;
  nothing.through = nothing.after;
  EXPECT_FALSE(is_foldable(event(nothing)));
  LogHandedIn head_offices = said;
  head_offices.incarnation = head_office();
  EXPECT_FALSE(is_foldable(event(head_offices)));
}

}  // namespace
}  // namespace perk

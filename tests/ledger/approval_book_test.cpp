// Limits, proposals and what became of them.
#include "ledger/approval_book.h"

#include <gtest/gtest.h>

#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

constexpr DecisionKind kAdjustment = DecisionKind::Adjustment;
const ProgrammeId kGold(7), kPlain(8), kAny;

RecordedEvent said(std::uint64_t n, EventBody body, std::optional<OperatorWord> word = {}) {
  Event event = EventBuilder(card(1), std::move(body))
                    .about_no_card()
                    .at(hlc(static_cast<std::int64_t>(n) * 1'000))
                    .build();
  event.envelope.word = std::move(word);
  return {event_id(head_office(), n), event};
}
RecordedEvent limit(std::uint64_t n, ProgrammeId programme, std::optional<Amount> amount) {
  return said(n, ApprovalLimitSet{programme, kAdjustment, amount, "", ""});
}
RecordedEvent proposed(std::uint64_t n, std::uint64_t number, std::string by = "ada") {
  return said(n, DecisionProposed{ProposalNumber(number),
                                  kAdjustment,
                                  Amount(900),
                                  kAny,
                                  {1},
                                  WallTime(),
                                  "goodwill",
                                  std::move(by)});
}
OperatorWord word(std::uint64_t counter) {
  OperatorWord word;
  word.name = "bob";
  word.counter = WordCounter(counter);
  return word;
}
RecordedEvent settled(std::uint64_t n, std::uint64_t number, ProposalVerdict verdict) {
  return said(n, DecisionSettled{ProposalNumber(number), verdict, "", "bob"}, word(n));
}

ApprovalBook book_of(const std::vector<RecordedEvent>& events) {
  ApprovalBook book;
  for (const RecordedEvent& event : events) book.fold(event);
  return book;
}

TEST(ApprovalBook, AProgrammesOwnLimitCountsThenThatOfAllAndOfEachTheLast) {
  const ApprovalBook book = book_of({limit(1, kAny, Amount(100)), limit(2, kGold, Amount(500)),
                                     limit(4, kGold, Amount(700)), limit(3, kGold, Amount(600))});
  EXPECT_EQ(book.limit_for(kAdjustment, kGold), Amount(700));
  EXPECT_EQ(book.limit_for(kAdjustment, kPlain), Amount(100));
  EXPECT_EQ(book.limit_for(DecisionKind::WriteOff, kPlain), std::nullopt);
  EXPECT_EQ(book.limits().size(), 2U);
}

TEST(ApprovalBook, ALimitCanBeTakenAway) {
  const ApprovalBook book = book_of({limit(1, kAny, Amount(100)), limit(2, kGold, std::nullopt)});
  EXPECT_EQ(book.limit_for(kAdjustment, kGold), std::nullopt);
  EXPECT_EQ(book.limit_for(kAdjustment, kPlain), Amount(100));
}

TEST(ApprovalBook, OfTwoSettlementsTheFirstCountsInWhateverOrderTheyAreHeard) {
  const auto no = settled(2, 1, ProposalVerdict::Rejected);
  const auto yes = settled(3, 1, ProposalVerdict::Approved);
  for (const auto& heard :
       {std::vector{proposed(1, 1), no, yes}, std::vector{yes, no, proposed(1, 1)}}) {
    const ApprovalBook book = book_of(heard);
    ASSERT_NE(book.find(ProposalNumber(1)), nullptr);
    ASSERT_TRUE(book.find(ProposalNumber(1))->settled);
    EXPECT_EQ(book.find(ProposalNumber(1))->settled->said.verdict, ProposalVerdict::Rejected);
  }
}

TEST(ApprovalBook, IsCarriedOutOnceAnEventHasTheWordOfItsSettlement) {
  ApprovalBook book = book_of({proposed(1, 1), settled(2, 1, ProposalVerdict::Approved)});
  EXPECT_FALSE(book.is_carried_out(*book.find(ProposalNumber(1))));
  book.fold(said(3, RightsReturnedByDecision{"", "ada"}, word(2)));
  EXPECT_FALSE(book.is_carried_out(*book.find(ProposalNumber(1)))) << "more may come";
  book.fold(said(4, BalanceAdjusted{"", "ada"}, word(9)));
  EXPECT_FALSE(book.is_carried_out(*book.find(ProposalNumber(1)))) << "another's word";
  book.fold(said(5, BalanceAdjusted{"", "ada"}, word(2)));
  EXPECT_TRUE(book.is_carried_out(*book.find(ProposalNumber(1))));
}

TEST(ApprovalBook, NumbersAreNotUsedAgain) {
  EXPECT_EQ(ApprovalBook().next_number(), ProposalNumber(1));
  EXPECT_EQ(book_of({proposed(1, 1), proposed(2, 4)}).next_number(), ProposalNumber(5));
}

}  // namespace
}  // namespace perk

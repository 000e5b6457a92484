// Which reasons head office's events give, and which of them it says are erased.
#include "ledger/reason_book.h"

#include <gtest/gtest.h>

#include "ledger/sealed_reason.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

constexpr RequestId kAskedFirst{TerminalId(9), RequestCounter(4)};
constexpr RequestId kAskedNext{TerminalId(9), RequestCounter(5)};
const Digest kSeal{{7}};

RecordedEvent said(const EventBody& body, Origin by, std::uint64_t seq,
                   const RequestId& request = kAskedFirst) {
  RecordedEvent recorded = EventBuilder(CardId(), body)
                               .about_no_card()
                               .in(Currency())
                               .at(hlc(static_cast<std::int64_t>(seq)))
                               .recorded(by, seq);
  recorded.event.envelope.request = request;
  return recorded;
}

RecordedEvent erased(Origin by, std::uint64_t seq, const RequestId& request = kAskedNext) {
  return said(ReasonErased{kSeal, "asked to", "ada"}, by, seq, request);
}

ReasonBook book_of(const std::vector<RecordedEvent>& events) {
  ReasonBook book;
  for (const RecordedEvent& recorded : events) book.fold(recorded);
  return book;
}

TEST(ReasonBook, KnowsWhatIsGivenAndByWhichRequest) {
  const ReasonBook book =
      book_of({said(OperatorDismissed{"bob", sealed_form(kSeal), "ada"}, head_office(), 1),
               said(OperatorDismissed{"dan", "left", "ada"}, head_office(), 2, kAskedNext)});
  EXPECT_TRUE(book.is_given(kSeal));
  EXPECT_FALSE(book.is_given(Digest{{8}}));
  ASSERT_NE(book.said_to(kAskedFirst), nullptr);
  EXPECT_EQ(*book.said_to(kAskedFirst), sealed_form(kSeal));
  EXPECT_EQ(*book.said_to(kAskedNext), "left") << "from before reasons were sealed";
  EXPECT_EQ(book.said_to({TerminalId(9), RequestCounter(6)}), nullptr);
  EXPECT_EQ(book.erased(kSeal), nullptr);
}

TEST(ReasonBook, KnowsWhatIsErasedAndWhatAskedForIt) {
  const ReasonBook book = book_of({erased(head_office(), 3)});
  ASSERT_NE(book.erased(kSeal), nullptr);
  EXPECT_EQ(book.erased(kSeal)->by, event_id(head_office(), 3));
  EXPECT_EQ(book.find(kAskedNext), book.erased(kSeal));
  EXPECT_EQ(book.find(kAskedFirst), nullptr);
  EXPECT_FALSE(book.is_given(kSeal)) << "nobody gave it here";
}

TEST(ReasonBook, OfSeveralWordsOnAReasonTheFirstCountsInWhateverOrderTheyAreHeard) {
  const auto first = erased(head_office(), 3);
  const auto second = erased(head_office(), 4, kAskedFirst);
  const ReasonBook one = book_of({first, second});
  EXPECT_EQ(one, book_of({second, first, second}));
  EXPECT_EQ(one.erased(kSeal)->by, event_id(head_office(), 3));
}

TEST(ReasonBook, OnlyHeadOfficesWordCounts) {
  EXPECT_EQ(book_of({erased(store(2), 1),
                     said(OperatorDismissed{"bob", sealed_form(kSeal), "ada"}, store(2), 2)}),
            ReasonBook());
}

TEST(ReasonBook, AWordAboutACardOrMoneyIsNotFolded) {
  EXPECT_TRUE(is_foldable(erased(head_office(), 3).event));
  RecordedEvent of_card = erased(head_office(), 3);
  of_card.event.envelope.card = card(1);
  EXPECT_FALSE(is_foldable(of_card.event));
}

}  // namespace
}  // namespace perk

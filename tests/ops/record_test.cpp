#include "ops/simulate/record.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "ops/simulate/receipt_book.h"

namespace perk::ops {
namespace {

using store_node::Outcome;
using store_node::RequestKind;

const Origin kShop = *Origin::from_value(Origin::kFirstIncarnation + 7);

sync::Receipt receipt_at(std::uint64_t seq) {
  sync::Receipt receipt;
  receipt.store = StoreId(3);
  receipt.incarnation = kShop;
  receipt.seq = Seq(seq);
  receipt.event = {1, 2, 255};
  receipt.signature.bytes[5] = 0xab;
  return receipt;
}

Asked some_request() {
  return {{TerminalId(9), RequestCounter(4)},
          RequestKind::Redeem,
          12,
          Amount(450),
          PartialApproval::Accepted,
          EventId{kShop, Seq(3)},
          "127.0.0.1:7101",
          WallTime(1'700'000'000'123)};
}

Answered some_answer() {
  return {{TerminalId(9), RequestCounter(4)},
          Outcome::PartiallyApproved,
          "",
          Amount(400),
          EventId{kShop, Seq(8)},
          Millis(1'500),
          Seq(7),
          receipt_at(8),
          WallTime(1'700'000'000'130)};
}

/// A file that is gone with the test.
struct File {
  std::string path = testing::TempDir() + "perk-record-" + std::to_string(getpid()) + ".jsonl";
  ~File() { std::filesystem::remove(path); }
  void append(const std::string& text) const { std::ofstream(path, std::ios::app) << text; }
};

TEST(Record, LinesAreReadBackAsTheyWereWritten) {
  const auto record =
      parse_record(to_line(Deck{5, "1234"}) + to_line(some_request()) + to_line(some_answer()));
  ASSERT_TRUE(record) << record.error();
  EXPECT_EQ(record.value().deck, (Deck{5, "1234"}));
  EXPECT_EQ(record.value().asked, std::vector<Asked>{some_request()});
  EXPECT_EQ(record.value().answered, std::vector<Answered>{some_answer()});
}

TEST(Record, ARequestThatWasGivenUpIsOpenAndSaysWhy) {
  Answered given_up = some_answer();
  given_up.outcome = Outcome::Unknown;
  given_up.reason = "overloaded";
  given_up.amount = Amount();
  given_up.event.reset();
  given_up.receipt.reset();
  const std::string line = to_line(given_up);
  EXPECT_NE(line.find("\"outcome\":\"unknown\""), std::string::npos) << line;
  const auto record = parse_record(to_line(Deck{}) + line);
  ASSERT_TRUE(record) << record.error();
  EXPECT_EQ(record.value().answered, std::vector<Answered>{given_up});
}

TEST(Record, HoldsNoCardNumber) {
  const std::string number(card_number(Deck{}, 12).secret_digits());
  EXPECT_EQ((to_line(Deck{}) + to_line(some_request())).find(number), std::string::npos);
}

TEST(Record, ALineCutOffInTheMiddleIsLeftOutAndABrokenOneIsRefused) {
  const std::string whole = to_line(Deck{}) + to_line(some_request());
  const auto cut = parse_record(whole + to_line(some_answer()).substr(0, 40));
  ASSERT_TRUE(cut) << cut.error();
  EXPECT_TRUE(cut.value().answered.empty());
  const auto broken = parse_record(whole + "{\"answered\":[9]}\n");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().rfind("line 3 of the record: ", 0), 0U) << broken.error();
}

TEST(Record, IsGoneOnWithAfterAKill) {
  const File file;
  Record past;
  {
    auto record = RecordFile::open(file.path, Deck{}, past);
    ASSERT_TRUE(record) << record.error();
    record.value().write(some_request());
    EXPECT_TRUE(record.value().is_whole());
  }
  file.append("{\"answered\":[9,4],\"outco");
  auto again = RecordFile::open(file.path, Deck{}, past);
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(past.asked.size(), 1U);
  again.value().write(some_answer());
  const auto all = load_record(file.path);
  ASSERT_TRUE(all) << all.error();
  EXPECT_EQ(all.value().answered, std::vector<Answered>{some_answer()});
}

TEST(Record, TakesWhatAnotherTillWritesBesideIt) {
  const File file;
  Record past;
  auto record = RecordFile::open(file.path, Deck{}, past);
  ASSERT_TRUE(record) << record.error();
  record.value().write(some_request());
  file.append(to_line(some_answer()));
  record.value().write(some_request());
  const auto all = load_record(file.path);
  ASSERT_TRUE(all) << all.error();
  EXPECT_EQ(all.value().asked.size(), 2U);
  EXPECT_EQ(all.value().answered, std::vector<Answered>{some_answer()});
}

TEST(Record, OfOtherCardsIsNotGoneOnWith) {
  const File file;
  Record past;
  ASSERT_TRUE(RecordFile::open(file.path, Deck{1, "627550"}, past));
  const auto other = RecordFile::open(file.path, Deck{2, "627550"}, past);
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().find("is a record of other cards"), std::string::npos);
}

TEST(ReceiptBook, KeepsReceiptsUntilTheyAreCoveredAndTheLastHeadForGood) {
  ReceiptBook book;
  for (const std::uint64_t seq : {1U, 2U, 3U}) book.keep(receipt_at(seq));
  book.keep(receipt_at(3));
  EXPECT_EQ(book.receipts().size(), 3U);
  book.covered(kShop, Seq(2));
  ASSERT_EQ(book.receipts().size(), 1U);
  EXPECT_EQ(book.receipts().front(), receipt_at(3));
  book.keep(receipt_at(4));
  EXPECT_FALSE(book.has_former(kShop));
  const store_node::HandBack given{1, book.receipts()};
  using store_node::HandBackOutcome;
  for (const auto outcome : {HandBackOutcome::Unspecified, HandBackOutcome::Held,
                             HandBackOutcome::Kept, HandBackOutcome::Refused}) {
    book.handed_back(given, {1, {outcome, outcome}});
    EXPECT_EQ(book.receipts(), given.receipts) << "a node may lose what it holds";
  }
  book.handed_back(given, {1, {HandBackOutcome::Held, HandBackOutcome::Covered}});
  EXPECT_EQ(book.receipts(), std::vector{receipt_at(3)});
  book.handed_back(given, {1, {HandBackOutcome::Covered, HandBackOutcome::Covered}});
  EXPECT_TRUE(book.receipts().empty());
  ASSERT_TRUE(book.witness());
  EXPECT_EQ(book.witness()->seq, Seq(4));
  EXPECT_EQ(book.witness()->hash, hash_at(receipt_at(4)));
}

}  // namespace
}  // namespace perk::ops

// What can still be read of a damaged database is kept as a former log's, and whatever cannot: that log is
// given up.
#include "store_node/sqlite/salvage.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "store_node/sqlite/former_logs.h"
#include "store_node/sqlite/open_journal.h"
#include "sync/crypto/hash_chain.h"
#include "tests/store_node/damage.h"
#include "tests/store_node/scratch.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

using namespace store_node;
namespace fs = std::filesystem;

constexpr std::uint64_t kEvents = 400;

class SalvageTest : public ::testing::Test {
 protected:
  /// A shop's first life: it leaves a sound database of kEvents events.
  SalvageTest() {
    const auto journal = std::move(start(store(3)).journal);
    Commit commit;
    LogHead head = journal->head().value();
    for (std::uint64_t seq = 1; seq <= kEvents; ++seq) {
      EventBytes bytes(50, static_cast<std::uint8_t>(seq));
      head = {Seq(seq), sync::log_link(head.hash, Seq(seq), bytes)};
      commit.own.push_back({head.seq, head.hash, std::move(bytes), request(seq)});
    }
    EXPECT_TRUE(journal->commit(commit));
  }
  OpenedJournal start(Origin incarnation) {
    auto opened = open_journal(
        path_, StoreId(3), [=] { return incarnation; }, "now");
    EXPECT_TRUE(opened) << opened.error().sentence;
    return std::move(opened).value();
  }
  /// The next life, on the damaged file; what it keeps of the former log.
  std::vector<OwnEvent> salvaged() {
    const OpenedJournal opened = start(store(77));
    EXPECT_TRUE(opened.set_aside);
    EXPECT_EQ(opened.journal->identity().incarnation, store(77));
    EXPECT_TRUE(fs::exists(path_ + ".damaged-now")) << "it stays set aside";
    const auto former = find_former_logs(path_);
    EXPECT_EQ(former.size(), 1U);
    if (former.size() != 1) return {};
    EXPECT_EQ(former[0].incarnation, store(3));
    const auto reader = SqliteLogReader::open(former[0].database);
    EXPECT_TRUE(reader);
    return reader ? reader.value()->read_log(Seq(), 1'000'000).value() : std::vector<OwnEvent>();
  }

  ScratchDirectory directory_;
  std::string path_ = directory_.file("store.db");
};

TEST_F(SalvageTest, WhereTheLogIsWholeAllOfItIsKept) {
  overwrite_pages(path_, root_page(path_, "log_by_request"), 1);
  const auto events = salvaged();
  ASSERT_EQ(events.size(), kEvents);
  LogHead head{Seq(), sync::log_genesis(StoreId(3), store(3))};
  for (const OwnEvent& event : events) {
    EXPECT_EQ(event.hash, sync::log_link(head.hash, head.seq.next(), event.bytes));
    head = {event.seq, event.hash};
  }
}

TEST_F(SalvageTest, APageOfTheLogThatIsLostHidesNoOther) {
  overwrite_pages(path_, middle_leaf_page(path_, "log"), 1);
  const auto events = salvaged();
  ASSERT_FALSE(events.empty());
  EXPECT_LT(events.size(), kEvents);
  EXPECT_GT(events.size(), kEvents / 2);
  int gaps = 0;
  Seq before;
  for (const OwnEvent& event : events) gaps += std::exchange(before, event.seq).next() != event.seq;
  EXPECT_EQ(gaps, 1);
  EXPECT_EQ(events.back().seq, Seq(kEvents));
}

TEST_F(SalvageTest, OfAFileThatCannotBeReadItIsKnownWhichLogItHeld) {
  overwrite_pages(path_, 1, 1);
  EXPECT_TRUE(salvaged().empty());
}

TEST_F(SalvageTest, NobodySaysWhichLogWasHeldByAFileFromBeforeThatWasNoted) {
  overwrite_pages(path_, 1, 1);
  fs::remove(directory_.file("store.incarnation"));
  const OpenedJournal opened = start(store(77));
  EXPECT_TRUE(opened.set_aside);
  EXPECT_TRUE(find_former_logs(path_).empty());
}

TEST_F(SalvageTest, TheNoteIsOfTheLogThatRanLast) {
  EXPECT_EQ(noted_log(path_), store(3));
  fs::remove(path_);
  static_cast<void>(start(store(77)));
  EXPECT_EQ(noted_log(path_), store(77));
}

TEST_F(SalvageTest, ALifeThatEndedWhileItKeptWhatItReadDoesItAgain) {
  overwrite_pages(path_, root_page(path_, "log_by_request"), 1);
  std::ofstream(path_ + ".salvage") << "half of it";
  std::ofstream(path_ + ".salvage-wal") << "half of it";
  EXPECT_EQ(salvaged().size(), kEvents);
}

}  // namespace
}  // namespace perk::test

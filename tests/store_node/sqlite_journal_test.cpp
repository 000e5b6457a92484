// What only a file can suffer: other writers, a wrong owner, a full disk, damage, tampering.
#include "store_node/sqlite/sqlite_journal.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_node/sqlite/open_journal.h"
#include "sync/crypto/hash_chain.h"
#include "tests/store_node/scratch.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

using namespace store_node;

class SqliteJournalTest : public ::testing::Test {
 protected:
  LogIdentity identity_{StoreId(3), store(3)};
  ScratchDirectory directory_;
  std::string path_ = directory_.file("store.db");

  std::unique_ptr<SqliteJournal> open(SqliteLimits limits = {}) {
    auto opened = SqliteJournal::open(path_, identity_, limits);
    EXPECT_TRUE(opened) << opened.error().sentence;
    return std::move(opened).value();
  }
  static Result<Done, StorageError> append(Journal& journal, std::size_t size = 50) {
    const auto head = journal.head().value();
    const EventBytes bytes(size, 0x5a);
    Commit commit;
    commit.own.push_back({head.seq.next(), sync::log_link(head.hash, head.seq.next(), bytes), bytes,
                          request(head.seq.next().value())});
    return journal.commit(commit);
  }
  void append_events(int count) {
    const auto journal = open();
    for (int i = 0; i < count; ++i) ASSERT_TRUE(append(*journal));
  }
  /// Runs SQL on the file as an intruder would; the error, or "".
  std::string tamper(const std::string& sql) {
    sqlite3* database = nullptr;
    sqlite3_open(path_.c_str(), &database);
    char* error = nullptr;
    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error);
    const std::string said = error == nullptr ? "" : error;
    sqlite3_free(error);
    sqlite3_close(database);
    return said;
  }
  std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  Result<OpenedJournal, OpenFailure> start() {
    return open_journal(
        path_, StoreId(3), [] { return store(77); }, "now");
  }
};

TEST_F(SqliteJournalTest, RecordsAreRefusedEveryUpdateAndDelete) {
  append_events(2);
  const std::map<std::string, std::string> rows = {
      {"log", "(3, x'00', x'00', NULL, NULL)"},
      {"declines", "(1, 1, x'00', 'card_unknown')"},
      {"replica", "(1, 1, 1, 1, x'00', NULL, NULL)"},
      {"handed_back", "(1, 1, x'00', x'00', x'00', x'00', x'00')"}};
  for (const auto& [table, row] : rows) {
    EXPECT_EQ(tamper("INSERT INTO " + table + " VALUES " + row), "");
    EXPECT_EQ(tamper("DELETE FROM " + table), table + " is append-only");
  }
  EXPECT_EQ(tamper("UPDATE declines SET reason = ''"), "declines is append-only");
  EXPECT_EQ(tamper("UPDATE replica SET bytes = x''"), "replica is append-only");
  EXPECT_EQ(tamper("UPDATE handed_back SET bytes = x''"), "handed_back is append-only");
  EXPECT_EQ(tamper("UPDATE log SET bytes = x'00' WHERE seq = 1"), "log is append-only");
}

TEST_F(SqliteJournalTest, AFileOfAnotherStoreIsNotTouched) {
  append_events(1);
  const auto opened = SqliteJournal::open(path_, {StoreId(4), store(4)});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, OpenFailure::Kind::Unusable);
  EXPECT_EQ(opened.error().sentence,
            "The database " + path_ + " belongs to store 3, not to store 4.");
  EXPECT_EQ(open()->head().value().seq, Seq(1));
}

TEST_F(SqliteJournalTest, AMissingFileBeginsANewIncarnation) {
  const auto opened = start();
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened.value().is_new);
  EXPECT_EQ(opened.value().set_aside, std::nullopt);
  EXPECT_EQ(opened.value().journal->identity().incarnation, store(77));
}

TEST_F(SqliteJournalTest, ASoundFileGoesOnWithItsIncarnation) {
  append_events(1);
  const auto opened = start();
  ASSERT_TRUE(opened);
  EXPECT_FALSE(opened.value().is_new);
  EXPECT_EQ(opened.value().journal->identity(), identity_);
}

TEST_F(SqliteJournalTest, AChangedEventIsFoundByTheChain) {
  append_events(5);
  ASSERT_EQ(tamper("DROP TRIGGER log_keeps; UPDATE log SET bytes = x'00' WHERE seq = 3"), "");
  const auto opened = SqliteJournal::open(path_, identity_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, OpenFailure::Kind::Damaged);
  EXPECT_NE(opened.error().sentence.find("broken at event 3"), std::string::npos);
}

TEST_F(SqliteJournalTest, AMissingEventIsFoundByTheChain) {
  append_events(5);
  ASSERT_EQ(tamper("DROP TRIGGER log_stays; DELETE FROM log WHERE seq = 2"), "");
  const auto opened = SqliteJournal::open(path_, identity_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, OpenFailure::Kind::Damaged);
}

TEST_F(SqliteJournalTest, ADamagedFileIsSetAsideWhole) {
  append_events(400);
  {
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(4096 * 3);
    file << std::string(4096, '\xff');
  }
  const std::string damaged = read_file(path_);
  const auto opened = start();
  ASSERT_TRUE(opened) << opened.error().sentence;
  EXPECT_TRUE(opened.value().is_new);
  EXPECT_EQ(opened.value().journal->head().value().seq, Seq());
  ASSERT_TRUE(opened.value().set_aside);
  EXPECT_NE(opened.value().set_aside->find(path_ + ".damaged-now"), std::string::npos);
  EXPECT_EQ(read_file(path_ + ".damaged-now"), damaged) << "not a byte of it was changed";
}

TEST_F(SqliteJournalTest, AFileFromBeforeRequestsOfOthersWereKeptIsGoneOnWith) {
  append_events(3);
  EXPECT_EQ(tamper("DROP INDEX replica_by_request; ALTER TABLE replica DROP COLUMN counter; "
                   "ALTER TABLE replica DROP COLUMN terminal;"
                   "INSERT INTO replica VALUES (2, 1, 4294967301, 1, x'05');"),
            "");
  for (int start = 0; start < 2; ++start) {
    const auto journal = open();
    EXPECT_EQ(journal->head().value().seq, Seq(3));
    EXPECT_EQ(journal->find_request(request(9)).value().has_value(), start == 1);
    if (start == 1) break;
    Commit commit;
    const ReplicaItem heard{Shard(2), Position(2), event_id(store(4), 1), {6}, request(9)};
    commit.replica.push_back({{heard},
                              {sync::FeedId::shard(Shard(2)), Epoch(1), sync::FeedIndex(2),
                               sync::shard_genesis(Epoch(1), Shard(2))}});
    ASSERT_TRUE(journal->commit(commit));
    std::vector<ReplicaItem> replayed;
    ASSERT_TRUE(journal->replay_replica([&](const auto& item) { replayed.push_back(item); }));
    ASSERT_EQ(replayed.size(), 2U);
    EXPECT_EQ(replayed[0].request, std::nullopt);
    EXPECT_EQ(replayed[1], heard);
  }
}

TEST_F(SqliteJournalTest, WhatIsNoDatabaseIsSetAsideTooAndNeverOverwritten) {
  std::ofstream(path_) << std::string(5'000, 'x');
  std::ofstream(path_ + ".damaged-now") << "an earlier one";
  const auto opened = start();
  ASSERT_TRUE(opened) << opened.error().sentence;
  EXPECT_EQ(read_file(path_ + ".damaged-now"), "an earlier one");
  EXPECT_EQ(read_file(path_ + ".damaged-now-2"), std::string(5'000, 'x'));
}

TEST_F(SqliteJournalTest, AFileThatIsFullDeclinesAndGoesOnWhenThereIsRoom) {
  const auto journal = open({24});
  Seq stored;
  for (int i = 0; i < 100; ++i) {
    const auto appended = append(*journal, 4'000);
    if (!appended) {
      EXPECT_EQ(appended.error().failure, StorageFailure::Retry);
      break;
    }
    stored = journal->head().value().seq;
  }
  ASSERT_GT(stored, Seq());
  ASSERT_LT(stored, Seq(100)) << "24 pages cannot hold 100 events of a page each";
  EXPECT_EQ(journal->head().value().seq, stored);
  EXPECT_EQ(journal->own_event(stored.next()).value(), std::nullopt);
  const auto roomier = open();
  EXPECT_EQ(roomier->head().value().seq, stored) << "nothing that was acknowledged is lost";
  EXPECT_TRUE(append(*roomier, 4'000));
}

TEST_F(SqliteJournalTest, AReadOnlyFileIsOneClearSentence) {
  append_events(1);
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0555));
  std::filesystem::permissions(path_, std::filesystem::perms(0444));
  // Nothing is read-only to root: the child gives that up.
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (::geteuid() == 0 && ::seteuid(65534) != 0) ::_exit(9);
    const auto opened = SqliteJournal::open(path_, identity_);
    const bool is_clear = !opened && opened.error().kind == OpenFailure::Kind::Unusable &&
                          opened.error().sentence.find("cannot be used: ") != std::string::npos;
    ::_exit(is_clear ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0755));
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(SqliteJournalTest, AWriterThatIsLockedOutSaysThatNothingHappened) {
  const auto journal = open();
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto appended = append(*journal);
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().failure, StorageFailure::Retry);
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_TRUE(append(*journal));
}

TEST_F(SqliteJournalTest, TheUplinksReaderSeesEveryCommit) {
  const auto journal = open();
  const auto reader = SqliteLogReader::open(path_);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader.value()->head().value().seq, Seq());
  ASSERT_TRUE(append(*journal));
  EXPECT_EQ(reader.value()->head().value(), journal->head().value());
  EXPECT_EQ(reader.value()->read_log(Seq(), 1'000).value().size(), 1U);
  ASSERT_TRUE(journal->reopen());
  ASSERT_TRUE(append(*journal));
  EXPECT_EQ(reader.value()->head().value().seq, Seq(2));
}

TEST_F(SqliteJournalTest, ReopeningNeverMakesANewLogWhereTheOldOneWas) {
  const auto journal = open();
  ASSERT_TRUE(append(*journal));
  // The disk went away: under the name there is nothing, then an empty file, then an older log.
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
  EXPECT_FALSE(journal->reopen());
  EXPECT_FALSE(std::filesystem::exists(path_));
  std::ofstream(path_).close();
  EXPECT_FALSE(journal->reopen());
  EXPECT_EQ(read_file(path_), "");
  std::filesystem::remove(path_);
  open();
  EXPECT_FALSE(journal->reopen()) << "a log without the events that were durable is not this log";
  EXPECT_FALSE(journal->head());
}

TEST_F(SqliteJournalTest, CheckpointsKeepTheWriteAheadLogSmall) {
  const auto journal = open();
  for (int i = 0; i < 1'200; ++i) {
    ASSERT_TRUE(append(*journal));
    journal->housekeep();
  }
  // 1,200 commits of three pages would be 14 MB; 500 between checkpoints are about 6.
  EXPECT_LT(std::filesystem::file_size(path_ + "-wal"), 9U * 1024 * 1024);
}

}  // namespace
}  // namespace perk::test

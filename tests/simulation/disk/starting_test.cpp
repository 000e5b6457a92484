// What a shop makes of a disk that does not give every page at its start, or did not sync a commit.
#include <gtest/gtest.h>

#include "store_node/sqlite/sqlite_journal.h"
#include "tests/simulation/disk/journal_workload.h"
#include "tests/simulation/disk/virtual_vfs.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

using namespace store_node;

class StartingShop : public ::testing::TestWithParam<DiskFault::Lasting> {
 protected:
  StartingShop() {
    vfs_.mount("/disk-7", disk_);
    const auto journal = open().value();
    JournalWorkload workload(1);
    for (int left = 40; left > 0; --left) EXPECT_TRUE(journal->commit(workload.next(*journal)));
    end_ = journal->head().value();
  }
  static Result<std::unique_ptr<SqliteJournal>, OpenFailure> open() {
    return SqliteJournal::open("/disk-7/store.db", {StoreId(3), store(3)});
  }

  VirtualDisk disk_;
  VirtualVfs vfs_{1};
  LogHead end_;
};

TEST_P(StartingShop, APageThatCannotBeReadNowIsNotTakenForDamage) {
  bool was_met = true;
  for (std::uint64_t nth = 1; was_met; ++nth) {
    disk_.set_faults({{DiskCall::Read, nth, DiskFault::Effect::Io, GetParam()}});
    const auto opened = open();
    if (!opened) {
      EXPECT_EQ(opened.error().kind, OpenFailure::Kind::Unusable) << "at read " << nth;
    }
    was_met = disk_.faults().hits() > 0;
    disk_.set_faults({});
  }
  EXPECT_EQ(open().value()->head().value(), end_);
}

TEST(ReopenedShop, WhatItDidNotShowNeverComesBack) {
  const LogIdentity identity{StoreId(3), store(3)};
  VirtualDisk disk;
  VirtualVfs vfs(1);
  vfs.mount("/disk-7", disk);
  auto journal = SqliteJournal::open("/disk-7/store.db", identity).value();
  JournalWorkload workload(1);
  ASSERT_TRUE(journal->commit(workload.next_sale(*journal)));
  auto reader = SqliteLogReader::open("/disk-7/store.db").value();  // Keeps the write-ahead log.
  ASSERT_TRUE(reader->head());
  disk.set_faults({{DiskCall::Sync, 1, DiskFault::Effect::Io}});
  const auto done = journal->commit(workload.next_sale(*journal));
  ASSERT_FALSE(done);
  ASSERT_EQ(done.error().failure, StorageFailure::OutcomeUnknown);
  ASSERT_TRUE(journal->reopen());
  const LogHead shown = journal->head().value();
  VirtualDisk crashed = disk;
  crashed.crash(Unsynced::Lost);
  vfs.mount("/afterwards", crashed);
  EXPECT_EQ(SqliteJournal::open("/afterwards/store.db", identity).value()->head().value(), shown);
}

INSTANTIATE_TEST_SUITE_P(Reads, StartingShop,
                         ::testing::Values(DiskFault::Lasting::Once,
                                           DiskFault::Lasting::FromThenOn),
                         [](const auto& each) {
                           return each.param == DiskFault::Lasting::Once ? "FailOnce"
                                                                         : "FailFromThenOn";
                         });

}  // namespace
}  // namespace perk::test

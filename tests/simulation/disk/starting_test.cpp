// What a shop makes, at its start, of a disk that does not give every page.
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

INSTANTIATE_TEST_SUITE_P(Reads, StartingShop,
                         ::testing::Values(DiskFault::Lasting::Once,
                                           DiskFault::Lasting::FromThenOn),
                         [](const auto& each) {
                           return each.param == DiskFault::Lasting::Once ? "FailOnce"
                                                                         : "FailFromThenOn";
                         });

}  // namespace
}  // namespace perk::test

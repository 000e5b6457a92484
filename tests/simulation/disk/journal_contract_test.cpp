// The journal's contract, on SQLite on a virtual disk; a restart is a power cut that loses what was not synced.
#include "tests/contracts/journal_contract.h"

#include "store_node/sqlite/sqlite_journal.h"
#include "tests/simulation/disk/virtual_vfs.h"

namespace perk::test {
namespace {

using namespace store_node;

struct VirtualDiskUnderTest final : JournalUnderTest {
  explicit VirtualDiskUnderTest(const LogIdentity& log) : identity(log) {
    vfs.mount("/disk-7", disk);
    open();
  }
  Journal& journal() override { return *sqlite; }
  void restart() override {
    disk.set_faults({{DiskCall::Any, 1, DiskFault::Effect::PowerCut}});
    sqlite.reset();
    disk.crash(Unsynced::Lost);
    open();
  }
  void open() { sqlite = SqliteJournal::open("/disk-7/store.db", identity).value(); }

  VirtualDisk disk;
  VirtualVfs vfs{1};
  LogIdentity identity;
  std::unique_ptr<SqliteJournal> sqlite;
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Journals, JournalContract,
                         ::testing::Values(JournalMaker{
                             "SqliteOnAVirtualDisk",
                             [](const LogIdentity& identity) {
                               return std::make_unique<VirtualDiskUnderTest>(identity);
                             }}),
                         [](const auto& each) { return each.param.name; });

}  // namespace perk::test

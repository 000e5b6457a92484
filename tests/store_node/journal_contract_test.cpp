// The journal's contract, on memory and on SQLite.
#include "tests/contracts/journal_contract.h"

#include "store_node/memory/memory_journal.h"
#include "store_node/sqlite/sqlite_journal.h"
#include "tests/store_node/scratch.h"

namespace perk::test {
namespace {

using namespace store_node;

/// Its disk is the object itself, so it cannot be restarted; all else must hold.
struct MemoryUnderTest final : JournalUnderTest {
  explicit MemoryUnderTest(const LogIdentity& identity) : memory(identity) {}
  Journal& journal() override { return memory; }
  void restart() override {}
  MemoryJournal memory;
};

struct SqliteUnderTest final : JournalUnderTest {
  explicit SqliteUnderTest(const LogIdentity& log) : identity(log) { restart(); }
  Journal& journal() override { return *sqlite; }
  void restart() override {
    sqlite.reset();
    sqlite = SqliteJournal::open(directory.file("store.db"), identity).value();
  }
  ScratchDirectory directory;
  LogIdentity identity;
  std::unique_ptr<SqliteJournal> sqlite;
};

template <typename UnderTest>
JournalMaker maker(const std::string& name) {
  return {name, [](const LogIdentity& identity) { return std::make_unique<UnderTest>(identity); }};
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Journals, JournalContract,
                         ::testing::Values(maker<MemoryUnderTest>("Memory"),
                                           maker<SqliteUnderTest>("Sqlite")),
                         [](const auto& each) { return each.param.name; });

}  // namespace perk::test

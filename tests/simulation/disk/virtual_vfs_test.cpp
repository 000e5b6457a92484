// SQLite itself on a virtual disk.
#include "tests/simulation/disk/virtual_vfs.h"

#include <gtest/gtest.h>

#include "store_node/sqlite/database.h"

namespace perk::test {
namespace {

using store_node::sqlite::Database;
using store_node::sqlite::OpenMode;
using store_node::sqlite::SqliteFault;

struct VirtualVfsTest : ::testing::Test {
  VirtualVfsTest() { vfs.mount("/disk-7", disk); }
  std::unique_ptr<Database> open(OpenMode mode = OpenMode::Create) {
    auto database = std::make_unique<Database>("/disk-7/store.db", mode);
    if (mode == OpenMode::Create) {
      EXPECT_EQ(database->query_text("PRAGMA journal_mode=WAL"), "wal");
    }
    return database;
  }
  VirtualDisk disk;
  VirtualVfs vfs{1};
};

TEST_F(VirtualVfsTest, SeveralConnectionsSeeOneWriteAheadLog) {
  const auto writer = open();
  writer->execute("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
  const auto reader = open(OpenMode::ReadOnly);
  EXPECT_EQ(reader->query_number("SELECT count(*) FROM t"), 1);
  reader->execute("BEGIN");
  EXPECT_EQ(reader->query_number("SELECT count(*) FROM t"), 1);
  writer->execute("INSERT INTO t VALUES (2)");
  EXPECT_EQ(reader->query_number("SELECT count(*) FROM t"), 1) << "a reader's view stands still";
  reader->execute("COMMIT");
  EXPECT_EQ(reader->query_number("SELECT count(*) FROM t"), 2);
  writer->execute("BEGIN IMMEDIATE");
  const auto other = open();
  EXPECT_THROW(other->execute("BEGIN IMMEDIATE"), SqliteFault) << "one writer at a time";
  writer->execute("ROLLBACK");
  EXPECT_NO_THROW(other->execute("BEGIN IMMEDIATE"));
}

TEST_F(VirtualVfsTest, TheLastToCloseLeavesNoWriteAheadLog) {
  auto writer = open();
  auto reader = open(OpenMode::ReadOnly);
  writer->execute("CREATE TABLE t (x)");
  EXPECT_EQ(reader->query_number("SELECT count(*) FROM t"), 0);
  writer.reset();
  EXPECT_TRUE(disk.files().contains("store.db-wal"));
  reader.reset();
  EXPECT_TRUE(disk.files().contains("store.db-wal")) << "a read-only connection removes nothing";
  open().reset();
  EXPECT_FALSE(disk.files().contains("store.db-wal"));
}

TEST_F(VirtualVfsTest, AnEndedProcessLeavesItsWriteAheadLogToTheNext) {
  auto writer = open();
  writer->execute("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
  disk.end_process();
  EXPECT_THROW(writer->execute("INSERT INTO t VALUES (2)"), SqliteFault);
  const auto next = open();
  writer.reset();
  EXPECT_EQ(next->query_number("SELECT count(*) FROM t"), 1);
  next->execute("INSERT INTO t VALUES (3)");
}

TEST_F(VirtualVfsTest, TheSameSeedGivesTheSameFiles) {
  const auto files_of = [](std::uint64_t seed) {
    VirtualDisk made;
    VirtualVfs own(seed, VirtualVfs::Role::Default, "own");
    own.mount("/disk-8", made);
    {
      Database database("/disk-8/store.db", OpenMode::Create);
      static_cast<void>(database.query_text("PRAGMA journal_mode=WAL"));
      database.execute("CREATE TABLE t (x); INSERT INTO t VALUES (random()), (julianday('now'))");
      made.end_process();
    }
    std::vector<std::uint8_t> bytes;
    for (const auto& [name, size] : made.files()) {
      std::vector<std::uint8_t> file(size);
      const auto handle = made.open(name, VirtualDisk::IfMissing::Fail).value();
      EXPECT_EQ(made.read(handle, 0, file).value(), size);
      bytes.insert(bytes.end(), file.begin(), file.end());
    }
    return bytes;
  };
  EXPECT_GT(files_of(1).size(), 4'096U);
  EXPECT_EQ(files_of(1), files_of(1));
  EXPECT_NE(files_of(1), files_of(2));
}

TEST_F(VirtualVfsTest, PathsOfNoMountedDiskAreOnTheRealOne) {
  EXPECT_THROW(Database("/disk-70/store.db", OpenMode::ReadWrite), SqliteFault);
  Database in_memory(":memory:", OpenMode::Create);
  EXPECT_EQ(in_memory.query_number("SELECT 1"), 1);
  EXPECT_TRUE(disk.files().empty());
}

}  // namespace
}  // namespace perk::test

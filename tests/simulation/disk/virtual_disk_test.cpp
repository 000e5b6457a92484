// What survives what, on the disk itself.
#include "tests/simulation/disk/virtual_disk.h"

#include <gtest/gtest.h>

#include "tests/support/seeds.h"

namespace perk::test {
namespace {

class VirtualDiskTest : public ::testing::Test {
 protected:
  VirtualDisk disk_;

  FileHandle open(const std::string& name) {
    return disk_.open(name, VirtualDisk::IfMissing::Create).value();
  }
  Result<Done, DiskError> write(FileHandle handle, const std::string& text,
                                std::uint64_t offset = 0) {
    return disk_.write(handle, offset, std::vector<std::uint8_t>(text.begin(), text.end()));
  }
  /// A file whose name and first bytes are durable.
  FileHandle make_durable(const std::string& name, const std::string& text) {
    const FileHandle handle = open(name);
    EXPECT_TRUE(write(handle, text));
    EXPECT_TRUE(disk_.sync(handle));
    EXPECT_TRUE(disk_.sync_directory());
    return handle;
  }
  static std::string text_of(VirtualDisk& disk, const std::string& name) {
    const auto handle = disk.open(name, VirtualDisk::IfMissing::Fail);
    if (!handle) return "(missing)";
    std::vector<std::uint8_t> bytes(disk.size(handle.value()).value());
    EXPECT_EQ(disk.read(handle.value(), 0, bytes).value(), bytes.size());
    return {bytes.begin(), bytes.end()};
  }
  std::string text(const std::string& name) { return text_of(disk_, name); }
};

TEST_F(VirtualDiskTest, WhatWasSyncedSurvivesACrash) {
  const FileHandle log = make_durable("log", "coffee");
  ASSERT_TRUE(write(log, "TEA"));
  ASSERT_TRUE(disk_.truncate(log, 4));
  EXPECT_EQ(text("log"), "TEAf") << "written is read before it is durable";
  VirtualDisk kept = disk_;
  disk_.crash(Unsynced::Lost);
  EXPECT_EQ(text("log"), "coffee");
  kept.crash(Unsynced::Kept);
  EXPECT_EQ(text_of(kept, "log"), "TEAf");
}

TEST_F(VirtualDiskTest, ChanceLeavesEveryPartOfWhatWasNotSynced) {
  const FileHandle log = make_durable("log", std::string(1'024, '.'));
  ASSERT_TRUE(write(log, std::string(1'024, 'a')));
  ASSERT_TRUE(write(log, "b", 1'024));
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    VirtualDisk crashed = disk_;
    Random random(seed);
    crashed.crash([&] { return random.next(); });
    const std::string left = text_of(crashed, "log");
    seen.insert(
        {left[0], left[511], left[512], left[1'023], left.size() > 1'024 ? left[1'024] : '-'});
  }
  EXPECT_EQ(seen, (std::set<std::string>{"....-", "....b", "aa..-", "aa..b", "..aa-", "..aab",
                                         "aaaa-", "aaaab"}));
}

TEST_F(VirtualDiskTest, TheSameSeedLeavesTheSameBytes) {
  const FileHandle log = make_durable("log", "");
  for (std::uint64_t at = 0; at < 20; ++at)
    ASSERT_TRUE(write(log, std::string(700, static_cast<char>('a' + at)), at * 300));
  const auto crashed = [&](std::uint64_t seed) {
    VirtualDisk copy = disk_;
    Random random(seed);
    copy.crash([&] { return random.next(); });
    return text_of(copy, "log");
  };
  EXPECT_EQ(crashed(7), crashed(7));
  EXPECT_NE(crashed(7), crashed(8));
}

TEST_F(VirtualDiskTest, ANameIsDurableWithItsDirectory) {
  make_durable("old", "1");
  const FileHandle fresh = open("new");
  ASSERT_TRUE(write(fresh, "2"));
  ASSERT_TRUE(disk_.sync(fresh));
  VirtualDisk lost = disk_;
  lost.crash(Unsynced::Lost);
  EXPECT_EQ(text_of(lost, "new"), "(missing)") << "its bytes were durable, its name was not";
  ASSERT_TRUE(disk_.rename("new", "old"));
  ASSERT_TRUE(disk_.remove("old"));
  VirtualDisk before = disk_;
  before.crash(Unsynced::Lost);
  EXPECT_EQ(text_of(before, "old"), "1");
  ASSERT_TRUE(disk_.sync_directory());
  disk_.crash(Unsynced::Lost);
  EXPECT_TRUE(disk_.files().empty());
}

TEST_F(VirtualDiskTest, ARenameReplacesWhatHadTheName) {
  make_durable("a", "1");
  make_durable("b", "2");
  ASSERT_TRUE(disk_.rename("a", "b"));
  EXPECT_EQ(text("b"), "1");
  EXPECT_EQ(text("a"), "(missing)");
  disk_.crash(Unsynced::Lost);
  EXPECT_EQ(text("b"), "2");
  EXPECT_EQ(text("a"), "1");
}

TEST_F(VirtualDiskTest, AnOpenFileOutlivesItsName) {
  const FileHandle log = make_durable("log", "coffee");
  ASSERT_TRUE(disk_.remove("log"));
  std::array<std::uint8_t, 6> bytes{};
  EXPECT_EQ(disk_.read(log, 0, bytes).value(), 6U);
  EXPECT_EQ(text("log"), "(missing)");
}

TEST_F(VirtualDiskTest, ASyncThatFailedMayHaveDroppedWhatALaterOneReports) {
  const FileHandle log = make_durable("log", "coffee");
  disk_.set_faults({{DiskCall::Sync, 1, DiskFault::Effect::SyncDrops}});
  ASSERT_TRUE(write(log, "TEA"));
  ASSERT_FALSE(disk_.sync(log));
  ASSERT_TRUE(write(log, "E", 5));
  EXPECT_TRUE(disk_.sync(log));
  EXPECT_EQ(text("log"), "TEAfeE") << "the cache still shows it";
  EXPECT_EQ(disk_.snapshot().files(), disk_.files());
  VirtualDisk copied = disk_.snapshot();
  EXPECT_EQ(text_of(copied, "log"), "TEAfeE") << "and so does a copy";
  disk_.crash(Unsynced::Kept);
  EXPECT_EQ(text("log"), "coffeE");
}

TEST_F(VirtualDiskTest, ASyncThatFailedMayLeaveEverythingForTheNext) {
  const FileHandle log = make_durable("log", "coffee");
  disk_.set_faults({{DiskCall::Sync, 1, DiskFault::Effect::Io}});
  ASSERT_TRUE(write(log, "TEA"));
  ASSERT_FALSE(disk_.sync(log));
  ASSERT_TRUE(disk_.sync(log));
  disk_.crash(Unsynced::Lost);
  EXPECT_EQ(text("log"), "TEAfee");
}

TEST_F(VirtualDiskTest, TheNthCallFailsOnceOrFromThenOn) {
  const FileHandle log = make_durable("log", "coffee");
  disk_.set_faults({{DiskCall::Write, 2, DiskFault::Effect::Full}});
  EXPECT_TRUE(write(log, "1"));
  EXPECT_EQ(write(log, "2").error(), DiskError::Full);
  EXPECT_TRUE(write(log, "3"));
  disk_.set_faults({{DiskCall::Any, 2, DiskFault::Effect::Io, DiskFault::Lasting::FromThenOn}});
  EXPECT_TRUE(write(log, "4"));
  EXPECT_EQ(write(log, "5").error(), DiskError::Io);
  EXPECT_FALSE(disk_.sync(log));
  EXPECT_FALSE(disk_.open("log", VirtualDisk::IfMissing::Fail));
  EXPECT_EQ(disk_.faults().hits(), 3U);
  disk_.set_faults({});
  EXPECT_EQ(text("log"), "4offee") << "a call that failed changed nothing";
}

TEST_F(VirtualDiskTest, AfterAPowerCutNothingWorksUntilTheCrashIsOver) {
  const FileHandle log = make_durable("log", "coffee");
  disk_.set_faults({{DiskCall::Write, 1, DiskFault::Effect::PowerCut}});
  EXPECT_FALSE(write(log, "1"));
  std::array<std::uint8_t, 6> bytes{};
  EXPECT_FALSE(disk_.read(log, 0, bytes));
  EXPECT_FALSE(disk_.size(log));
  EXPECT_FALSE(disk_.sync_directory());
  disk_.crash(Unsynced::Kept);
  EXPECT_FALSE(disk_.read(log, 0, bytes)) << "a handle of another life";
  EXPECT_EQ(text("log"), "coffee");
}

TEST_F(VirtualDiskTest, AProcessThatEndsTakesItsHandlesWithItAndNoBytes) {
  const FileHandle log = make_durable("log", "coffee");
  ASSERT_TRUE(write(log, "TEA"));
  disk_.end_process();
  EXPECT_FALSE(write(log, "2"));
  EXPECT_EQ(text("log"), "TEAfee");
  disk_.crash(Unsynced::Lost);
  EXPECT_EQ(text("log"), "coffee");
}

TEST_F(VirtualDiskTest, AFullDiskTakesNoMoreAndGoesOnWhenThereIsRoom) {
  const FileHandle log = make_durable("log", "coffee");
  disk_.set_room(8);
  EXPECT_TRUE(write(log, "TEA", 5));
  EXPECT_EQ(write(log, "x", 8).error(), DiskError::Full);
  EXPECT_TRUE(write(log, "x", 7));
  disk_.set_room(9);
  EXPECT_TRUE(write(log, "x", 8));
}

TEST_F(VirtualDiskTest, ADiskThatLiesAboutSyncsLosesWhatItReported) {
  disk_.lie_about_syncs_of("-wal");
  make_durable("log", "coffee");
  make_durable("log-wal", "tea");
  disk_.crash(Unsynced::Lost);
  EXPECT_EQ(text("log"), "coffee");
  EXPECT_EQ(text("log-wal"), "");
}

}  // namespace
}  // namespace perk::test

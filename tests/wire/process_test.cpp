// The data directory, the log, the stop signal, the clock.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

#include "sync/process/data_directory.h"
#include "sync/process/log.h"
#include "sync/process/stop_signal.h"
#include "sync/process/system_clock.h"
#include "tests/wire/temporary_directory.h"

namespace perk::sync {
namespace {

namespace fs = std::filesystem;

TEST(DataDirectory, IsMadeForItsOwnerAlone) {
  const test::TemporaryDirectory parent;
  const auto directory = DataDirectory::open(parent.path() / "store-3");
  ASSERT_TRUE(directory) << directory.error();
  EXPECT_EQ(fs::status(parent.path() / "store-3").permissions(), fs::perms::owner_all);
  EXPECT_EQ(directory.value().file("log.db"), parent.path() / "store-3" / "log.db");
}

TEST(DataDirectory, ThatWasOpenToOthersIsClosedToThem) {
  const test::TemporaryDirectory parent;
  fs::permissions(parent.path(), fs::perms::all);
  ASSERT_TRUE(DataDirectory::open(parent.path()));
  EXPECT_EQ(fs::status(parent.path()).permissions(), fs::perms::owner_all);
}

TEST(DataDirectory, BelongsToOneProcessAtATime) {
  const test::TemporaryDirectory parent;
  const std::string path = parent.path().string();
  {
    const auto first = DataDirectory::open(path);
    ASSERT_TRUE(first);
    const auto second = DataDirectory::open(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error(), "The data directory " + path +
                                  " is in use by another process (process " +
                                  std::to_string(::getpid()) + ").");
  }
  EXPECT_TRUE(DataDirectory::open(path)) << "it was given back";
}

TEST(DataDirectory, KeepsItsLockWhenItIsMoved) {
  const test::TemporaryDirectory parent;
  auto first = DataDirectory::open(parent.path());
  ASSERT_TRUE(first);
  const DataDirectory moved = std::move(first).value();
  EXPECT_FALSE(DataDirectory::open(moved.path()));
}

TEST(DataDirectory, ThatIsAFileIsRefused) {
  const test::TemporaryDirectory parent;
  const std::string path = (parent.path() / "file").string();
  std::ofstream(path) << "x";
  const auto opened = DataDirectory::open(path);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), "The data directory " + path + " is not a directory.");
}

TEST(DataDirectory, WithoutAParentIsRefused) {
  const auto opened = DataDirectory::open("/nowhere/at/all");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(),
            "The data directory /nowhere/at/all cannot be created: No such file or directory.");
}

TEST(Log, WritesOneLineForEachFactWhateverIsInIt) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "perk.log";
  {
    const auto log = Log::open({LogLevel::Info, file});
    ASSERT_TRUE(log) << log.error();
    log.value().debug("too fine");
    log.value().info("store 3 listens {}");
    log.value().error("a peer said: bye\n2026-11-21 info all is well");
  }
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line.substr(line.find(' ')));
  EXPECT_EQ(lines,
            (std::vector<std::string>{" info store 3 listens {}",
                                      " error a peer said: bye 2026-11-21 info all is well"}));
}

TEST(Log, ThatCannotBeWrittenSaysWhere) {
  const test::TemporaryDirectory directory;
  const auto log = Log::open({LogLevel::Info, directory.path()});
  ASSERT_FALSE(log);
  EXPECT_TRUE(
      log.error().starts_with("Cannot write the log file " + directory.path().string() + ": "))
      << log.error();
}

TEST(Log, KnowsItsLevelsByName) {
  EXPECT_EQ(log_level_from_name("debug"), LogLevel::Debug);
  EXPECT_EQ(log_level_from_name("warning"), LogLevel::Warning);
  EXPECT_EQ(log_level_from_name("loud"), std::nullopt);
}

TEST(StopSignal, IsHeardOnceAndByName) {
  boost::asio::io_context io;
  std::vector<std::string> heard;
  const StopSignal stop(io, [&heard](const std::string& name) { heard.push_back(name); });
  ::raise(SIGTERM);
  io.run_for(std::chrono::seconds(10));  // Ends at once: after the signal nothing is waited for.
  EXPECT_EQ(heard, std::vector<std::string>{"SIGTERM"});
  EXPECT_TRUE(io.stopped());
}

TEST(StopSignal, ThatIsDisarmedLetsTheProgramEnd) {
  boost::asio::io_context io;
  StopSignal stop(io, [](const std::string&) { ADD_FAILURE() << "nobody sent a signal"; });
  stop.disarm();
  io.run_for(std::chrono::seconds(10));
  EXPECT_TRUE(io.stopped());
}

TEST(SystemClock, RunsForward) {
  const SystemClock clock;
  const Instant before = clock.monotonic();
  EXPECT_GE(clock.monotonic(), before);
  EXPECT_GT(clock.wall(), WallTime(1'700'000'000'000))
      << "the machine's clock says it is before November 2023";
}

}  // namespace
}  // namespace perk::sync

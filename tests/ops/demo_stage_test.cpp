#include <csignal>
#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "ops/cli/authority.h"
#include "ops/demo_run/child.h"
#include "ops/demo_run/stage_files.h"
#include "ops/demo_run/till_papers.h"
#include "sync/process/system_clock.h"

namespace perk::ops {
namespace {

/// A folder that is gone with the test.
struct Folder {
  std::filesystem::path path =
      std::filesystem::path(testing::TempDir()) / ("perk-stage-" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

TEST(Child, EndsWithItsOwner) {
  const Folder folder;
  auto child = Child::start({"/bin/sleep", "1000"}, folder.path / "log", Lifetime::EndsWithUs);
  ASSERT_TRUE(child) << child.error();
  const pid_t pid = child.value()->pid();
  EXPECT_TRUE(child.value()->is_running());
  child.value().reset();
  EXPECT_NE(kill(pid, 0), 0);
}

TEST(Child, ThatIsCrashedHasNoTimeToSayGoodbye) {
  const Folder folder;
  auto child = Child::start({"/bin/sh", "-c", "trap 'echo bye' TERM; echo up; while :; do :; done"},
                            folder.path / "log", Lifetime::EndsWithUs);
  ASSERT_TRUE(child) << child.error();
  while (read_whole(folder.path / "log") != "up\n" && child.value()->is_running()) {
  }
  EXPECT_FALSE(child.value()->was_crashed());
  child.value()->crash();
  EXPECT_FALSE(child.value()->is_running());
  EXPECT_TRUE(child.value()->was_crashed());
  EXPECT_EQ(child.value()->exit_code(), 128 + SIGKILL);
  EXPECT_EQ(read_whole(folder.path / "log"), "up\n");
}

TEST(Child, ThatFailsIsToldWithItsLastWords) {
  const Folder folder;
  EXPECT_TRUE(run_to_end({"/bin/true"}, folder.path / "log"));
  const auto outcome =
      run_to_end({"/bin/sh", "-c", "echo no database; exit 3"}, folder.path / "log");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error(), "sh failed: no database");
  const auto missing = run_to_end({"/no/such/program"}, folder.path / "log");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error(), "there is no program /no/such/program: build it first");
}

TEST(StageFiles, OnlyProgramsThatAreStillThemselvesAreEnded) {
  const Folder folder;
  auto child = Child::start({"/bin/sleep", "1000"}, folder.path / "log", Lifetime::EndsWithUs);
  ASSERT_TRUE(child) << child.error();
  const int pid = child.value()->pid();
  // Our own pid stands for one that was given to another program since.
  const std::string text = to_text({{getpid(), "perk-store"}, {pid, "sleep"}});
  EXPECT_EQ(text, std::to_string(getpid()) + " perk-store\n" + std::to_string(pid) + " sleep\n");
  const auto programs = running_programs(text);
  ASSERT_EQ(programs.size(), 2U);
  // The child becomes itself only after exec.
  while (std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/exe")
             .filename()
             .string()
             .rfind("sleep", 0) != 0) {
  }
  EXPECT_EQ(end_programs(programs), 1U);
  // A process lets go of its program a moment before it can be waited for.
  while (child.value()->is_running()) {
  }
  EXPECT_EQ(child.value()->exit_code(), 128 + SIGTERM);
}

TEST(StageFiles, AProgramStartedAgainByHandIsFoundByItsFolder) {
  const Folder folder;
  // A copy of sleep under the name of a server.
  std::filesystem::copy_file("/bin/sleep", folder.path / "perk-store");
  auto child =
      Child::start({folder.path / "perk-store", "1000"}, folder.path / "log", Lifetime::EndsWithUs);
  ASSERT_TRUE(child) << child.error();
  std::vector<RunningProgram> found;
  while (found.empty() && child.value()->is_running()) found = programs_of(folder.path);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().pid, child.value()->pid());
  EXPECT_TRUE(programs_of(folder.path / "elsewhere").empty());
}

TEST(StageFiles, OpenNoPlainListenerForTillsUnlessAllIsPlain) {
  const std::string shop = store_settings("shop", {"127.0.0.1", 0}, {"127.0.0.1", 7400});
  EXPECT_EQ((shop + private_shop_settings("shop")).find("insecure"), std::string::npos);
  EXPECT_NE((shop + insecure_settings()).find("insecure_loopback = true"), std::string::npos);
}

TEST(TillPapers, AreMadeOnceForEachTill) {
  const Folder folder;
  const WallTime now = sync::SystemClock().wall();
  ASSERT_TRUE(run_authority(MakeAuthority{folder.path / "ca", ""}, now));
  const TillPapers papers(folder.path / "ca", folder.path / "tills");
  const auto first = papers.of(TerminalId(1'001));
  ASSERT_TRUE(first) << first.error();
  ASSERT_TRUE(first.value().identity());
  EXPECT_EQ(first.value().identity()->party(), sync::Party::terminal(1'001));
  const auto again = papers.of(TerminalId(1'001));
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(again.value().identity()->facts(), first.value().identity()->facts());
  EXPECT_EQ(papers.of(TerminalId(1'002)).value().identity()->party(), sync::Party::terminal(1'002));
}

TEST(TillPapers, AreNoneWithoutAnAuthority) {
  const Folder folder;
  const TillPapers papers({}, folder.path / "tills");
  EXPECT_FALSE(papers.of(TerminalId(1'001)).value().identity());
  EXPECT_FALSE(std::filesystem::exists(folder.path / "tills"));
}

TEST(StageFiles, AreWrittenWholeOrNotAtAll) {
  const Folder folder;
  ASSERT_TRUE(write_whole(folder.path / "a", "one"));
  ASSERT_TRUE(write_whole(folder.path / "a", "two"));
  EXPECT_EQ(read_whole(folder.path / "a"), "two");
  EXPECT_FALSE(read_whole(folder.path / "b"));
  EXPECT_FALSE(write_whole(folder.path / "none" / "a", "one"));
}

}  // namespace
}  // namespace perk::ops

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/shell.h"
#include "tests/wire/temporary_directory.h"

namespace perk::test {
namespace {

/// A machine that calls itself something else.
class OtherMachine {
 public:
  explicit OtherMachine(const std::string& os_release)
      : path_(testing::TempDir() + "perk-os-release-" + std::to_string(getpid())) {
    std::ofstream(path_) << os_release;
  }
  ~OtherMachine() { std::remove(path_.c_str()); }
  OtherMachine(const OtherMachine&) = delete;
  OtherMachine& operator=(const OtherMachine&) = delete;

  [[nodiscard]] ShellOutcome bootstrap() const {
    return run_shell("PERK_OS_RELEASE=" + shell_word(path_) + " ops/bootstrap");
  }

 private:
  std::string path_;
};

/// Stand first in the PATH, and leave a note if anybody calls them.
class WatchedInstallers {
 public:
  WatchedInstallers() {
    for (const char* tool : {"apt-get", "sudo"}) {
      const auto file = folder_.path() / tool;
      std::ofstream(file) << "#!/bin/sh\necho $0 \"$@\" >>" << note() << "\nexit 1\n";
      std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    }
  }
  [[nodiscard]] ShellOutcome bootstrap() const {
    return run_shell("PATH=" + folder_.path().string() + ":$PATH ops/bootstrap");
  }
  [[nodiscard]] bool were_called() const { return std::filesystem::exists(note()); }

 private:
  [[nodiscard]] std::string note() const { return (folder_.path() / "called").string(); }
  TemporaryDirectory folder_;
};

TEST(Bootstrap, CallsNoInstallerWhenAllIsThere) {
  const WatchedInstallers installers;
  const auto outcome = installers.bootstrap();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_TRUE(outcome.output.ends_with("packages are installed")) << outcome.output;
  EXPECT_EQ(outcome.output.find('\n'), std::string::npos) << "one line, and nothing else";
  EXPECT_FALSE(installers.were_called());
}

TEST(Bootstrap, ElsewhereItPrintsTheListAndStops) {
  const OtherMachine other("ID=fedora\nVERSION_ID=40\n");
  const auto outcome = other.bootstrap();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.output.find("\n    postgresql-15\n"), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("this machine is 'fedora 40', not Debian 12"), std::string::npos)
      << outcome.output;
}

TEST(Bootstrap, AnOlderDebianIsElsewhere) {
  const OtherMachine other("ID=debian\nVERSION_ID=\"11\"\n");
  EXPECT_EQ(other.bootstrap().exit_code, 1);
}

}  // namespace
}  // namespace perk::test

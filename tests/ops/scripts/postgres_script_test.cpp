#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/shell.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;

/// A folder for one cluster, gone with the test.
class PostgresScript : public testing::Test {
 protected:
  PostgresScript() : folder_(testing::TempDir() + "perk-cluster-" + std::to_string(getpid())) {}
  ~PostgresScript() override {
    run("remove");
    fs::remove_all(folder_);
  }

  ShellOutcome run(const std::string& command, const std::string& options = "") {
    return run_shell("ops/postgres " + command + " " + shell_word(folder_) + " " + options);
  }

  ShellOutcome sql(const std::string& statement) {
    return run_shell("psql -qAtX \"$(cat " + shell_word(folder_ + "/conninfo") + ")\" -c " +
                     shell_word(statement));
  }

  std::string folder_;
};

TEST_F(PostgresScript, StartsSaysWhereItIsAndStops) {
  const auto started = run("start", "--fast");
  ASSERT_EQ(started.exit_code, 0) << started.output;
  EXPECT_NE(started.output.find("postgresql://perk@127.0.0.1:"), std::string::npos);
  EXPECT_EQ(run("status").exit_code, 0);
  EXPECT_EQ(sql("show data_checksums").output, "on");
  EXPECT_EQ(sql("show listen_addresses").output, "127.0.0.1");
  EXPECT_EQ(run("stop").exit_code, 0);
  EXPECT_EQ(run("status").exit_code, 3);
}

TEST_F(PostgresScript, StartingTwiceIsStartingOnce) {
  const auto first = run("start", "--fast");
  ASSERT_EQ(first.exit_code, 0) << first.output;
  EXPECT_EQ(run("start", "--fast").output, first.output);
}

TEST_F(PostgresScript, KeepsWhatWasCommittedOverAKillAndComesBackOnItsPort) {
  ASSERT_EQ(run("start").exit_code, 0);
  EXPECT_EQ(sql("show fsync").output, "on");
  EXPECT_EQ(sql("show synchronous_commit").output, "on");
  const auto port = sql("show port").output;
  ASSERT_EQ(sql("create table cup as select 42 as size").exit_code, 0);
  ASSERT_EQ(run("kill").exit_code, 0);
  EXPECT_EQ(run("status").exit_code, 3);
  ASSERT_EQ(run("start").exit_code, 0);
  EXPECT_EQ(sql("select size from cup").output, "42");
  EXPECT_EQ(sql("show port").output, port);
}

TEST_F(PostgresScript, TouchesNoClusterThatItDidNotMake) {
  fs::create_directories(folder_ + "/data");
  std::ofstream(folder_ + "/data/PG_VERSION") << "15\n";
  fs::permissions(folder_ + "/data", fs::perms::all);
  EXPECT_EQ(run("start").exit_code, 1);
  EXPECT_EQ(run("kill").exit_code, 3);
  EXPECT_EQ(run("remove").exit_code, 3);
  EXPECT_TRUE(fs::exists(folder_ + "/data/PG_VERSION"));
}

TEST_F(PostgresScript, RemovesAllThatItMade) {
  ASSERT_EQ(run("start", "--fast").exit_code, 0);
  ASSERT_EQ(run("remove").exit_code, 0);
  EXPECT_FALSE(fs::exists(folder_));
}

}  // namespace
}  // namespace perk::test

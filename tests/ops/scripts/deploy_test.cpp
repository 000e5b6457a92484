// ops/deploy: what it writes for a machine, and what it refuses to.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/shell.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;

class Deploy : public testing::Test {
 protected:
  Deploy() : folder_(testing::TempDir() + "perk-deploy-" + std::to_string(getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "passwords");
    for (const char* name : {"superuser", "replication", "rewind", "perk", "rest"}) {
      std::ofstream(folder_ / "passwords" / name) << "espresso-" << name << '\n';
      fs::permissions(folder_ / "passwords" / name, fs::perms::owner_read | fs::perms::owner_write);
    }
    std::ifstream example("ops/deploy/three-machines.example.conf");
    std::stringstream text;
    text << example.rdbuf();
    settings_ = text.str();
    replace("/etc/perk/database/passwords", (folder_ / "passwords").string());
  }
  ~Deploy() override { fs::remove_all(folder_); }

  void replace(const std::string& what, const std::string& by) {
    const auto at = settings_.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    settings_.replace(at, what.size(), by);
  }

  ShellOutcome run(const std::string& script, const std::string& words) {
    std::ofstream(folder_ / "cluster.conf") << settings_;
    return run_shell("ops/deploy/" + script + " " +
                     shell_word((folder_ / "cluster.conf").string()) + " " + words);
  }
  ShellOutcome render(const std::string& node) {
    return run("render", node + " " + shell_word((folder_ / "out").string()));
  }
  [[nodiscard]] std::string written(const std::string& file) const {
    std::ifstream stream(folder_ / "out" / file);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  fs::path folder_;
  std::string settings_;
};

TEST_F(Deploy, WritesWhatOneMachineRuns) {
  const auto outcome = render("b");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.output;
  const std::string patroni = written("patroni.yml");
  EXPECT_NE(patroni.find("connect_address: '10.7.0.12:5432'"), std::string::npos);
  EXPECT_NE(patroni.find("password: 'espresso-replication'"), std::string::npos);
  EXPECT_NE(patroni.find("synchronous_mode_strict: true"), std::string::npos);
  EXPECT_NE(patroni.find("hostssl perk perk 10.7.0.0/24 scram-sha-256"), std::string::npos);
  EXPECT_NE(patroni.find("\netcd:\n"), std::string::npos) << "another lease: see patroni.yml";
  EXPECT_EQ(patroni.find("fsync: 'off'"), std::string::npos);
  EXPECT_NE(written("etcd.yml").find("a=https://10.7.0.11:2380,b=https://10.7.0.12:2380"),
            std::string::npos);
  for (const char* file : {"patroni.yml", "etcd.yml", "perk-etcd.service", "perk-patroni.service"})
    EXPECT_EQ(
        run_shell("grep -E '@[A-Za-z_]+@' " + shell_word((folder_ / "out" / file).string())).output,
        "");
  EXPECT_EQ(fs::status(folder_ / "out/patroni.yml").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(Deploy, RefusesAPasswordThatOthersCanRead) {
  const fs::path file = folder_ / "passwords/replication";
  fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
  const auto outcome = render("a");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.output, "ops/deploy/render: others can read the password file " +
                                file.string() + " (mode 640): chmod 600 it");
  EXPECT_FALSE(fs::exists(folder_ / "out/patroni.yml"));
}

TEST_F(Deploy, RefusesToGoWithoutTlsBeyondLoopback) {
  replace("/etc/perk/database/tls", "off");
  const auto outcome = render("a");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(outcome.output.ends_with("'tls off' is for loopback only; node 'a' is at 10.7.0.11"))
      << outcome.output;
}

TEST_F(Deploy, RefusesSettingsThatMakeNoCluster) {
  EXPECT_EQ(render("d").exit_code, 2);
  replace("node       c 10.7.0.13 5432 8008 2379 2380", "");
  EXPECT_TRUE(render("a").output.ends_with(
      "there must be three nodes, for two to outvote one; there are 2"));
  replace("watchdog   automatic", "watchdog   'automatic'");
  EXPECT_EQ(render("a").exit_code, 1);
}

TEST_F(Deploy, MakesACertificateForEachNode) {
  const std::string into = (folder_ / "tls").string();
  ASSERT_EQ(run("certificates", shell_word(into)).exit_code, 0);
  const auto verified =
      run_shell("cd " + shell_word(into) +
                " && openssl verify -CAfile ca.crt -verify_ip 10.7.0.13 -purpose sslserver c.crt");
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
  EXPECT_EQ(fs::status(folder_ / "tls/c.key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace
}  // namespace perk::test

// ops/cluster: what head office's replicated database keeps when a node is killed, halted or restored. Each
// test runs a cluster of its own. At best: 10 s until it is up, 12 until another node has taken over.
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tests/ops/scripts/trial_cluster.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;

constexpr auto kWhole =
    R"([[ $(grep -cE '^[abc] +(primary|standby) +[0-9]+ ' <<<"$status") == 3 ]])";

/// Which of these process ids still run; a zombie that nobody waited for does not.
std::string running(const std::string& ids) {
  return run_shell("for id in " + ids +
                   "; do ps -o pid=,stat=,args= -p $id; done | awk '$2 !~ /^Z/'")
      .output;
}

TEST(ReplicatedOffice, ACommittedRowIsThereWhenItsPrimaryWasKilled) {
  const TrialCluster cluster;
  const auto up = cluster.run("up --fast");
  ASSERT_EQ(up.exit_code, 0) << up.output;
  EXPECT_EQ(cluster.run("up").output,
            "ops/cluster: it is up already in " + cluster.folder() + ": see ops/cluster status");
  ASSERT_EQ(cluster.sql("create table cup as select 42 as size").exit_code, 0);
  const std::string first = cluster.node_that_is("primary");
  ASSERT_EQ(cluster.run("kill " + first).exit_code, 0);
  EXPECT_EQ(cluster.run("kill " + first).output, "ops/cluster: node " + first + " is not up");
  EXPECT_EQ(cluster.run("status").exit_code, 3);
  EXPECT_EQ(cluster.sql("insert into cup values (43) returning size").output, "43");
  EXPECT_EQ(cluster.sql("select string_agg(size::text, ' ' order by size) from cup").output,
            "42 43");

  const auto rejoined = cluster.run("rejoin " + first);
  ASSERT_EQ(rejoined.exit_code, 0) << rejoined.output;
  EXPECT_TRUE(cluster.comes_to(kWhole));
  EXPECT_EQ(cluster.sql_at(first, "select max(size) from cup", 5).output, "43");

  const std::string processes = cluster.processes();
  EXPECT_EQ(std::count(processes.begin(), processes.end(), ' '), 8) << processes;
  ASSERT_EQ(cluster.run("down").exit_code, 0);
  EXPECT_EQ(running(processes), "");
  EXPECT_EQ(cluster.run("down").exit_code, 3);
  ASSERT_EQ(cluster.run("remove").exit_code, 0);
  EXPECT_FALSE(fs::exists(cluster.folder()));
}

// Its PostgreSQL goes on as a primary, and its Patroni wakes in the belief that the lease is its own. With 'etcd3'
// in patroni.yml and Patroni 3.0.2, this fails about every other time; that it says 'etcd', deploy_test holds.
TEST(ReplicatedOffice, APrimaryThatWasHaltedDoesNotTakeThePlaceOfItsSuccessor) {
  const TrialCluster cluster;
  const auto up = cluster.run("up --fast");
  ASSERT_EQ(up.exit_code, 0) << up.output;
  ASSERT_EQ(cluster.sql("create table cup(size int)").exit_code, 0);
  const std::string halted = cluster.node_that_is("primary");
  ASSERT_EQ(cluster.run("pause " + halted).exit_code, 0);
  ASSERT_TRUE(cluster.comes_to("grep -q zombie <<<\"$status\" && [[ $status != *$'\\n'no* ]]"));

  const std::string successor = cluster.node_that_is("primary");
  EXPECT_EQ(cluster.sql_at(successor, "insert into cup values (44) returning size", 20).output,
            "44");
  EXPECT_EQ(cluster.sql_at(halted, "insert into cup values (666)", 1).exit_code, 124)
      << "a commit was answered that the majority does not have";

  ASSERT_EQ(cluster.run("resume " + halted).exit_code, 0);
  EXPECT_TRUE(cluster.comes_to(kWhole));
  EXPECT_EQ(cluster.node_that_is("primary"), successor);
  EXPECT_EQ(cluster.sql("select size from cup").output, "44");
}

TEST(ReplicatedOffice, ABackupBringsBackWhatWasCommittedByATimeAndNoMore) {
  const TrialCluster cluster;
  const TrialCluster restored;
  const std::string backup = shell_word(cluster.folder() + "-backup");
  ASSERT_EQ(cluster.run("up --fast").exit_code, 0);
  ASSERT_EQ(cluster.run("backup " + backup).exit_code, 0);
  ASSERT_EQ(cluster.sql("create table cup as select 1 as size").exit_code, 0);
  const std::string time = cluster.sql("select clock_timestamp()").output;
  ASSERT_EQ(cluster.sql("insert into cup values (2)").exit_code, 0);
  const auto added = cluster.run("backup " + backup);
  ASSERT_EQ(added.exit_code, 0) << added.output;
  ASSERT_EQ(cluster.run("remove").exit_code, 0);

  const std::string restore =
      "ops/cluster restore " + backup + " --into " + shell_word(restored.folder());
  EXPECT_EQ(run_shell(restore + " --to 2001-01-01").exit_code, 1);
  EXPECT_EQ(run_shell(restore + " --to 2999-01-01").exit_code, 1);
  EXPECT_EQ(run_shell(restore + " --to soon").exit_code, 2);
  const auto outcome = run_shell(restore + " --fast --to " + shell_word(time));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(restored.sql("select size from cup").output, "1");
  fs::remove_all(cluster.folder() + "-backup");
}

TEST(ReplicatedOffice, WhatMakesNoSenseIsRefusedInASentence) {
  const TrialCluster cluster;
  const auto status = cluster.run("status");
  EXPECT_EQ(status.exit_code, 3);
  EXPECT_EQ(status.output, "ops/cluster: there is no cluster in " + cluster.folder());
  EXPECT_EQ(cluster.run("pour").output, "ops/cluster: there is no command 'pour' (try --help)");
  EXPECT_EQ(cluster.run("kill").output, "ops/cluster: 'kill' needs a node");
  EXPECT_EQ(cluster.run("kill a b").exit_code, 2);
  EXPECT_EQ(cluster.run("up --slow").exit_code, 2);
  fs::create_directories(cluster.folder());
  fs::create_directory(cluster.folder() + "/servers-of-somebody-else");
  EXPECT_EQ(cluster.run("up").output,
            "ops/cluster: " + cluster.folder() + " holds something else: use another --dir");
  EXPECT_EQ(cluster.run("remove").exit_code, 3);
  EXPECT_TRUE(fs::exists(cluster.folder() + "/servers-of-somebody-else"));
  fs::remove_all(cluster.folder());
}

}  // namespace
}  // namespace perk::test

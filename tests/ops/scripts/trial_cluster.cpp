#include "tests/ops/scripts/trial_cluster.h"

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include <gtest/gtest.h>
#include <unistd.h>

namespace perk::test {
namespace {

// Not Debian's psql, which takes a quarter of a second to choose a version.
constexpr auto kPsql = "/usr/lib/postgresql/15/bin/psql -XqAt -v ON_ERROR_STOP=1 ";

int made = 0;

/// In memory, where there is enough: what a killed process wrote stays there too, and a fsync takes no time.
std::string place() {
  constexpr std::uintmax_t kEnough = 4'000'000'000;  // bytes; a cluster takes one
  std::error_code error;
  const auto memory = std::filesystem::space("/dev/shm", error);
  return !error && memory.available > kEnough ? "/dev/shm/" : testing::TempDir();
}

}  // namespace

TrialCluster::TrialCluster()
    : folder_(place() + "perk-trial-" + std::to_string(getpid()) + "-" + std::to_string(++made)) {
  // Its input ends when this process lets go of it or dies; nobody else holds the other end ("e").
  const std::string script = std::filesystem::absolute("ops/cluster").string();
  const std::string guard =
      "trap '' INT TERM HUP; cat >/dev/null; " + script + " remove --dir " + shell_word(folder_);
  watchdog_ = popen(("exec setsid sh -c " + shell_word(guard)).c_str(), "we");
  if (watchdog_ == nullptr) throw std::runtime_error("cannot start the watchdog");
}

TrialCluster::~TrialCluster() { pclose(watchdog_); }

ShellOutcome TrialCluster::run(const std::string& words) const {
  return run_shell("ops/cluster " + words + " --dir " + shell_word(folder_));
}

ShellOutcome TrialCluster::sql(const std::string& statement) const {
  const std::string query = kPsql + std::string("\"$(cat ") + shell_word(folder_ + "/conninfo") +
                            ")\" -c " + shell_word(statement);
  return run_shell("timeout 60 sh -c " + shell_word("until " + query + " 2>/dev/null; do :; done"));
}

ShellOutcome TrialCluster::sql_at(const std::string& node, const std::string& statement,
                                  int seconds) const {
  return run_shell("PGPASSFILE=" + shell_word(folder_ + "/passwords/perk.pgpass") + " timeout " +
                   std::to_string(seconds) + " " + kPsql + "-h 127.0.0.1 -U perk -d perk -p " +
                   port_of(node) + " -c " + shell_word(statement));
}

ShellOutcome TrialCluster::sql_by(const std::string& url, const std::string& statement,
                                  int seconds) const {
  return run_shell("timeout " + std::to_string(seconds) + " " + kPsql + "-d " + shell_word(url) +
                   " -c " + shell_word(statement));
}

std::string TrialCluster::node_that_is(const std::string& role) const {
  return run_shell("ops/cluster status --dir " + shell_word(folder_) + " | awk '$2 == \"" + role +
                   "\" { print $1 }'")
      .output;
}

bool TrialCluster::comes_to(const std::string& shell_test, int seconds) const {
  const std::string once =
      "status=$(ops/cluster status --dir " + shell_word(folder_) + "); " + shell_test;
  return run_shell("timeout " + std::to_string(seconds) + " bash -c " +
                   shell_word("until " + once + "; do :; done"))
             .exit_code == 0;
}

std::string TrialCluster::status_of(const std::string& node, int column) const {
  return run_shell("ops/cluster status --dir " + shell_word(folder_) + " | awk '$1 == \"" + node +
                   "\" { print $" + std::to_string(column) + " }'")
      .output;
}

std::string TrialCluster::url_of(const std::string& nodes) const {
  std::string hosts;
  for (const char node : nodes)
    hosts += (hosts.empty() ? "" : ",") + ("127.0.0.1:" + port_of(std::string(1, node)));
  return "postgresql://perk@" + hosts +
         "/perk?target_session_attrs=read-write&passfile=" + folder_ + "/passwords/perk.pgpass";
}

std::string TrialCluster::port_of(const std::string& node) const {
  return run_shell("awk '$1 == \"node\" && $2 == \"" + node + "\" { print $4 }' " +
                   shell_word(folder_ + "/cluster.conf"))
      .output;
}

// Each is halted before its children are listed, so that it has no more of them.
bool TrialCluster::signal_postgres(const std::string& node, const std::string& signal) const {
  const std::string first = status_of(node, 7);
  if (first.empty() || first == "-") return false;
  const std::string tree =
      "tree() { local id; for id; do kill -STOP $id || continue; echo $id; tree $(pgrep -P $id); "
      "done; }; all=$(tree " +
      first + "); kill -" + signal + " $all";
  return run_shell("bash -c " + shell_word(tree)).exit_code == 0;
}

std::string TrialCluster::processes() const {
  return run_shell("ops/cluster status --dir " + shell_word(folder_) +
                   " | awk '$1 ~ /^[abc]$/ { print $6, $7, $8 }' | tr -d - | xargs")
      .output;
}

}  // namespace perk::test

// A trial cluster of ops/cluster for one test: three etcd, three Patroni, three PostgreSQL.
#pragma once

#include <cstdio>
#include <string>

#include "tests/support/shell.h"

namespace perk::test {

/// Gone with the object, with all its processes, and also when the test's process dies in whatever way.
class TrialCluster {
 public:
  TrialCluster();
  ~TrialCluster();
  TrialCluster(const TrialCluster&) = delete;
  TrialCluster& operator=(const TrialCluster&) = delete;

  [[nodiscard]] const std::string& folder() const { return folder_; }
  /// `ops/cluster WORDS --dir FOLDER`.
  [[nodiscard]] ShellOutcome run(const std::string& words) const;
  /// As head office would: at whichever node takes writes. Asked again, for a minute at most, while none does.
  [[nodiscard]] ShellOutcome sql(const std::string& statement) const;
  /// At one node, whatever it is, once; it answers within `seconds`, or the exit code is 124.
  [[nodiscard]] ShellOutcome sql_at(const std::string& node, const std::string& statement,
                                    int seconds) const;
  /// At the first server of a connection string that says it takes writes, once; else as sql_at().
  [[nodiscard]] ShellOutcome sql_by(const std::string& url, const std::string& statement,
                                    int seconds) const;
  /// How to connect to these nodes alone, tried in this order: "cb".
  [[nodiscard]] std::string url_of(const std::string& nodes) const;
  /// Sends a signal ("STOP", "CONT", "KILL") to a node's PostgreSQL, to all processes of it; its Patroni is
  /// left alone (`ops/cluster pause` halts that). False: it does not run.
  [[nodiscard]] bool signal_postgres(const std::string& node, const std::string& signal) const;
  /// The node that `status` shows so ("primary", "zombie"); empty if none is.
  [[nodiscard]] std::string node_that_is(const std::string& role) const;
  /// Repeats `status` until `shell_test` holds of its output ($status), for so many seconds at most.
  [[nodiscard]] bool comes_to(const std::string& shell_test, int seconds = 60) const;
  /// What stands in a column of `status` (from 1) for a node.
  [[nodiscard]] std::string status_of(const std::string& node, int column) const;
  /// Ids of all its processes, separated by spaces.
  [[nodiscard]] std::string processes() const;

 private:
  [[nodiscard]] std::string port_of(const std::string& node) const;

  std::string folder_;
  std::FILE* watchdog_ = nullptr;
};

}  // namespace perk::test

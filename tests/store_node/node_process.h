// A real perk-store as a child process: started, killed, asked to stop. Its end comes with the
// object's, whatever happened.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/store_node/scratch.h"

namespace perk::test {

/// A store's files: enrolment and key, and where its data and log go. Store 3, in euro.
class StoreFiles {
 public:
  StoreFiles();
  [[nodiscard]] std::vector<std::string> arguments() const;
  [[nodiscard]] std::string data() const { return directory_.file("data"); }
  [[nodiscard]] std::string database() const { return data() + "/store.db"; }
  [[nodiscard]] std::string file(const std::string& name) const { return directory_.file(name); }
  /// All that the node wrote to its log, in all its lives.
  [[nodiscard]] std::string log() const;

 private:
  ScratchDirectory directory_;
};

class NodeProcess {
 public:
  /// Starts it; waits until it serves (or has ended).
  explicit NodeProcess(const StoreFiles& files, const std::vector<std::string>& more = {});
  ~NodeProcess();
  NodeProcess(const NodeProcess&) = delete;
  NodeProcess& operator=(const NodeProcess&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// SIGKILL, and waits for the end.
  void kill();
  /// SIGTERM; the exit code.
  int stop();
  /// Waits for the end; the exit code, or minus the signal.
  int wait();

 private:
  void wait_until_serving(const StoreFiles& files);
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace perk::test

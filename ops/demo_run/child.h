// A program that this one started: ended with it, whatever happens, unless it is to be kept. Single-threaded.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

#include "ledger/result.h"

namespace perk::ops {

enum class Lifetime {
  EndsWithUs,  ///< Asked to stop even if this program is killed.
  Kept         ///< Lives on when this program ends; see the pid.
};

class Child {
 public:
  /// Starts a program in a session of its own (Ctrl-C does not reach it), its output appended to `log`.
  [[nodiscard]] static Result<std::unique_ptr<Child>, std::string> start(
      const std::vector<std::string>& command, const std::filesystem::path& log, Lifetime lifetime);
  /// Stops the program, unless it is kept.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] bool is_running();
  /// Of a program that has ended; 128 + signal if one ended it.
  [[nodiscard]] int exit_code() const { return exit_code_; }
  /// SIGTERM, and SIGKILL if it is still there after 10 s. Returns when it is gone.
  void stop();
  /// SIGKILL, as a power cut would end it. Returns when it is gone.
  void crash();
  [[nodiscard]] bool was_crashed() const { return was_crashed_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  Child(pid_t pid, std::string name, Lifetime lifetime)
      : pid_(pid), name_(std::move(name)), lifetime_(lifetime) {}
  pid_t pid_;
  std::string name_;
  Lifetime lifetime_;
  bool has_ended_ = false;
  bool was_crashed_ = false;
  int exit_code_ = -1;
};

/// Runs a program to its end. The error: it could not be run, or did not exit with 0; with its last line.
[[nodiscard]] Result<Done, std::string> run_to_end(const std::vector<std::string>& command,
                                                   const std::filesystem::path& log);

}  // namespace perk::ops

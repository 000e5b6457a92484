// A progress bar on a terminal; silence in a pipe. Writes to standard error, so that standard output
// stays what the command answers.
#pragma once

#include <cstdint>
#include <string>

namespace perk::ops {

enum class Audience { Terminal, Pipe };

class ProgressBar {
 public:
  explicit ProgressBar(Audience audience) : audience_(audience) {}
  ~ProgressBar() { finish(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(const std::string& what, std::uint64_t done, std::uint64_t total);
  /// Clears the line, if there is one.
  void finish();

 private:
  Audience audience_;
  bool is_shown_ = false;
};

/// "rebuilding balance  [#########...............]  37%  (3,700 of 10,000)". Pure.
[[nodiscard]] std::string progress_line(const std::string& what, std::uint64_t done,
                                        std::uint64_t total);

}  // namespace perk::ops

// The program's log: one line for each fact, with time and level, to stderr or a file.
//
//   auto log = Log::open({LogLevel::Info, {}});
//   log.value().info("store 3 listens on 127.0.0.1:7101");
//
// Whoever writes a fact answers for its content: never a card number, never a secret. What a peer or a
// person said may be part of it: control characters become spaces, so that it cannot forge a line.
// A cheap copyable handle; thread-safe; never throws, never blocks on anything but the file.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace spdlog {
class logger;
}

namespace perk::sync {

enum class LogLevel { Debug, Info, Warning, Error };
/// "debug", "info", "warning", "error".
[[nodiscard]] std::optional<LogLevel> log_level_from_name(std::string_view name);

struct LogOptions {
  LogLevel level = LogLevel::Info;            ///< Facts below it are dropped.
  std::optional<std::filesystem::path> file;  ///< Appended to; none: stderr.
};

class Log {
 public:
  /// The error is one clear sentence with the file's name.
  [[nodiscard]] static Result<Log, std::string> open(const LogOptions& options);
  /// Drops everything: for tests and tools.
  [[nodiscard]] static Log silent();

  void debug(std::string_view fact) const;
  void info(std::string_view fact) const;
  void warning(std::string_view fact) const;
  void error(std::string_view fact) const;

 private:
  explicit Log(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {}
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace perk::sync

#include "sync/process/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "sync/process/setting_text.h"

namespace perk::sync {
namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return spdlog::level::debug;
    case LogLevel::Info:
      return spdlog::level::info;
    case LogLevel::Warning:
      return spdlog::level::warn;
    case LogLevel::Error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::shared_ptr<spdlog::logger> logger_to(spdlog::sink_ptr sink, LogLevel level) {
  auto logger = std::make_shared<spdlog::logger>("perk", std::move(sink));
  logger->set_level(to_spdlog(level));
  logger->flush_on(to_spdlog(level));
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  return logger;
}

void write(spdlog::logger& logger, spdlog::level::level_enum level, std::string_view fact) {
  if (logger.should_log(level)) logger.log(level, "{}", one_line(fact));
}

}  // namespace

std::optional<LogLevel> log_level_from_name(std::string_view name) {
  if (name == "debug") return LogLevel::Debug;
  if (name == "info") return LogLevel::Info;
  if (name == "warning") return LogLevel::Warning;
  if (name == "error") return LogLevel::Error;
  return std::nullopt;
}

Result<Log, std::string> Log::open(const LogOptions& options) {
  if (!options.file)
    return Log(logger_to(std::make_shared<spdlog::sinks::stderr_sink_mt>(), options.level));
  try {
    return Log(
        logger_to(std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file->string()),
                  options.level));
  } catch (const spdlog::spdlog_ex& error) {
    return failed("Cannot write the log file " + options.file->string() + ": " + error.what() +
                  ".");
  }
}

Log Log::silent() {
  return Log(logger_to(std::make_shared<spdlog::sinks::null_sink_mt>(), LogLevel::Error));
}

void Log::debug(std::string_view fact) const { write(*logger_, spdlog::level::debug, fact); }
void Log::info(std::string_view fact) const { write(*logger_, spdlog::level::info, fact); }
void Log::warning(std::string_view fact) const { write(*logger_, spdlog::level::warn, fact); }
void Log::error(std::string_view fact) const { write(*logger_, spdlog::level::err, fact); }

}  // namespace perk::sync

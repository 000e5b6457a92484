#include "tests/end_to_end/careless_writer.h"

#include <chrono>
#include <thread>

namespace perk::test {
namespace {

constexpr int kSeconds = 20;

std::string insert(int number) {
  return "insert into careless.written values (" + std::to_string(number) + ")";
}

}  // namespace

bool CarelessWriter::begin(const std::string& primary, int minor) {
  const auto made = cluster_.sql_at(
      primary,
      "create schema careless; create table careless.written (number int primary key);"
      " create table careless.reserve as select " +
          std::to_string(minor) + " as minor",
      kSeconds);
  return made.exit_code == 0;
}

std::optional<ShellOutcome> CarelessWriter::write_and_cancel(const std::string& primary,
                                                             int number) {
  const std::string cancel =
      "select count(pg_cancel_backend(pid)) from pg_stat_activity"
      " where wait_event = 'SyncRep' and application_name = 'careless'";
  bool was_cancelled = false;
  std::thread impatient([&] {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(kSeconds);
    while (!was_cancelled && std::chrono::steady_clock::now() < deadline)
      was_cancelled = cluster_.sql_at(primary, cancel, kSeconds).output == "1";
  });
  auto said = cluster_.sql_at(
      primary, "set application_name = careless; " + insert(number) + " returning number",
      kSeconds);
  impatient.join();
  return was_cancelled ? std::optional(std::move(said)) : std::nullopt;
}

ShellOutcome CarelessWriter::write_unless_there(const std::string& primary, int number) {
  return cluster_.sql_at(primary, insert(number) + " on conflict do nothing", kSeconds);
}

std::string CarelessWriter::rows(const std::string& primary) {
  return cluster_.sql_at(primary, "select count(*) from careless.written", kSeconds).output;
}

ShellOutcome CarelessWriter::give_away(const std::string& primary) {
  return cluster_.sql_at(primary, "update careless.reserve set minor = 0", kSeconds);
}

ShellOutcome CarelessWriter::left_by(const std::string& url) {
  return cluster_.sql_by(url, "select minor from careless.reserve", kSeconds);
}

}  // namespace perk::test

#include "central/postgres/failure.h"

#include <algorithm>
#include <array>

#include <pqxx/pqxx>

namespace perk::central {
namespace {

/// Serialization failure (40001), deadlock (40P01): the server undid the transaction and says so.
bool was_undone(const std::exception& thrown) {
  return dynamic_cast<const pqxx::serialization_failure*>(&thrown) != nullptr ||
         dynamic_cast<const pqxx::deadlock_detected*>(&thrown) != nullptr;
}

/// The server or the way to it is in trouble that passes: connection exceptions (08), resources (53),
/// somebody's intervention (57: cancelled, shutting down, starting up), a lock not to be had (55P03), a
/// system error (58), a standby that was promoted away (25006 read-only).
bool may_pass(std::string_view sqlstate) {
  constexpr std::array<std::string_view, 6> kPassing{"08", "53", "57", "55P03", "58", "25006"};
  return std::ranges::any_of(kPassing, [&](auto prefix) { return sqlstate.starts_with(prefix); });
}

StorageFailure kind_of(const std::exception& thrown, Phase phase, Line line) {
  const auto* const sql = dynamic_cast<const pqxx::sql_error*>(&thrown);
  if (was_undone(thrown)) return StorageFailure::Retry;
  if (phase == Phase::Committing) return StorageFailure::OutcomeUnknown;
  if (line == Line::Lost) return StorageFailure::Retry;
  if (dynamic_cast<const pqxx::broken_connection*>(&thrown) != nullptr)
    return StorageFailure::Retry;
  if (sql != nullptr && may_pass(sql->sqlstate())) return StorageFailure::Retry;
  return StorageFailure::GiveUp;
}

}  // namespace

StorageError failure_of(const std::exception& thrown, Phase phase, Line line) {
  return {kind_of(thrown, phase, line), one_line(thrown.what())};
}

bool is_doubtful_commit(std::string_view notice) {
  return notice.find("canceling wait for synchronous replication") != std::string_view::npos;
}

std::string one_line(std::string_view message) {
  std::string line(message);
  std::ranges::replace(line, '\n', ' ');
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace perk::central

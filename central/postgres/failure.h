// Which of the three failures an exception of libpqxx means. Pure.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "ledger/storage_error.h"

namespace perk::central {

/// Where a transaction was when it failed.
enum class Phase { Working, Committing };
enum class Line { Open, Lost };

[[nodiscard]] StorageError failure_of(const std::exception& thrown, Phase phase, Line line);

/// Whether a notice means that a commit was reported although the wait for its standbys was cancelled.
[[nodiscard]] bool is_doubtful_commit(std::string_view notice);

/// A message of the server's in one line, for the log.
[[nodiscard]] std::string one_line(std::string_view message);

}  // namespace perk::central

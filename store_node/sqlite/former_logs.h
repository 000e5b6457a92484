// The databases of a store's former logs, beside the present one: set aside (renamed) when their log is
// given up, never changed again, never deleted.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/result.h"
#include "store_node/journal.h"

namespace perk::store_node {

/// Renames a database that nobody has open, with what SQLite keeps beside it, and makes that durable. The
/// new name must be free. The error is one sentence.
[[nodiscard]] Result<Done, std::string> set_aside(const std::filesystem::path& database,
                                                  const std::filesystem::path& name);

/// Renames a file that was written whole, once it is durable, and makes the name durable. False: it could not.
[[nodiscard]] bool put_in_place(const std::filesystem::path& draft,
                                const std::filesystem::path& name);

/// "store.closed-INCARNATION.db" beside "store.db"; with a number if an earlier copy has that name.
[[nodiscard]] std::filesystem::path closed_name(const std::filesystem::path& database,
                                                Origin incarnation);

struct FormerLog {
  std::filesystem::path database;
  Origin incarnation;
  friend auto operator<=>(const FormerLog&, const FormerLog&) = default;
};
/// Beside `database`, by their names alone, in order.
[[nodiscard]] std::vector<FormerLog> find_former_logs(const std::filesystem::path& database);

}  // namespace perk::store_node

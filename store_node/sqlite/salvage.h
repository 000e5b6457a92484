// What can still be read of a damaged database: its log, copied into a database of its own that is named and
// read like any former log's. The damaged file is only read. No thread; may take as long as the log is long.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "ledger/result.h"
#include "store_node/journal.h"

namespace perk::store_node {

/// Beside a database stands, in a file of its own, whose log it holds: so that the log can be given up when
/// the database cannot say it any more. Durable on return; failing to write it is no failure.
void note_log(const std::filesystem::path& database, Origin incarnation);
/// None: never noted, or not readable.
[[nodiscard]] std::optional<Origin> noted_log(const std::filesystem::path& database);

struct Salvaged {
  std::filesystem::path database;
  Origin incarnation;
  std::uint64_t events = 0;  ///< Of the log; some may be missing between them.
};
/// None: nobody can say whose log it was, or it is another store's. Of a file that cannot be read at all the
/// log is empty, and only its name is kept. The error, one sentence, is of the new file.
[[nodiscard]] Result<std::optional<Salvaged>, std::string> salvage(
    const std::filesystem::path& damaged, StoreId store);

}  // namespace perk::store_node

// Opens a store's journal at start-up, whatever state the last life left it in: made anew if missing,
// set aside (renamed, never overwritten, never deleted) if damaged, and what can be read of its log kept as a
// former log's.
#pragma once

#include <functional>

#include "store_node/sqlite/sqlite_journal.h"

namespace perk::store_node {

struct OpenedJournal {
  std::unique_ptr<SqliteJournal> journal;
  bool is_new = false;                   ///< A new incarnation begins.
  std::optional<std::string> set_aside;  ///< What was damaged, and where it is now.
};

/// `draw_incarnation` is asked once for each new file; `stamp` marks a file that is set aside.
[[nodiscard]] Result<OpenedJournal, OpenFailure> open_journal(
    const std::string& path, StoreId store, const std::function<Origin()>& draw_incarnation,
    const std::string& stamp, SqliteLimits limits = {});

}  // namespace perk::store_node

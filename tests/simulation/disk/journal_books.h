// Everything that can be read of a journal, to compare two of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store_node/journal.h"

namespace perk::test {

struct JournalBooks {
  store_node::LogIdentity identity;
  store_node::LogHead head;
  std::vector<store_node::OwnEvent> own;
  std::vector<sync::Cursor> cursors;
  std::vector<store_node::ReplicaItem> shards;  // Shard by shard, with the places of own events.
  std::vector<store_node::PastEvent> past;
  std::vector<sync::Receipt> handed_back;
  Seq synced_through;
  std::map<RequestId, store_node::Remembered> answers;
  friend bool operator==(const JournalBooks&, const JournalBooks&) = default;
};

/// `requests`: the ids whose answers are looked up.
[[nodiscard]] Result<JournalBooks, StorageError> read_books(store_node::Journal& journal,
                                                            const std::vector<RequestId>& requests);

/// Which parts are not the same, in words; empty if all are.
[[nodiscard]] std::string difference(const JournalBooks& found, const JournalBooks& expected);

}  // namespace perk::test

// Head office was restored to an earlier point and began a new epoch: where this store's replica and the new
// history part. What was heard beyond happened all the same; the store keeps counting it, and hands it back
// (Journal, PastEvent). Reads the journal; owns nothing.
#pragma once

#include <vector>

#include "store_node/books.h"

namespace perk::store_node {

/// For each shard that head office names in a later epoch than ours: where its order goes on for us. That is
/// our own end if the histories part behind it, else the parting; and the shard's beginning if what we hold
/// there is another history: all of it is heard again then, which changes nothing that was heard.
/// Reads the shard from its beginning if we are beyond the parting.
[[nodiscard]] Result<std::vector<sync::Cursor>, StorageError> where_to_go_on(
    const Books& books, Journal& journal, const std::vector<sync::Cursor>& partings);

}  // namespace perk::store_node

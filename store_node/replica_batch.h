// Head office's batches, checked before anything of them is stored. This store subscribes to all
// cards, so a batch is dense and its running hash can be computed again. Pure, but for reading the own
// log.
#pragma once

#include <vector>

#include "store_node/journal.h"
#include "sync/messages.h"
#include "sync/ports.h"

namespace perk::store_node {

/// An event of another log, and its place in the shard's order.
struct HeardEvent {
  Position position;
  RecordedEvent event;
};

/// What of a batch is new here.
struct CheckedBatch {
  ReplicaRun run;                   ///< No items if all of it is held already.
  std::vector<HeardEvent> to_fold;  ///< Events of others.
  std::uint64_t unfolded = 0;       ///< Kept verbatim, but not foldable by this build.
};

/// Refused: another feed or epoch, a gap, an item of ours that we do not have, or a running hash that
/// differs from what head office says it is.
[[nodiscard]] Result<CheckedBatch, sync::AppendFailure> check_batch(const sync::Batch& batch,
                                                                    const sync::Cursor& held,
                                                                    Journal& journal);

}  // namespace perk::store_node

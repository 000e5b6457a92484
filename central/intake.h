// What head office does with a batch of a store's log before anything is stored: is it that store's
// log, whole and in order? Which shard does each event belong to, and which cannot be folded safely?
//
// Intake checks form and authenticity. It never decides a store's fact again: the coffee is drunk. Pure;
// no threads.
#pragma once

#include <vector>

#include "central/records.h"
#include "ledger/result.h"
#include "sync/messages.h"
#include "sync/ports.h"

namespace perk::central {

/// A log as far as it was taken in; moves with each batch.
struct LogHeld {
  Origin origin;
  StoreId store;
  LogKeys keys;  ///< That its heads may be signed with, and from where on.
  Seq through;
  Digest hash;
};

/// An event of a closed log, in the log of another incarnation of its store.
struct BroughtEvent {
  EventId by;  ///< Where it was brought.
  ClosedLogEventRecorded wrapped;
};

/// A batch ready to be stored. Every event is either in a group or quarantined.
struct TakenIn {
  std::vector<ShardGroup> groups;  ///< One for each shard that has any, in the log's order.
  std::vector<QuarantinedEvent> quarantined;
  /// Of the groups' events: what must still be compared with what is held (rights/brought_events.h).
  std::vector<BroughtEvent> brought;
  OriginProgress progress;  ///< To be written once all of that is durable.
  /// What the log says of its keys from here on; to be written before `progress`.
  std::vector<LogKeyChange> key_changes{};
  LogKeys keys{};  ///< As the log goes on.
  [[nodiscard]] std::size_t event_count() const;
};

/// Refuses, with nothing taken: OutOfOrder (a gap), Forked (it differs from what is held), BadSignature
/// (not sealed with a key that may sign there), Malformed (not of this log, or its hashes do not add up). A batch
/// that overlaps what is held is taken whole: to store it again changes nothing. Quarantined is what is
/// unreadable, absurd, in another currency, head office's to write, brings an event of another log
/// without proof that the store wrote it there, or changes the log's key without the word of both keys; not a type that this version does
/// not know, whose envelope says all that money needs.
[[nodiscard]] Result<TakenIn, sync::AppendFailure> take_in(const LogHeld& held,
                                                           const ChainSettings& chain,
                                                           const sync::Batch& batch, WallTime now);

}  // namespace perk::central

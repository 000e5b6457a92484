// How events get their places in a shard: what is new and what was held before, positions, running
// hash, and the seqs of head office's own log. The same arithmetic for every event store. Pure.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "central/event_store.h"
#include "ledger/decider.h"
#include "ledger/result.h"

namespace perk::central {

/// An event id that stands for other bytes than it did before: people must look.
struct BytesDiffer {
  EventId event;
};

/// The events of a group that are not among `held`, each once, in order.
[[nodiscard]] Result<std::vector<ArrivedEvent>, BytesDiffer> fresh_events(
    const ShardGroup& group, const std::map<EventId, EventBytes>& held);

/// Gives events the next places after `end`, and moves `end`.
[[nodiscard]] std::vector<StoredEvent> place(ShardEnd& end, const std::vector<ArrivedEvent>& fresh,
                                             WallTime now);

/// Head office's new events, with the next seqs of its log; moves `log`.
[[nodiscard]] std::vector<ArrivedEvent> number(HeadOfficeLog& log,
                                               const std::vector<Event>& events);

/// Their names, in order.
[[nodiscard]] std::vector<EventId> ids_of(const std::vector<ArrivedEvent>& events);

/// What to answer for a decision after its events (none for a repeat) were placed. `prior` is the event
/// of the same request before; a request leads to events once.
[[nodiscard]] DecidedAppend described(const Decision& decision, const ShardEnd& end,
                                      const HeadOfficeLog& log,
                                      const std::optional<StoredEvent>& prior);

/// Head office's log in a shard when nothing has been written to it.
[[nodiscard]] HeadOfficeLog empty_log(Epoch epoch, Shard shard);
/// A shard when nothing has been written to it. Its running hash begins as in the first epoch, whose history
/// every later one goes on from.
[[nodiscard]] ShardEnd empty_shard(Epoch epoch, Shard shard);

}  // namespace perk::central

// Head office's time: one hybrid clock over all of its own logs, for all who write them. Goes on from what those logs
// hold, so that neither a restart nor a wall clock that was set back makes head office's events older
// than the ones before.
//
// Thread-safe. resume() blocks as the event store does; next() never does, so that it can be asked under a
// shard's lock.
#pragma once

#include <mutex>

#include "central/event_store.h"
#include "ledger/clock.h"
#include "ledger/hybrid_clock.h"

namespace perk::central {

class DeskClock {
 public:
  DeskClock(EventStore& events, const Clock& clock) : events_(events), clock_(clock) {}

  /// To be done before next(). Reads the newest of each of head office's logs, which are followed
  /// whatever the wall clock says, and the newest of each shard, which may be a store's: those are
  /// followed as far as a sane clock could be ahead. Does nothing once it was done.
  [[nodiscard]] Stored<Done> resume();

  /// Later than every time given before, and not behind what the card has seen: a freeze never looks
  /// older than what it answers.
  [[nodiscard]] Hlc next(Hlc card_seen, WallTime now);

 private:
  [[nodiscard]] Stored<Done> follow_own_logs(HybridClock& resumed);
  [[nodiscard]] Stored<Done> follow_shards(HybridClock& resumed);

  EventStore& events_;
  const Clock& clock_;
  std::mutex mutex_;
  bool is_resumed_ = false;
  HybridClock hybrid_;
};

}  // namespace perk::central

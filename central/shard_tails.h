// The latest events of each shard, kept in memory so that a thousand stores that all want the newest do
// not each ask the database. Older ones are read from it. Blocking; thread-safe; memory is bounded by
// the number of shards times the bound given.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "central/event_store.h"

namespace perk::central {

using SharedEvent = std::shared_ptr<const StoredEvent>;

class ShardTails {
 public:
  /// Keeps `events_max` (or 2,000 if that is more: one read of the database) of each shard.
  explicit ShardTails(EventStore& store, std::size_t events_max = 10'000);

  /// Events after a position, in order, at most about `bytes_max` of them but at least one if there is
  /// one. Empty at the shard's end.
  [[nodiscard]] Stored<std::vector<SharedEvent>> read(Shard shard, Position after,
                                                      std::size_t bytes_max);

 private:
  /// A run without gaps, up to what was last read of the shard.
  struct Tail {
    std::mutex mutex;
    std::deque<SharedEvent> events;
    Position end;
  };
  [[nodiscard]] Tail& tail_of(Shard shard);
  [[nodiscard]] Stored<std::vector<SharedEvent>> read_stored(Shard shard, Position after);
  /// Reads on from the tail's end until there is something after `after`, or nothing more.
  [[nodiscard]] Stored<Done> extend(Shard shard, Tail& tail, Position after);

  EventStore& store_;
  const std::size_t events_max_;
  std::mutex mutex_;
  std::map<Shard, Tail> tails_;
};

}  // namespace perk::central

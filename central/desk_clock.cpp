#include "central/desk_clock.h"

#include "central/stored_event.h"
#include "ledger/check.h"

namespace perk::central {

Stored<Done> DeskClock::resume() {
  // Held while the database is asked: whoever comes first resumes for all.
  const std::scoped_lock lock(mutex_);
  if (is_resumed_) return Done{};
  HybridClock resumed;
  if (auto done = follow_own_logs(resumed); !done) return done;
  if (auto done = follow_shards(resumed); !done) return done;
  hybrid_ = resumed;
  is_resumed_ = true;
  return Done{};
}

Stored<Done> DeskClock::follow_own_logs(HybridClock& resumed) {
  const auto logs = events_.head_office_logs();
  if (!logs) return failed(logs.error());
  for (const HeadOfficeLog& log : logs.value()) {
    if (log.end == Seq()) continue;
    const auto newest = events_.read_log(log.origin, Seq(log.end.value() - 1), 1);
    if (!newest) return failed(newest.error());
    for (const LogEntry& entry : newest.value()) {
      const auto event = sync::decode_event(entry.bytes);
      if (!event) {
        return failed(StorageError{StorageFailure::GiveUp,
                                   "head office's own log is unreadable: " + event.error().why});
      }
      resumed.resume_from(event.value().envelope.hlc);
    }
  }
  return Done{};
}

Stored<Done> DeskClock::follow_shards(HybridClock& resumed) {
  const auto ends = events_.shard_ends();
  if (!ends) return failed(ends.error());
  for (const ShardEnd& end : ends.value()) {
    if (end.position == Position()) continue;
    const auto newest = events_.read_shard(end.shard, Position(end.position.value() - 1), 1);
    if (!newest) return failed(newest.error());
    for (const StoredEvent& stored : newest.value()) {
      // One that cannot be read is no reason to refuse a freeze: projections park it and show it.
      if (const auto heard = decode_stored(stored)) {
        static_cast<void>(resumed.observe(heard.value().event.envelope.hlc, clock_.wall()));
      }
    }
  }
  return Done{};
}

Hlc DeskClock::next(Hlc card_seen, WallTime now) {
  const std::scoped_lock lock(mutex_);
  PERK_CHECK(is_resumed_, "a clock that forgot what it said may say it again");
  static_cast<void>(hybrid_.observe(card_seen, now));
  return hybrid_.tick(now);
}

}  // namespace perk::central

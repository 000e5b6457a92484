#include "central/shard_tails.h"

#include <algorithm>

#include "ledger/mutant.h"

namespace perk::central {
namespace {

constexpr std::size_t kReadEventsMax = 2'000;

/// The first of `events`, as many as fit.
std::vector<SharedEvent> within(const std::vector<SharedEvent>& events, std::size_t bytes_max) {
  std::vector<SharedEvent> taken;
  std::size_t bytes = 0;
  for (const SharedEvent& event : events) {
    bytes += event->bytes.size();
    if (!taken.empty() && bytes > bytes_max) {
      if (PERK_PLANTED(Mutant::SkipsAtPageEnd)) taken.back() = event;
      break;
    }
    taken.push_back(event);
  }
  return taken;
}

}  // namespace

ShardTails::ShardTails(EventStore& store, std::size_t events_max)
    : store_(store), events_max_(std::max(events_max, kReadEventsMax)) {}

ShardTails::Tail& ShardTails::tail_of(Shard shard) {
  const std::scoped_lock lock(mutex_);
  return tails_[shard];
}

Stored<std::vector<SharedEvent>> ShardTails::read_stored(Shard shard, Position after) {
  auto stored = store_.read_shard(shard, after, kReadEventsMax);
  if (!stored) return failed(stored.error());
  std::vector<SharedEvent> events;
  events.reserve(stored.value().size());
  for (StoredEvent& event : stored.value()) {
    events.push_back(std::make_shared<const StoredEvent>(std::move(event)));
  }
  return events;
}

Stored<Done> ShardTails::extend(Shard shard, Tail& tail, Position after) {
  const auto more = read_stored(shard, std::max(after, tail.end));
  if (!more) return failed(more.error());
  if (after > tail.end) tail.events.clear();
  if (after > tail.end) tail.end = after;
  for (const SharedEvent& event : more.value()) {
    tail.events.push_back(event);
    tail.end = event->position;
  }
  while (tail.events.size() > events_max_) tail.events.pop_front();
  return Done{};
}

Stored<std::vector<SharedEvent>> ShardTails::read(Shard shard, Position after,
                                                  std::size_t bytes_max) {
  Tail& tail = tail_of(shard);
  {
    // Held while the database is asked: whoever else wants the newest waits for this answer.
    const std::scoped_lock lock(tail.mutex);
    const std::uint64_t first = tail.end.value() - tail.events.size();
    if (after.value() >= first) {
      if (after >= tail.end) {
        if (auto done = extend(shard, tail, after); !done) return failed(done.error());
      }
      const std::uint64_t skipped = after.value() + tail.events.size() - tail.end.value();
      std::vector<SharedEvent> events;
      for (std::size_t i = skipped; i < tail.events.size(); ++i) events.push_back(tail.events[i]);
      return within(events, bytes_max);
    }
  }
  const auto old = read_stored(shard, after);
  if (!old) return failed(old.error());
  return within(old.value(), bytes_max);
}

}  // namespace perk::central

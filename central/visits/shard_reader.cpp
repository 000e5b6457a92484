#include "central/visits/shard_reader.h"

#include <utility>

namespace perk::central {
namespace {

constexpr Millis kReadAgain{300};

}  // namespace

void ShardReader::read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) {
  send_out(
      around_.places,
      [self = shared_from_this(), after, bytes_max] {
        return self->around_.tails.read(after.feed.as_shard(), Position(after.index.value()),
                                        bytes_max);
      },
      [self = shared_from_this(), after, bytes_max, done = std::move(done)](auto events) mutable {
        if (events) return done(self->batch_of(after, events.value()));
        if (events.error().failure == StorageFailure::GiveUp) return done(failed(events.error()));
        const Instant due = self->around_.clock.monotonic() + kReadAgain;
        self->postponed_.push_back({after, bytes_max, std::move(done), due});
      });
}

void ShardReader::tick() {
  const Instant now = around_.clock.monotonic();
  auto waiting = std::exchange(postponed_, {});
  for (Postponed& one : waiting) {
    if (one.due <= now) {
      read(one.after, one.bytes_max, std::move(one.done));
    } else {
      postponed_.push_back(std::move(one));
    }
  }
}

sync::Batch ShardReader::batch_of(const sync::Cursor& after,
                                  const std::vector<SharedEvent>& events) const {
  sync::Batch batch;
  batch.feed = after.feed;
  batch.epoch = after.epoch;
  batch.after = batch.through = after.index;
  batch.after_hash = batch.through_hash = after.hash;
  for (const SharedEvent& event : events) {
    batch.through = sync::FeedIndex(event->position.value());
    batch.through_hash = event->shard_hash;
    const bool is_own = event->id.origin == reader_;
    batch.items.push_back({batch.through, event->id, is_own ? EventBytes() : event->bytes});
  }
  return batch;
}

}  // namespace perk::central

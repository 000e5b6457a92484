// One shard's order as head office would make it: positions and the running hash, for batches that a
// store is to be sent. A value.
#pragma once

#include <vector>

#include "sync/crypto/hash_chain.h"
#include "sync/messages.h"
#include "sync/wire/event_codec.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {

class ShardOrder {
 public:
  explicit ShardOrder(Shard shard) : shard_(shard), hashes_{sync::shard_genesis(Epoch(1), shard)} {}

  void add(const EventId& event, EventBytes bytes) {
    const Position position(items_.size() + 1);
    hashes_.push_back(sync::shard_link(hashes_.back(), position, event, bytes));
    items_.push_back({sync::FeedIndex(position.value()), event, std::move(bytes)});
  }
  void add(const RecordedEvent& recorded) { add(recorded.id, sync::encode_event(recorded.event)); }

  [[nodiscard]] std::uint64_t end() const { return items_.size(); }
  /// What a store that wrote `own` is sent of (after, through].
  [[nodiscard]] sync::Batch batch(std::uint64_t after, std::uint64_t through, Origin own) const {
    sync::Batch batch{sync::FeedId::shard(shard_), Epoch(1),   sync::FeedIndex(after),
                      hashes_.at(after),           {},         sync::FeedIndex(through),
                      hashes_.at(through),         Signature{}};
    for (std::uint64_t at = after; at < through; ++at) {
      batch.items.push_back(items_[at]);
      if (items_[at].event.origin == own) batch.items.back().bytes.clear();
    }
    return batch;
  }

 private:
  Shard shard_;
  std::vector<sync::Item> items_;
  std::vector<Digest> hashes_;  // By position; the first is the genesis.
};

}  // namespace perk::test

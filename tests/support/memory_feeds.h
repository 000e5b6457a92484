// Feeds kept in memory, with a disk's honesty: what was written is lost in a crash until it was made
// durable. Hashes are real chains of a small hash that only tests would trust. Single-threaded.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "sync/messages.h"

namespace perk::test {

/// The running hash after one item more. FNV-1a, spread over a digest's first bytes.
inline Digest fake_chain(const Digest& previous, const sync::Item& item) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto mix = [&hash](std::uint8_t byte) { hash = (hash ^ byte) * 0x100000001b3ULL; };
  for (const std::uint8_t byte : previous.bytes) mix(byte);
  for (const std::uint64_t word :
       {item.index.value(), item.event.origin.value(), item.event.seq.value()}) {
    for (int bit = 0; bit < 64; bit += 8) mix(static_cast<std::uint8_t>(word >> bit));
  }
  for (const std::uint8_t byte : item.bytes) mix(byte);
  Digest digest;
  for (std::size_t i = 0; i < 8; ++i) digest.bytes[i] = static_cast<std::uint8_t>(hash >> (8 * i));
  return digest;
}

/// What one end holds of one feed: as its writer, every item; as its receiver, what it was sent.
class MemoryFeed {
 public:
  MemoryFeed(sync::FeedId id, Epoch epoch) : id_(id), epoch_(epoch) {}

  [[nodiscard]] sync::Cursor end() const { return point(points_.rbegin()->first); }
  [[nodiscard]] sync::Cursor durable_end() const { return point(durable_); }
  /// The cursor there; none if this end does not know the hash there.
  [[nodiscard]] std::optional<sync::Cursor> at(sync::FeedIndex index) const {
    if (!points_.contains(index)) return std::nullopt;
    return point(index);
  }
  [[nodiscard]] const std::vector<sync::Item>& items() const { return items_; }

  /// The writer's: one item more, not durable yet.
  void write(const EventId& event, EventBytes bytes) {
    const sync::Cursor last = end();
    sync::Item item{last.index.next(), event, std::move(bytes)};
    points_[item.index] = fake_chain(last.hash, item);
    items_.push_back(std::move(item));
  }
  /// The receiver's: what it lacks of a batch, not durable yet.
  void write(const sync::Batch& batch) {
    const sync::FeedIndex last = end().index;
    for (const sync::Item& item : batch.items) {
      if (item.index > last) items_.push_back(item);
    }
    points_.emplace(batch.through, batch.through_hash);
  }

  void make_durable() { durable_ = end().index; }
  /// Power is lost: only what was made durable is left.
  void crash() {
    const auto is_lost = [this](const sync::Item& item) { return item.index > durable_; };
    std::erase_if(items_, is_lost);
    points_.erase(points_.upper_bound(durable_), points_.end());
  }

 private:
  [[nodiscard]] sync::Cursor point(sync::FeedIndex index) const {
    return {id_, epoch_, index, points_.at(index)};
  }

  sync::FeedId id_;
  Epoch epoch_;
  std::vector<sync::Item> items_;
  std::map<sync::FeedIndex, Digest> points_{{sync::FeedIndex(), Digest()}};
  sync::FeedIndex durable_;
};

/// All the feeds of one end. Outlives its crashes.
class MemoryDisk {
 public:
  /// The feed; an empty one if it was not there.
  MemoryFeed& feed(sync::FeedId id, Epoch epoch = Epoch()) {
    return feeds_.try_emplace(id, id, epoch).first->second;
  }
  [[nodiscard]] const MemoryFeed* find(sync::FeedId id) const {
    const auto found = feeds_.find(id);
    return found == feeds_.end() ? nullptr : &found->second;
  }
  void crash() {
    for (auto& [id, feed] : feeds_) feed.crash();
  }

 private:
  std::map<sync::FeedId, MemoryFeed> feeds_;
};

}  // namespace perk::test

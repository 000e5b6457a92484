// A store's log as head office meets it: events appended, chained and sealed with the store's key, and
// batches cut from it.
#pragma once

#include <vector>

#include "central/intake.h"
#include "central/records.h"
#include "ledger/closed_log.h"
#include "sync/crypto/keys.h"
#include "sync/messages.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {

central::ChainSettings euro_chain(std::uint16_t shard_count = 4);
central::StoredNumberKey number_key();
inline constexpr WallTime kMorning{1'795'255'200'000};

/// An event of a store on its way into a shard.
central::ArrivedEvent arrived(const RecordedEvent& recorded, StoreId store = StoreId(1));

class StoreLog {
 public:
  /// Store and incarnation number `number`, with a key made from it.
  explicit StoreLog(std::uint64_t number);
  /// Another life of the same store, with the same key.
  [[nodiscard]] StoreLog next_life() const;

  StoreLog& append(const EventBuilder& event);
  StoreLog& append_bytes(EventBytes bytes);
  /// The log goes on under another key, by its next event.
  StoreLog& rotate_key(const sync::LogKey& next);

  [[nodiscard]] StoreId store() const { return store_; }
  [[nodiscard]] Origin origin() const { return origin_; }
  [[nodiscard]] const sync::LogKey& key() const { return keys_.back(); }
  /// As who holds the log through here knows them (0: as the store enrolled).
  [[nodiscard]] LogKeys log_keys(std::uint64_t through = 0) const;
  /// Of its changes.
  [[nodiscard]] const std::vector<LogKeyChange>& key_changes() const { return changes_; }
  [[nodiscard]] Seq end() const { return Seq(events_.size()); }
  [[nodiscard]] const Digest& hash_at(std::uint64_t seq) const { return hashes_.at(seq); }
  [[nodiscard]] const EventBytes& bytes_at(std::uint64_t seq) const { return events_.at(seq - 1); }

  /// One of its events with all that proves it, as the log `by` brings it once this one is closed.
  [[nodiscard]] Event brought(std::uint64_t seq, Origin by) const;
  /// Everything after `after` up to `through` (0: the end), sealed.
  [[nodiscard]] sync::Batch batch(std::uint64_t after = 0, std::uint64_t through = 0) const;
  /// What head office holds when it holds it through here.
  [[nodiscard]] central::LogHeld held(std::uint64_t through = 0) const;
  /// Signs a head of it, whoever has that key.
  [[nodiscard]] Signature seal(const sync::LogKey& key, std::uint64_t seq) const;
  [[nodiscard]] sync::Hello hello(const sync::Challenge& challenge) const;

 private:
  StoreLog(StoreId store, Origin origin, sync::LogKey key);
  [[nodiscard]] const sync::LogKey& key_at(std::uint64_t seq) const;

  StoreId store_;
  Origin origin_;
  std::vector<sync::LogKey> keys_;
  std::vector<LogKeyChange> changes_;
  std::vector<EventBytes> events_;
  std::vector<Digest> hashes_;
};

}  // namespace perk::test

// What head office keeps, as plain values: events in their place, origins and how far they are held,
// stores, quarantined events, the chain's settings. Values only.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/ids.h"
#include "ledger/log_keys.h"
#include "ledger/number_range.h"
#include "ledger/time.h"

namespace perk::central {

/// Fixed when head office is initialised.
struct ChainSettings {
  Currency currency;
  std::uint16_t shard_count = 16;
  Epoch epoch{1};
  friend bool operator==(const ChainSettings&, const ChainSettings&) = default;
};

/// A card-number key as stored. Secret.
struct StoredNumberKey {
  std::uint32_t version = 0;
  std::array<std::uint8_t, 32> key{};
};

/// A number range, and how many of its serials were given out.
struct StoredNumberRange {
  NumberRange range;
  CardSerial next;  ///< The first serial never given; 0 for a foreign range.
  friend bool operator==(const StoredNumberRange&, const StoredNumberRange&) = default;
};

/// An event on its way into a shard. `store` is 0 for head office's own.
struct ArrivedEvent {
  EventId id;
  StoreId store;
  std::optional<CardId> card;
  EventBytes bytes;
  friend bool operator==(const ArrivedEvent&, const ArrivedEvent&) = default;
};

/// Events for one shard; of one origin in its order.
struct ShardGroup {
  Shard shard;
  std::vector<ArrivedEvent> events;
};

/// An event in its place. The bytes are as the origin wrote them: see decode_stored().
struct StoredEvent {
  Shard shard;
  Position position;
  EventId id;
  StoreId store;  ///< 0: head office.
  std::optional<CardId> card;
  EventBytes bytes;
  Digest shard_hash;  ///< The shard's running hash after this event.
  WallTime recorded_at;
  friend bool operator==(const StoredEvent&, const StoredEvent&) = default;
};

/// How far a shard goes, and its running hash there.
struct ShardEnd {
  Shard shard;
  Epoch epoch;
  Position position;
  Digest hash;
  friend bool operator==(const ShardEnd&, const ShardEnd&) = default;
};

/// A head of one of head office's own logs (one for each shard and epoch), kept in the counter row.
struct HeadOfficeLog {
  Origin origin;
  Seq end;
  Digest hash;
  friend bool operator==(const HeadOfficeLog&, const HeadOfficeLog&) = default;
};

/// Where an epoch began in one shard: head office had been restored to here.
struct EpochStart {
  Epoch epoch;
  ShardEnd before;           ///< The shard's end, of the epoch before.
  HeadOfficeLog former_log;  ///< Head office's log of the epoch before, as far as it was held.
  friend bool operator==(const EpochStart&, const EpochStart&) = default;
};

/// An incarnation, and how much of its log is durable here.
struct OriginProgress {
  Origin origin;
  StoreId store;
  Seq through;
  Digest hash;     ///< Of the log at `through`; the log's genesis for 0.
  Signature seal;  ///< The store's signature of that head; all zero for 0.
  WallTime registered_at;
  friend bool operator==(const OriginProgress&, const OriginProgress&) = default;
};

struct StoreRecord {
  StoreId store;
  std::string name;
  PublicKey key;  ///< The present one: that it enrolled with, or changed to since.
  WallTime enrolled_at;
  std::optional<WallTime> last_heard;  ///< Written now and then: may lag by some seconds.
  std::vector<LogKeyChange> key_changes =
      {};  ///< As its logs say them, in the order they were heard.
  friend bool operator==(const StoreRecord&, const StoreRecord&) = default;
};

/// All that a store's logs may be signed with, and where.
[[nodiscard]] inline LogKeys keys_of(const StoreRecord& store) {
  if (store.key_changes.empty()) return store.key;
  return {store.key_changes.front().former, store.key_changes};
}

/// A one-time code as kept: whoever reads it here cannot enrol by it.
struct OfferedCode {
  Digest secret_hash;  ///< SHA-256 of the code's secret.
  std::string name;    ///< Of the store that it is for.
  WallTime expires;
  friend bool operator==(const OfferedCode&, const OfferedCode&) = default;
};

/// An event that head office keeps and covers, but cannot fold. `id` is given when it is stored.
struct QuarantinedEvent {
  std::uint64_t id = 0;
  EventId event;
  StoreId store;
  std::string reason;
  EventBytes bytes;
  WallTime recorded_at;
  friend bool operator==(const QuarantinedEvent&, const QuarantinedEvent&) = default;
};

/// One place of an origin's log as held here, wherever it went: for checking chains.
struct LogEntry {
  Seq seq;
  EventBytes bytes;
  bool is_quarantined = false;
};

}  // namespace perk::central

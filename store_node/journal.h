// The store's durable memory, one commit at a time: its own log, what it heard of others (the
// replica), what it refused, and receipts that tills gave back. Append-only: nothing recorded is ever
// changed or removed.
//
// A journal belongs to one thread (the writer's, or the simulator's loop) and reads no clock. It never
// decides, never signs and never looks inside an event's bytes. Implementations: memory/ and sqlite/;
// both pass tests/contracts/journal_contract.h.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/event.h"
#include "ledger/result.h"
#include "ledger/storage_error.h"
#include "sync/crypto/receipt.h"
#include "sync/feed.h"

namespace perk::store_node {

/// Whose log this is. Made with the file and never changed: a new incarnation is a new file.
struct LogIdentity {
  StoreId store;
  Origin incarnation;
  friend bool operator==(const LogIdentity&, const LogIdentity&) = default;
};

/// The last event of a log, and the chain's hash there; seq 0 and the genesis hash if it is empty.
struct LogHead {
  Seq seq;
  Digest hash;
  friend bool operator==(const LogHead&, const LogHead&) = default;
};

/// One event of this store's own log, as stored: bytes verbatim, and the chain's hash after it.
struct OwnEvent {
  Seq seq;
  Digest hash;
  EventBytes bytes;
  std::optional<RequestId> request;  ///< None for what no terminal asked for.
  friend bool operator==(const OwnEvent&, const OwnEvent&) = default;
};

/// A request that was refused. `content` is a digest of what was asked (never of a bare card number),
/// so that the same request is refused the same way again and another one is recognised.
struct Decline {
  RequestId request;
  Digest content;
  std::string reason;  ///< Name of the refusal (rejection_table).
  friend bool operator==(const Decline&, const Decline&) = default;
};

/// An event at its place in a shard's order. `bytes` is empty if this log wrote it: they are there.
struct ReplicaItem {
  Shard shard;
  Position position;
  EventId event;
  EventBytes bytes;
  std::optional<RequestId> request =
      {};  ///< Of others' events; none for what no terminal asked for.
  friend bool operator==(const ReplicaItem&, const ReplicaItem&) = default;
};

/// A run of one shard's order, and how far it leads. Always continues the shard's cursor.
struct ReplicaRun {
  std::vector<ReplicaItem> items;
  sync::Cursor through;
};

/// An event of another log that was heard in a past epoch, beyond where head office was restored to: it
/// happened, but it has no place in the shard's order any more. Numbered from 1.
struct PastEvent {
  std::uint64_t number = 0;
  EventId event;
  EventBytes bytes;
  friend bool operator==(const PastEvent&, const PastEvent&) = default;
};

/// What becomes durable together, or not at all.
struct Commit {
  std::vector<OwnEvent> own;  ///< Continues the log: seq is the head's next, and so on.
  std::vector<Decline> declines;
  std::vector<ReplicaRun> replica;
  std::vector<sync::Receipt> handed_back;  ///< One that is kept already changes nothing.
  /// Head office was restored: after the runs above, what the replica holds of these shards beyond is of a
  /// past epoch, and each shard goes on from here.
  std::vector<sync::Cursor> partings = {};
  std::optional<Seq> synced_through;  ///< A hint for the screen; rides along.

  [[nodiscard]] bool is_empty() const {
    return own.empty() && declines.empty() && replica.empty() && handed_back.empty() &&
           partings.empty() && !synced_through;
  }
};

/// What a request id led to. Terminal numbers are unique in the chain, so an event of another log that
/// names the request is its first answer, given in an earlier life of this shop.
using Remembered = std::variant<OwnEvent, ReplicaItem, Decline>;

/// Reads of what is durable: all that the uplink needs. An implementation may be used by one thread
/// while a Journal of the same file commits on another.
class LogReader {
 public:
  virtual ~LogReader() = default;
  [[nodiscard]] virtual Result<LogHead, StorageError> head() = 0;
  /// One for each shard heard of, by shard number.
  [[nodiscard]] virtual Result<std::vector<sync::Cursor>, StorageError> cursors() = 0;
  [[nodiscard]] virtual Result<std::optional<OwnEvent>, StorageError> own_event(Seq seq) = 0;
  /// What follows `after`, in order, about `bytes_max` bytes of events but at least one event.
  [[nodiscard]] virtual Result<std::vector<OwnEvent>, StorageError> read_log(
      Seq after, std::size_t bytes_max) = 0;
  /// How many events of past epochs there are.
  [[nodiscard]] virtual Result<std::uint64_t, StorageError> past_end() = 0;
  /// Those after that number, as read_log().
  [[nodiscard]] virtual Result<std::vector<PastEvent>, StorageError> read_past(
      std::uint64_t after, std::size_t bytes_max) = 0;
};

class Journal : public LogReader {
 public:
  [[nodiscard]] virtual LogIdentity identity() const = 0;

  /// Durable on return (through fsync). Retry and GiveUp: nothing happened. OutcomeUnknown: it may
  /// have happened; only reopen() is allowed then, and after it the reads tell.
  [[nodiscard]] virtual Result<Done, StorageError> commit(const Commit& commit) = 0;
  /// Forgets what is in doubt and reads the durable state anew. On success whatever can be read is
  /// durable. On failure call it again later.
  [[nodiscard]] virtual Result<Done, StorageError> reopen() = 0;

  /// The own event; else the event heard of others, the first in its shard's order (one of a past epoch
  /// if no other is heard); else the refusal:
  /// what is in the ledger stands above what was said.
  [[nodiscard]] virtual Result<std::optional<Remembered>, StorageError> find_request(
      const RequestId& request) = 0;
  [[nodiscard]] virtual Result<bool, StorageError> is_kept(const sync::Receipt& receipt) = 0;
  [[nodiscard]] virtual Result<std::uint64_t, StorageError> handed_back_count() = 0;
  [[nodiscard]] virtual Result<Seq, StorageError> synced_through() = 0;

  /// Everything, in order: the log by seq; the replica by shard and position, other origins' events only.
  [[nodiscard]] virtual Result<Done, StorageError> replay_own(
      const std::function<void(const OwnEvent&)>& visit) = 0;
  [[nodiscard]] virtual Result<Done, StorageError> replay_replica(
      const std::function<void(const ReplicaItem&)>& visit) = 0;
  /// One shard's order, in order, with the places of this log's own events (whose bytes are empty).
  [[nodiscard]] virtual Result<Done, StorageError> replay_shard(
      Shard shard, const std::function<void(const ReplicaItem&)>& visit) = 0;
  /// Events of past epochs, by number.
  [[nodiscard]] virtual Result<Done, StorageError> replay_past(
      const std::function<void(const PastEvent&)>& visit) = 0;

  /// Receipts that were handed back, by log and place.
  [[nodiscard]] virtual Result<Done, StorageError> replay_handed_back(
      const std::function<void(const sync::Receipt&)>& visit) = 0;

  /// Work that would make a sale wait (checkpoints). Call when nobody waits; cheap if there is none.
  virtual void housekeep() = 0;
};

}  // namespace perk::store_node

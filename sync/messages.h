// What a store and head office say to each other, as plain values. PROTOCOL.md gives the rules, and
// sync/wire/ the bytes. The protocol is symmetric: both ends send feeds and receive feeds. A store
// sends one (its log) and receives one for each shard; head office the other way round.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/event.h"
#include "ledger/ids.h"
#include "ledger/time.h"
#include "sync/durable.h"
#include "sync/feed.h"

namespace perk::sync {

/// Versions of this protocol that this build speaks. PROTOCOL.md "Versions".
inline constexpr std::uint32_t kVersionMin = 1;
inline constexpr std::uint32_t kVersionMax = 1;

struct VersionRange {
  std::uint32_t min = kVersionMin;
  std::uint32_t max = kVersionMax;
};

/// The version two ends speak with each other; none if they have none in common.
[[nodiscard]] std::optional<std::uint32_t> highest_common_version(VersionRange ours,
                                                                  VersionRange theirs);

using Nonce = std::array<std::uint8_t, 16>;

/// Head office's first word on a connection, and whenever it wants the store's present state signed.
struct Challenge {
  std::uint32_t version_min = kVersionMin;
  std::uint32_t version_max = kVersionMax;
  Nonce nonce{};
  friend bool operator==(const Challenge&, const Challenge&) = default;
};

/// The store's answer to a challenge: who it is and what it holds, signed with its log key.
struct Hello {
  std::uint32_t version_min = kVersionMin;
  std::uint32_t version_max = kVersionMax;
  StoreId store;
  Origin incarnation;
  Seq log_end;
  Digest log_end_hash;
  std::vector<Cursor> cursors;  ///< Of the shard feeds: what the store holds durably.
  /// Batches that head office may send before it gets more. The proof covers it, so a pump leaves it
  /// as it was signed, and grants what is missing to its limit with a Credit once it is welcomed.
  std::uint32_t credits = 0;
  std::string software;
  Signature proof;
  FeedIndex past_end = {};  ///< Events that it holds of past epochs, and can hand back.
  /// The proof once more, by the key before its log's present one: head office may not have heard of the
  /// change. None: the store has no such key.
  std::optional<Signature> former_proof = {};
  friend bool operator==(const Hello&, const Hello&) = default;
};

struct Welcome {
  std::uint32_t version = kVersionMax;
  Epoch epoch;
  std::uint16_t shard_count = 0;
  /// Of the store's log: what head office holds durably. Then, if head office was restored and wants what
  /// the store heard in past epochs, that feed's beginning.
  std::vector<Cursor> cursors;
  std::uint32_t credits = 0;
  Millis heartbeat;  ///< Each end sends something at least this often.
  /// The newest type of event that head office knows, by its number; 0: it does not say. A store writes nothing
  /// newer on which what head office takes of it depends.
  std::uint32_t event_type_max = 0;
  friend bool operator==(const Welcome&, const Welcome&) = default;
};

enum class RefusalCode : std::uint32_t {
  Unspecified = 0,
  NotEnrolled = 1,  ///< No such store, or its proof does not check.
  VersionUnsupported = 2,
  Forked = 3,         ///< The log differs from what was heard before.
  CursorUnknown = 4,  ///< A cursor is not in this centre's history.
  OutOfOrder = 5,     ///< A batch does not continue what was sent before.
  Malformed = 6,
  BadSignature = 7,
  Busy = 8,         ///< Come back after `retry_after`.
  NoProgress = 9,   ///< The watchdog's: shake hands again.
  Superseded = 10,  ///< The same store has opened a newer connection.
  StorageFailed = 11,
  EpochBegun = 12,  ///< Head office was restored since: go back to the partings and say it again.
  Revoked = 13,     ///< An operator revoked the store: nobody comes in as it any more.
};

/// "Forked", "Busy", ...: for logs and traces.
[[nodiscard]] std::string to_string(RefusalCode code);

/// The longest that a refusal may keep a store away, whatever it says.
inline constexpr Millis kRetryAfterMax{600'000};

/// The last word on a connection: why it ends, and when to come back.
struct Refusal {
  RefusalCode code = RefusalCode::Unspecified;
  std::string sentence;
  Millis retry_after;
  /// EpochBegun only: for each shard where the history that the store knows and head office's part, with
  /// the present epoch.
  std::vector<Cursor> partings = {};
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

/// One event on its way. `bytes` is empty when the receiver itself wrote it and has it already.
struct Item {
  FeedIndex index;
  EventId event;
  EventBytes bytes;
  friend bool operator==(const Item&, const Item&) = default;
};

/// A run of a feed: everything after `after` up to and including `through`. The hashes are the feed's
/// running hash at both ends. In a log feed items are dense and `seal` is the writer's signature of
/// the head (through, through_hash); in a shard feed items may be missing (not subscribed to).
struct Batch {
  FeedId feed;
  Epoch epoch;
  FeedIndex after;
  Digest after_hash;
  std::vector<Item> items;
  FeedIndex through;
  Digest through_hash;
  Signature seal;
  friend bool operator==(const Batch&, const Batch&) = default;
};

/// What a batch takes in memory, in bytes: its events, and what it costs to name each of them.
[[nodiscard]] std::size_t memory_of(const Batch& batch);

/// "I hold this feed durably through here, and this is its hash." Cannot be made without the proof
/// that the append was durable; the codec makes a peer's from bytes (see durable.h).
struct Ack {
  explicit Ack(const Durable& held)
      : feed(held.feed()), through(held.through()), hash(held.hash()) {}
  FeedId feed;
  FeedIndex through;
  Digest hash;
  friend bool operator==(const Ack&, const Ack&) = default;
};

/// The receiver has room for this many batches more.
struct Credit {
  std::uint32_t batches = 0;
  friend bool operator==(const Credit&, const Credit&) = default;
};

struct Ping {
  std::uint64_t number = 0;
  std::uint64_t backlog = 0;  ///< Events held for the peer that it has not acknowledged.
  friend bool operator==(const Ping&, const Ping&) = default;
};
struct Pong {
  std::uint64_t number = 0;
  friend bool operator==(const Pong&, const Pong&) = default;
};

/// A store asks for spending rights that it lacks for a purchase at its counter. What it gets comes as a
/// RightsGranted in the card's shard feed; the answer only says that the asking is over.
struct RightsRequest {
  std::uint64_t number = 0;  ///< Dense from 1 on a connection: names the answer.
  CardId card;
  Amount wanted;    ///< Positive: what the purchase lacks.
  Millis patience;  ///< The customer waits no longer than this; later, nothing need be granted.
  friend bool operator==(const RightsRequest&, const RightsRequest&) = default;
};

/// How head office met a request. Never reused: proto/README.md.
enum class RightsOutcome : std::uint32_t {
  Unspecified = 0,
  Granted = 1,  ///< All of it.
  GrantedInPart = 2,
  NothingLeft = 3,   ///< The reserve is empty, and no holder that could be asked gave any back.
  CardUnusable = 4,  ///< Unknown, frozen or closed.
  TooLate = 5,       ///< The customer's patience was over before it could be granted.
  Busy = 6,          ///< Too many requests are under way on this connection.
};
[[nodiscard]] std::string to_string(RightsOutcome outcome);

struct RightsAnswer {
  std::uint64_t number = 0;
  RightsOutcome outcome = RightsOutcome::Unspecified;
  Amount granted;  ///< Not negative.
  friend bool operator==(const RightsAnswer&, const RightsAnswer&) = default;
};

/// Head office asks a holder to give rights back. The holder's answer is a RightsReleased in its log, or
/// nothing: what it spends meanwhile is gone, and a recall obliges nobody.
struct RightsRecall {
  CardId card;
  Amount wanted;  ///< Positive: at most this much is missed.
  friend bool operator==(const RightsRecall&, const RightsRecall&) = default;
};

/// A store says how many card numbers that are no card were tried at its tills, each time that it is more: head
/// office looks for a run on cards across the chain.
struct WrongNumbers {
  std::uint64_t count = 0;   ///< Since its node started.
  std::uint64_t recent = 0;  ///< In the last ten minutes, by its clock.
  friend bool operator==(const WrongNumbers&, const WrongNumbers&) = default;
};

/// Head office warns a store that card numbers are being tried across the chain, or that it is over. A store
/// that hears nothing more of it lets go of it by itself.
struct Caution {
  bool is_on = false;
  friend bool operator==(const Caution&, const Caution&) = default;
};

/// A frame of a type this version does not know: counted and passed over.
struct UnknownMessage {
  std::uint8_t type = 0;
  std::vector<std::uint8_t> bytes;
  friend bool operator==(const UnknownMessage&, const UnknownMessage&) = default;
};

using Message =
    std::variant<Challenge, Hello, Welcome, Refusal, Batch, Ack, Credit, Ping, Pong, RightsRequest,
                 RightsAnswer, RightsRecall, WrongNumbers, Caution, UnknownMessage>;

/// What is said besides while streaming: words that promise nothing. Facts travel in feeds.
using Word = std::variant<RightsRequest, RightsAnswer, RightsRecall, WrongNumbers, Caution>;

/// "Batch", "Ack", ...: for logs and traces.
[[nodiscard]] std::string message_name(const Message& message);

}  // namespace perk::sync

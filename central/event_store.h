// The event store: everything head office keeps, behind one port. Two implementations: PostgreSQL
// (central/postgres/) and memory (central/memory/); one contract suite (tests/contracts/).
//
// Calls block until their transaction is durable and may take as long as the database does: use worker
// threads, never an event loop. Safe from any thread. Owns no thread and reads no clock.
//
// It never decides anything, never drops an event, and never guesses: what it does not know it reports
// as OutcomeUnknown, and the caller asks again with the same event ids (or request id).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "central/records.h"
#include "ledger/card.h"
#include "ledger/decider.h"
#include "ledger/rejection.h"
#include "ledger/result.h"
#include "ledger/sealed_reason.h"
#include "ledger/storage_error.h"

namespace perk::central {

struct AppendedGroup {
  ShardEnd end;                ///< Of the shard, after this group.
  std::size_t appended = 0;    ///< New here.
  std::size_t duplicates = 0;  ///< Held before, with the same bytes.
};

/// A card as its shard tells it, read under the shard's lock.
struct DeskView {
  const CardState& card;
  const PriorEvent& prior;  ///< What head office made of this request before, of whatever card.
  Position shard_end;
  Origin origin;  ///< Head office's own log in this shard.
};
using DeskDecision = std::function<Result<Decision, Rejection>(const DeskView&)>;

/// What came of a decision of head office: either new events, or the event of the same request before.
struct DecidedAppend {
  bool was_repeated = false;
  Shard shard;
  Position position;  ///< Of the (last) event.
  EventId event;
};

/// What a fact of head office that no request asked for rests on, read under the shard's lock.
struct OfficeView {
  const CardState& card;  ///< Unknown and empty if it is about no card.
  Position shard_end;
  Origin origin;  ///< Head office's own log in this shard.
  Seq own_end;  ///< Where that log ends: who folded it so far has missed nothing of head office's.
};
/// Events to append, in order; none if nothing is to be done. May be called more than once.
using OfficeDecision = std::function<std::vector<Event>(const OfficeView&)>;

struct OwnAppend {
  ShardEnd end;                 ///< Of the shard, after the events.
  std::vector<EventId> events;  ///< Their names, in order.
};

enum class EnrolOutcome { New, SameAsBefore, NameTaken };
struct Enrolment {
  EnrolOutcome outcome = EnrolOutcome::New;
  StoreRecord store;
};

enum class KeyOutcome { Added, SameAsBefore, VersionTaken };
enum class RangeOutcome { Added, SameAsBefore, Overlaps };

enum class OfferOutcome { ForNewStore, ForKnownStore };

struct HeardFrom {
  StoreId store;
  WallTime at;
};

template <typename T>
using Stored = Result<T, StorageError>;

class EventStore {
 public:
  virtual ~EventStore() = default;

  // The chain.
  [[nodiscard]] virtual Stored<ChainSettings> chain() = 0;
  /// By version.
  [[nodiscard]] virtual Stored<std::vector<StoredNumberKey>> number_keys() = 0;
  /// Durable on return. Repeating it changes nothing. VersionTaken, and nothing changed: another key has this
  /// version. Keys are kept for ever.
  [[nodiscard]] virtual Stored<KeyOutcome> add_number_key(const StoredNumberKey& key) = 0;

  // Events.
  /// One transaction: the shard's counter row is written always (also when all were duplicates: so
  /// its commit means that what was read is durable too), new events get the next positions in order.
  /// An event id held before with other bytes fails the whole group: GiveUp, naming the event.
  [[nodiscard]] virtual Stored<AppendedGroup> append(const ShardGroup& group, WallTime now) = 0;
  /// Head office's own facts. One transaction under the shard's lock: reads the card and what came of
  /// `request` before, decides, gives the events the next seqs of head office's log in this shard,
  /// appends, and binds the request to (the first of) them for ever. A request that has its event must
  /// be repeated or refused: a repeat appends nothing and names the prior event. A refusal binds
  /// nothing. `decide` may be called more than once. Retry after OutcomeUnknown with the same request.
  [[nodiscard]] virtual Stored<Result<DecidedAppend, Rejection>> append_decided(
      const CardId& card, const RequestId& request, const DeskDecision& decide, WallTime now) = 0;
  /// Head office's own facts that no request names: grants, allowances, overdrafts. As append_decided,
  /// in one transaction under the shard's lock, on `card` (which must be of that shard) if it is about
  /// one. After OutcomeUnknown it is asked again and decides anew, on what is there by then: a decision
  /// must be one that looks.
  [[nodiscard]] virtual Stored<OwnAppend> append_own(Shard shard, const std::optional<CardId>& card,
                                                     const OfficeDecision& decide,
                                                     WallTime now) = 0;
  /// In order of positions, those after `after`, at most `limit`. Empty at the end.
  [[nodiscard]] virtual Stored<std::vector<StoredEvent>> read_shard(Shard shard, Position after,
                                                                    std::size_t limit) = 0;
  /// All events of a card, in order of positions.
  [[nodiscard]] virtual Stored<std::vector<StoredEvent>> read_card(const CardId& card) = 0;
  /// An origin's log as held, quarantined events included, in order of seq, those after `after`. Of two of one
  /// seq, in conflict, the quarantined one comes last.
  [[nodiscard]] virtual Stored<std::vector<LogEntry>> read_log(Origin origin, Seq after,
                                                               std::size_t limit) = 0;
  /// All shards, in order.
  [[nodiscard]] virtual Stored<std::vector<ShardEnd>> shard_ends() = 0;
  /// The running hash at a position (0: the genesis); none beyond the shard's end.
  [[nodiscard]] virtual Stored<std::optional<Digest>> shard_hash_at(Shard shard,
                                                                    Position position) = 0;
  /// Head office's own logs, one for each shard, of the present epoch.
  [[nodiscard]] virtual Stored<std::vector<HeadOfficeLog>> head_office_logs() = 0;

  // Origins.
  /// Repeating it changes nothing. False: that incarnation belongs to another store.
  [[nodiscard]] virtual Stored<bool> register_incarnation(StoreId store, Origin origin,
                                                          WallTime now) = 0;
  /// None: never registered.
  [[nodiscard]] virtual Stored<std::optional<OriginProgress>> progress(Origin origin) = 0;
  [[nodiscard]] virtual Stored<std::vector<OriginProgress>> origins() = 0;
  /// Moves progress forward, never back. Only after every event up to `through` is durable.
  [[nodiscard]] virtual Stored<Done> write_progress(std::span<const OriginProgress> progress) = 0;
  /// The barrier (PROTOCOL.md): writes to the origin's row and reads it. Once this returns, everything
  /// that was read of this origin before is durable.
  [[nodiscard]] virtual Stored<std::optional<OriginProgress>> touch_progress(Origin origin) = 0;

  // Epochs.
  /// `begun` is an EpochBegun. One transaction: where each shard and head office's log in it stand is kept,
  /// head office's logs begin anew, and `begun` is the first event of the one in store 0's shard. The shards'
  /// positions and running hashes go on. No other process may be writing. GiveUp: the epoch is not later
  /// than the present one.
  [[nodiscard]] virtual Stored<Done> begin_epoch(const Event& begun, WallTime now) = 0;
  /// Of every epoch after the first, by epoch and shard.
  [[nodiscard]] virtual Stored<std::vector<EpochStart>> epoch_starts() = 0;
  /// This incarnation handed back, durably, all that it holds. Repeating it changes nothing.
  [[nodiscard]] virtual Stored<Done> note_reported(Epoch epoch, Origin incarnation,
                                                   WallTime now) = 0;
  [[nodiscard]] virtual Stored<std::set<Origin>> reported(Epoch epoch) = 0;

  // Stores.
  [[nodiscard]] virtual Stored<Enrolment> enrol(const std::string& name, const PublicKey& key,
                                                WallTime now) = 0;
  [[nodiscard]] virtual Stored<std::vector<StoreRecord>> stores() = 0;
  [[nodiscard]] virtual Stored<std::optional<StoreRecord>> find_store(StoreId store) = 0;
  [[nodiscard]] virtual Stored<Done> note_heard(std::span<const HeardFrom> heard) = 0;
  /// A store's logs are signed with other keys from there on, as they say themselves; only after the events that
  /// say so were checked. Durable on return. Repeating it changes nothing, and so does what does not follow
  /// (LogKeys::follows), or is of no store.
  [[nodiscard]] virtual Stored<Done> note_key_changes(StoreId store,
                                                      std::span<const LogKeyChange> changes) = 0;

  // One-time codes.
  /// Keeps a code by which a store of this name may enrol once, until it expires. Durable on return.
  /// Repeating it changes nothing. ForKnownStore: a store is enrolled under this name, so that the code is
  /// of use to its key only.
  [[nodiscard]] virtual Stored<OfferOutcome> offer_code(const OfferedCode& code, WallTime now) = 0;
  /// One transaction: the store is enrolled with this key, and the code is used up by it. Again with the
  /// same key it is the same store, until the code expires: an answer may be lost. None, and nothing changed:
  /// there is no such code, it has expired, another key used it, or the name is another key's by now.
  [[nodiscard]] virtual Stored<std::optional<StoreRecord>> redeem_code(const Digest& secret_hash,
                                                                       const PublicKey& key,
                                                                       WallTime now) = 0;

  // Card numbers.
  /// In the order they were added.
  [[nodiscard]] virtual Stored<std::vector<StoredNumberRange>> number_ranges() = 0;
  /// Of a sound range. Repeating it changes nothing. Overlaps: another range has numbers of it.
  [[nodiscard]] virtual Stored<RangeOutcome> add_number_range(const NumberRange& range,
                                                              WallTime now) = 0;
  /// Takes the next `count` serials of a self-proving range, whatever keys it is said to have, for ever and names the first of them: no
  /// serial is given twice, and after OutcomeUnknown some may never be given at all. None: there is no
  /// such range, or it has not that many left.
  [[nodiscard]] virtual Stored<std::optional<CardSerial>> take_serials(const NumberRange& range,
                                                                       std::uint64_t count) = 0;

  // Reasons.
  /// Keeps what a sealed reason says. Durable on return. Repeating it changes nothing, and what is kept of a
  /// commitment is never replaced.
  [[nodiscard]] virtual Stored<Done> keep_reason(const Digest& commitment,
                                                 const ReasonOpening& opening, WallTime now) = 0;
  /// What is kept of these: never kept, or erased, is not there.
  [[nodiscard]] virtual Stored<std::map<Digest, ReasonOpening>> reasons(
      std::span<const Digest> commitments) = 0;
  /// Durable on return: no row has it any more. Repeating it changes nothing, nor does erasing what is not there.
  [[nodiscard]] virtual Stored<Done> erase_reason(const Digest& commitment) = 0;

  // Quarantine.
  /// Repeating an event changes nothing; its id with other bytes is GiveUp.
  [[nodiscard]] virtual Stored<Done> quarantine(std::span<const QuarantinedEvent> events) = 0;
  /// In order of ids, those after `after_id`.
  [[nodiscard]] virtual Stored<std::vector<QuarantinedEvent>> quarantined(std::uint64_t after_id,
                                                                          std::size_t limit) = 0;
};

}  // namespace perk::central

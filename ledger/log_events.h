// What the events about logs say beyond their envelopes (event.h): logs that are closed, what comes of
// them afterwards, logs whose end is proven, logs that go on under another key, and head office's own new
// beginnings. Values only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/ids.h"

namespace perk {

struct Event;

/// Why a log was closed.
enum class ClosedWhy : std::uint8_t {
  Unspecified = 0,
  RanBack = 1,    ///< Its end lay behind what head office holds of it: restored from a backup.
  Forked = 2,     ///< It had another hash at a place that head office holds: copied, or run back.
  Witnessed = 3,  ///< A till holds a later receipt of it than the node had.
  Replaced = 4,   ///< Its node set a damaged database aside and began anew.
  Decided = 5,    ///< An operator gave it up: burnt, stolen.
  Revoked =
      6,  ///< Its store was revoked (StoreRevoked): its machine or its certificate was stolen.
};

/// Head office closed an incarnation for ever: nothing that comes of it later is taken but wrapped
/// (ClosedLogEventRecorded). About no card; it stands in the shard of the incarnation's store.
struct IncarnationClosed {
  Origin incarnation;
  Seq known_through;  ///< What head office holds of it, unwrapped; 0: nothing.
  Digest known_hash;  ///< Of the chain there.
  ClosedWhy why = ClosedWhy::Unspecified;
  friend bool operator==(const IncarnationClosed&, const IncarnationClosed&) = default;
};

/// An event inside another one: a value, compared by what it holds. Shared, for it never changes.
class WrappedEvent {
 public:
  WrappedEvent() = default;
  explicit WrappedEvent(Event event);
  /// Null only of a default one, which is never foldable.
  [[nodiscard]] const Event* get() const { return event_.get(); }
  friend bool operator==(const WrappedEvent& left, const WrappedEvent& right);

 private:
  std::shared_ptr<const Event> event_;
};

/// One event of a closed log: forks of a log have several of one name, with different hashes.
struct ClosedLogName {
  EventId event;
  Digest hash;
  friend auto operator<=>(const ClosedLogName&, const ClosedLogName&) = default;
};

/// An event of a closed incarnation, brought by another incarnation in its own log, with all that proves
/// it (as in a receipt, FORMAT.md). It counts once by its name and hash, whoever brings it, and as often:
/// closed_log.h says what it does. The envelope's effects follow from `event` alone.
struct ClosedLogEventRecorded {
  EventId name;  ///< Its place in the closed log. A forked log has several events of one name.
  Digest previous_hash;               ///< Of the closed log's chain just before it.
  Digest hash;                        ///< Just after it.
  std::vector<std::uint8_t> bytes;    ///< Verbatim.
  std::vector<Digest> later_digests;  ///< SHA-256 of each later event up to the signed head.
  Signature signature;                ///< Of the head at name.seq + later_digests.size().
  WrappedEvent event;                 ///< What the bytes say.
  friend bool operator==(const ClosedLogEventRecorded&, const ClosedLogEventRecorded&) = default;
};

/// Head office was restored to an earlier point, or began otherwise anew. Stands in the shard of store 0.
struct EpochBegun {
  Epoch epoch;
  Epoch previous;  ///< Less than `epoch`.
  std::string reason;
  std::string operator_name;
  friend bool operator==(const EpochBegun&, const EpochBegun&) = default;
};

/// Everybody who may hold something of the chain has reported in this epoch, or an operator decided to go
/// on without those named: head office grants and debits again. Stands in the shard of store 0.
struct EpochSettled {
  Epoch epoch;
  std::vector<Origin> without;  ///< Had not reported: exposure is unknown until they do.
  std::string reason;
  std::string operator_name;
  friend bool operator==(const EpochSettled&, const EpochSettled&) = default;
};

/// An operator's word that no copy of a closed log is in service, and that every till's witness of it is
/// covered: what it did is all heard. Stands in the shard of the incarnation's store.
struct LogEndProven {
  Origin incarnation;
  Seq through;  ///< Its last event.
  std::string reason;
  std::string operator_name;
  friend bool operator==(const LogEndProven&, const LogEndProven&) = default;
};

/// A store's machine or certificate was stolen: nobody comes in as that store any more, for ever. Its open logs
/// are closed with it; what they said stays said. Stands in the shard of the store.
struct StoreRevoked {
  StoreId store;
  std::string reason;
  std::string operator_name;
  friend bool operator==(const StoreRevoked&, const StoreRevoked&) = default;
};

/// A store's log goes on under another key: this event, and every head from it on, is signed with `next`. Both keys
/// say so (FORMAT.md "Keys of a log"), so nobody who has only one of them can write it. Stands in the shard of the
/// store, in its own log.
struct LogKeyRotated {
  PublicKey former;       ///< That was in force.
  PublicKey next;         ///< In force from here on.
  Signature former_word;  ///< By `former`, of this store, log, place and both keys.
  Signature next_word;    ///< The same by `next`: whoever wrote this has it.
  friend bool operator==(const LogKeyRotated&, const LogKeyRotated&) = default;
};

/// An operator handed in, from a file, what a closed log says beyond what its own line brought: the machine was found, or
/// a copy of its directory. Each event of it that head office did not know stands in quarantine from then on, with its
/// proof. Moves nothing. Stands in the shard of the log's store.
struct LogHandedIn {
  Origin incarnation;
  Seq after;            ///< What was handed in begins behind it.
  Seq through;          ///< Its last event; more than `after`.
  Digest through_hash;  ///< Of the log's chain there, which the store's key signed.
  std::string reason;
  std::string operator_name;
  friend bool operator==(const LogHandedIn&, const LogHandedIn&) = default;
};

/// What an operator says of an event in quarantine. One that a build does not know counts nothing.
enum class QuarantineVerdict : std::uint8_t { Refused = 0, Accepted = 1 };

/// An operator settled what stood in quarantine. Of what is accepted the money counts: the event of a closed log
/// that it brought follows in head office's own log, in one append. Of several words on one event the first
/// counts. Stands in the shard where that money belongs.
struct QuarantineSettled {
  EventId event;  ///< What was quarantined.
  Digest hash;    ///< SHA-256 of its bytes.
  QuarantineVerdict verdict = QuarantineVerdict::Refused;
  /// Verbatim, of what is accepted: what follows can be made again of this alone. Else empty.
  std::vector<std::uint8_t> bytes{};
  WrappedEvent brought{};  ///< What the bytes say: a ClosedLogEventRecorded.
  std::string reason{};
  std::string operator_name{};
  friend bool operator==(const QuarantineSettled&, const QuarantineSettled&) = default;
};

}  // namespace perk

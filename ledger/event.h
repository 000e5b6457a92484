// Events: immutable facts, past tense. An event is an envelope, which every version of Perk can read,
// and a body, which only versions that know its type can. The envelope alone carries all that money
// needs: an event of a newer type still moves value and rights by the right amounts.
// How they become bytes: FORMAT.md. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/ids.h"
#include "ledger/money.h"
#include "ledger/time.h"

namespace perk {

/// What was stored, verbatim. Hashes are over these, never over a re-serialization.
using EventBytes = std::vector<std::uint8_t>;

/// Why a purchase was approved.
enum class Basis : std::uint8_t {
  Unspecified = 0,
  Rights = 1,   ///< All of it from spending rights held by the store.
  Cached = 2,   ///< Policy `cached`: the value known to the store covered it.
  StandIn = 3,  ///< Beyond rights, from an allowance.
  Central = 4,  ///< Rights granted for just this purchase.
};

/// What was handed over for a load.
enum class Tender : std::uint8_t { Unspecified = 0, Cash = 1, Card = 2, Complimentary = 3 };

/// Why a redemption was reversed.
enum class ReversalReason : std::uint8_t { Unspecified = 0, Void = 1, Refund = 2 };

/// A card was issued. `last_four` is all of the number that is ever kept.
struct CardIssued {
  std::string last_four;
  ProgrammeId programme;
  std::uint32_t number_key_version = 0;  ///< Version of the key that made the CardId.
  friend bool operator==(const CardIssued&, const CardIssued&) = default;
};

/// Value was put on a card. The amount is the envelope's effect on value.
struct ValueLoaded {
  Tender tender = Tender::Unspecified;
  friend bool operator==(const ValueLoaded&, const ValueLoaded&) = default;
};

enum class PartialApproval : std::uint8_t { Refused = 0, Accepted = 1 };

/// What a store knew of the chain when it decided: enough, with its own log, to decide again.
struct Knowledge {
  Position known_through;  ///< Of the card's shard, as heard from head office; 0 if never heard.
  Millis cut_off_for;      ///< Since head office was last heard from; 0 while connected.
  friend bool operator==(const Knowledge&, const Knowledge&) = default;
};

/// A purchase. The amount approved is minus the envelope's effect on value.
struct ValueRedeemed {
  Amount requested;  ///< What the till asked for; more than was approved for a partial approval.
  PartialApproval partial = PartialApproval::Refused;
  Basis basis = Basis::Unspecified;
  Knowledge knowledge;
  friend bool operator==(const ValueRedeemed&, const ValueRedeemed&) = default;
};

/// A purchase was wholly or partly taken back. The envelope's `original` names it.
struct RedemptionReversed {
  ReversalReason reason = ReversalReason::Unspecified;
  friend bool operator==(const RedemptionReversed&, const RedemptionReversed&) = default;
};

/// Head office froze a card.
struct CardFrozen {
  std::string reason;
  std::string operator_name;
  friend bool operator==(const CardFrozen&, const CardFrozen&) = default;
};

/// Head office lifted a freeze.
struct CardUnfrozen {
  std::string reason;
  std::string operator_name;
  friend bool operator==(const CardUnfrozen&, const CardUnfrozen&) = default;
};

/// An event of a type this version does not know: kept, forwarded and folded by its envelope.
struct UnknownBody {
  std::uint32_t type = 0;
  std::vector<std::uint8_t> bytes;
  friend bool operator==(const UnknownBody&, const UnknownBody&) = default;
};

using EventBody = std::variant<CardIssued, ValueLoaded, ValueRedeemed, RedemptionReversed,
                               CardFrozen, CardUnfrozen, UnknownBody>;

/// A move of a named incarnation's rights by an event that somebody else wrote (grants, decisions).
struct NamedRightsEffect {
  Origin incarnation;
  Amount amount;
  friend bool operator==(const NamedRightsEffect&, const NamedRightsEffect&) = default;
};

/// The part every version can read. All effects are signed, in minor units of `currency`.
/// Invariant (FORMAT.md "Conservation in one event"): own + reserve + named rights = value - held.
struct Envelope {
  std::optional<CardId> card;  ///< None for events about no card.
  Currency currency;           ///< None for events that move nothing.
  Amount value_effect;         ///< On the card's balance.
  Amount held_effect;          ///< On what is held of it; available = balance - held.
  Amount own_rights_effect;    ///< On the writer's spending rights.
  Amount reserve_effect;       ///< On head office's reserve.
  std::vector<NamedRightsEffect> named_rights;
  std::uint64_t allowance = 0;  ///< Stand-in allowance drawn on; 0 is none.
  Amount allowance_drawn;
  std::optional<EventId> original;  ///< The event this one takes back or completes.
  Hlc hlc;
  WallTime raw_clock;                ///< The writer's wall clock, unadjusted.
  std::optional<RequestId> request;  ///< None for what no terminal asked for.
  PolicyVersion policy_version;
  friend bool operator==(const Envelope&, const Envelope&) = default;
};

struct Event {
  Envelope envelope;
  EventBody body;
  friend bool operator==(const Event&, const Event&) = default;
};

/// An event with its name: the log it stands in, and where.
struct RecordedEvent {
  EventId id;
  Event event;
  friend bool operator==(const RecordedEvent&, const RecordedEvent&) = default;
};

/// "CardIssued", "ValueLoaded", ...; "type 77" for one this version does not know.
[[nodiscard]] std::string type_name(const EventBody& body);

/// Whether an event can be folded safely: its rights effects sum to its effect on available value, every
/// amount is within kEventAmountMax, what it moves is of a card and in a currency, and the effects of a
/// type this version knows have that type's signs. What fails is quarantined by head office, never folded.
[[nodiscard]] bool is_foldable(const Event& event);

}  // namespace perk

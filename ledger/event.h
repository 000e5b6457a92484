// Events: immutable facts, past tense. An event is an envelope, which every version of Perk can read,
// and a body (event_body.h), which only versions that know its type can. The envelope alone carries all
// that money needs: an event of a newer type still moves value and rights by the right amounts.
// How they become bytes: FORMAT.md. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event_body.h"
#include "ledger/ids.h"
#include "ledger/money.h"
#include "ledger/operator_word.h"
#include "ledger/time.h"

namespace perk {

/// What was stored, verbatim. Hashes are over these, never over a re-serialization.
using EventBytes = std::vector<std::uint8_t>;

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
  Currency currency;           ///< None for events that neither move nor name an amount.
  Amount value_effect;         ///< On the card's balance.
  Amount held_effect;          ///< On what is held of it; available = balance - held.
  Amount own_rights_effect;    ///< On the writer's spending rights.
  Amount reserve_effect;       ///< On head office's reserve.
  std::vector<NamedRightsEffect> named_rights;
  AllowanceId allowance;            ///< The stand-in allowance this is about; 0 is none.
  Amount allowance_drawn;           ///< What a purchase takes of it.
  std::optional<EventId> original;  ///< The event this one takes back or completes.
  Hlc hlc;
  WallTime raw_clock;                ///< The writer's wall clock, unadjusted.
  std::optional<RequestId> request;  ///< None for what no terminal asked for.
  PolicyVersion policy_version;
  std::optional<OperatorWord>
      word{};  ///< Of the operator who told head office to; none: nobody did.
  friend bool operator==(const Envelope&, const Envelope&) = default;
};

/// Copied, moved and compared in event.cpp alone: with as many kinds of bodies that is most of what a source that
/// does so would compile to.
struct Event {
  Event();
  Event(Envelope of_event, EventBody of_kind);
  Event(const Event& other);
  Event(Event&& other) noexcept;
  Event& operator=(const Event& other);
  Event& operator=(Event&& other) noexcept;
  ~Event();

  Envelope envelope;
  EventBody body;
  friend bool operator==(const Event& left, const Event& right);
};

/// An event with its name: the log it stands in, and where.
struct RecordedEvent {
  EventId id;
  Event event;
  friend bool operator==(const RecordedEvent&, const RecordedEvent&) = default;
};

/// "CardIssued", "ValueLoaded", ...; "type 77" for one this version does not know.
[[nodiscard]] std::string type_name(const EventBody& body);

/// "rights", "cached", "stand_in", "central"; "unspecified" for one this version does not know.
[[nodiscard]] std::string_view basis_name(Basis basis);

/// "stand_in", "rollback", ...; "unspecified" for one this version does not know.
[[nodiscard]] std::string_view cause_name(OverdraftCause cause);

/// Whether only head office may write it: order matters, or it gives what head office alone has. From
/// a store it is quarantined. Nothing is known of unknown types.
[[nodiscard]] bool is_head_offices(const EventBody& body);

/// Whether an event can be folded safely: its rights effects sum to its effect on available value, every
/// amount is within kEventAmountMax, what it moves is of a card and in a currency, and the effects of a
/// type this version knows have that type's signs. What fails is quarantined by head office, never folded.
[[nodiscard]] bool is_foldable(const Event& event);

}  // namespace perk

// Events of closed logs: what one does when another incarnation brings it wrapped. Its value and holds
// count as they are. What it took of its writer's rights leaves the closed incarnation's rights, what it
// gave them enters those, and nobody can spend them; what only moved rights (a release) moves nothing.
//
// All of that follows from the event alone, not from what anybody knew: whoever brings it, wrapped
// events of one name and hash have the same effects. A card counts them once (CardState::closed_logs),
// in whatever order they are heard. Where a forked log's events together took more than the closed
// incarnation had, the rest is missing in the reserve: CardState derives that. Pure.
#pragma once

#include "ledger/card.h"
#include "ledger/stamp.h"

namespace perk {

/// Of the event that counts: a wrapped event that was itself brought wrapped is the innermost one.
[[nodiscard]] const ClosedLogEventRecorded& innermost(const ClosedLogEventRecorded& wrapped);
[[nodiscard]] ClosedLogName counted_as(const ClosedLogEventRecorded& wrapped);

[[nodiscard]] inline Making making_of(const Envelope& envelope) {
  return {envelope.hlc, envelope.request};
}

/// What it does to its card, told apart from all else so that it can be counted once.
[[nodiscard]] FromClosedLog told_by(const ClosedLogEventRecorded& wrapped);
/// Counts it on its card, unless it is counted already, or known from its own log: head office may hold such an
/// event both ways after it was restored and closed the log (central/rights/handed_back.h).
void count(CardState& card, const ClosedLogEventRecorded& wrapped);
/// An event comes from a store's own log: what was counted of it wrapped counts no more.
void note_move(CardState& card, const RecordedEvent& recorded);
/// Whether it is: then folding the event changes nothing but its writer's watermark.
[[nodiscard]] bool is_counted(const CardState& card, const Event& event);

/// Adds what was told of purchases, holds and loads to them, or takes it away again: a snapshot's cannot be
/// compared with ours while both have parts of one closed log.
void add_parts(CardState& card, const FromClosedLog& told);
void take_parts(CardState& card, const FromClosedLog& told);

/// What a store's node writes into its own log for an event of a closed one, and head office into its own for
/// one that an operator accepted (quarantine_book.h). The caller brings only what
/// head office does not hold unwrapped (IncarnationClosed says through where it does, and which fork),
/// and has checked the chain and the signature. Requires `wrapped.event`.
[[nodiscard]] Event wrap(ClosedLogEventRecorded wrapped, const Stamp& store);

/// Whether it names an event of an incarnation, holds one that is foldable and that a store may write,
/// and `envelope` does what wrap() would make it do. Says nothing of hashes and signatures.
[[nodiscard]] bool is_sound_wrap(const Envelope& envelope, const ClosedLogEventRecorded& wrapped);

}  // namespace perk

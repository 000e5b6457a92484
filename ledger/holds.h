// Holds: value set aside at a counter for a purchase whose amount is not known yet (a tab, with its tip).
// A hold takes its store's own rights when it is placed, so that nobody else can spend them; the store that
// placed it captures it or gives it back, and nobody else, ever: head office alone after the operator's
// word that the store's closed log is at its end. Pure; a store's clock, handed in, says when one expires.
#pragma once

#include <vector>

#include "ledger/counter.h"
#include "ledger/rights.h"

namespace perk {

using CounterOutcome = Result<Event, Rejection>;

/// From the rights held here alone, never beyond them and never in part: what is set aside must be there
/// when the bill comes. Refused: AmountNotPositive, AmountAboveCeiling (of a purchase), those of
/// Counter::refuse_card, CardIsFrozen, those of Counter::refuse_beyond_own_rights.
[[nodiscard]] CounterOutcome place_hold(const Counter& counter, const PlaceHold& place);

/// A purchase from the hold. Of a frozen card too: the value was set aside before, and the guest has eaten.
/// Refused: AmountNotPositive (also a tip below zero), TipAboveAmount, those of Counter::refuse_card,
/// HoldUnknown, HoldElsewhere, CaptureAboveHold.
[[nodiscard]] CounterOutcome capture_hold(const Counter& counter, const CaptureHold& capture);

/// Gives back all that is left: into the store's rights, at head office into the reserve. Refused:
/// CardUnknown, HoldUnknown, HoldElsewhere, HoldIsOver.
[[nodiscard]] CounterOutcome release_hold(const Counter& counter, const ReleaseHold& release);

/// Open holds of `own` whose time is over by `now`, the wall time of its hybrid clock. By name.
[[nodiscard]] std::vector<EventId> holds_to_lapse(const CardState& card, Origin own, WallTime now);
/// The store's own word that a hold's time is over. Refused: CardUnknown, OriginalUnknown (also if nothing
/// is left of it), OriginalElsewhere, NotExpiredYet.
[[nodiscard]] RightsOutcome lapse_hold(const CardState& card, const CardId& id, EventId hold,
                                       const Stamp& store);

}  // namespace perk

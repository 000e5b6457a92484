// A load taken back at the counter: the store that took the money gives it back. Only as far as its own
// rights still cover it: value that may have been spent elsewhere is never paid out. What the store no
// longer holds it can ask head office for, as for a purchase. Pure.
#pragma once

#include "ledger/counter.h"

namespace perk {

/// Refused: AmountNotPositive, those of Counter::refuse_card, CardIsFrozen, LoadUnknown, LoadElsewhere,
/// ReversalAboveLoad (what was charged back counts), those of Counter::refuse_beyond_own_rights.
[[nodiscard]] Result<Event, Rejection> reverse_load(const Counter& counter,
                                                    const ReverseLoad& reverse);

}  // namespace perk

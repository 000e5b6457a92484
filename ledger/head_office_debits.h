// What head office takes off a card, or puts on it, by itself and on its complete fold: charge-backs, which
// the world forces on it, and adjustments, which an operator decides. Pure; stores hear of both like of
// anything else, and what they spent meanwhile is an overdraft of that cause (overdraft.h).
#pragma once

#include "ledger/counter.h"

namespace perk {

/// The payer's bank took a load's money back. Needs no right and may take the reserve below zero: then
/// the rights that are out are recalled, and what they do not cover is an overdraft. Of a frozen card too.
/// Refused: AmountNotPositive, AmountAboveCeiling (of any event), those of Counter::refuse_card,
/// LoadUnknown, ReversalAboveLoad (what its store reversed counts), ReasonMissing.
[[nodiscard]] Result<Event, Rejection> charge_back(const Counter& counter, const ChargeBack& back);

/// Up, within the merchant's ceiling; down, only from what the reserve has free: what stores hold has to
/// come home first. Of a frozen card too. Refused: AmountNotPositive (nothing), AmountAboveCeiling (of any
/// event), those of Counter::refuse_card, BalanceAboveCeiling, ReserveTooLow, ReasonMissing.
[[nodiscard]] Result<Event, Rejection> adjust_balance(const Counter& counter,
                                                      const AdjustBalance& adjust);

}  // namespace perk

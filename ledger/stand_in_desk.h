// The events of a stand-in allowance's life, made or refused: head office grants and replenishes, the
// store lapses. Whoever calls them appends the event, folds it, and only then acts on it. Pure.
#pragma once

#include "ledger/rights.h"
#include "ledger/stand_in.h"

namespace perk {

struct NewAllowance {
  AllowanceId id;  ///< Never used before.
  StandInGranted terms;
  Currency currency;  ///< The chain's.
};
/// Head office lets an incarnation approve beyond its rights. `stamp` says by which policy. Refused:
/// AmountNotPositive, AmountAbsurd (of any of the three amounts), NotAnIncarnation.
[[nodiscard]] RightsOutcome grant_stand_in(const NewAllowance& allowance, const Stamp& head_office);

/// Which allowance, how much of it, and through which of its incarnation's events head office has heard.
struct Replenishment {
  Origin incarnation;
  AllowanceId id;
  Amount amount;
  Seq heard_through;
};
/// Gives back what was heard to be spent. So the sum of what is left and what was heard never grows
/// beyond what was granted. Refused: AmountNotPositive, AmountAbsurd, AllowanceUnknown,
/// AllowanceHasLapsed, MoreThanHeardSpent.
[[nodiscard]] RightsOutcome replenish_stand_in(const StandIn& heard, const Replenishment& more,
                                               const Stamp& head_office);
/// Restores one card's cap, only while its reserve (less what lost stores overspent) covers what the card
/// owes of opened overdrafts, and so is not below zero: until then what was approved beyond rights is not
/// paid for. Opening an overdraft pays nothing; recovering or writing it off does. Refused: as above, and
/// CardStillShort.
[[nodiscard]] RightsOutcome restore_card_cap(const StandIn& heard, const CardState& card,
                                             const CardId& id, const Replenishment& more,
                                             const Stamp& head_office);

/// The store of this stamp will not draw on the allowance again. Refused: AllowanceUnknown,
/// AllowanceHasLapsed.
[[nodiscard]] RightsOutcome lapse_allowance(const StandIn& own, AllowanceId id, const Stamp& store);

}  // namespace perk

// Overdrafts: what a card spent that was never on it, found, named and paid off by head office, on its
// complete fold. A reserve below zero is no overdraft yet: first the rights that are still out are
// recalled; what no rights cover is one. Pure; never decides who is to blame beyond what the log says.
#pragma once

#include <string>
#include <vector>

#include "ledger/rights.h"

namespace perk {

/// A loss whose cause the events of the card do not tell, and the caller knows: a rollback found.
struct KnownLoss {
  OverdraftCause cause = OverdraftCause::Unspecified;
  Origin owner;
  Amount
      amount;  ///< Positive; what was opened for this cause and owner before is not opened again.
};

struct OverdraftToOpen {
  OverdraftCause cause = OverdraftCause::Unspecified;
  Origin owner;
  Amount amount;  ///< Positive.
  friend bool operator==(const OverdraftToOpen&, const OverdraftToOpen&) = default;
};

/// What must be opened now: in sum exactly what the card's available value is below zero. Put down, in
/// this order, to: `known` losses; charge-backs, by the store that took the load (charge_back);
/// incarnations that had spent rights returned by decision (lost_store); those whose closed log has forks that
/// together spent more rights than it had (rollback); purchases beyond rights that
/// nothing repaid, by incarnation, first those made after head office had frozen the card (late_freeze, by
/// the hybrid clocks), then all others (stand_in); and, if anything is left, to head office itself with
/// cause Unspecified, for people to look at.
[[nodiscard]] std::vector<OverdraftToOpen> overdrafts_to_open(const CardState& card,
                                                              Origin head_office,
                                                              const std::vector<KnownLoss>& known);

/// Covers it: the card's value and the reserve grow by the amount. Refused: AmountNotPositive,
/// AmountAbsurd, CardUnknown, MoreThanOwed (than the card is below zero).
[[nodiscard]] RightsOutcome open_overdraft(const CardState& card, const CardId& id,
                                           const OverdraftToOpen& overdraft,
                                           const Stamp& head_office);

struct OverdraftPart {
  EventId opening;
  Amount amount;  ///< Positive.
  friend bool operator==(const OverdraftPart&, const OverdraftPart&) = default;
};

/// What open overdrafts can be paid off now, oldest opening first: never more than the reserve has free.
/// A load belongs to the store that took it, so what it can pay first has to be recalled.
[[nodiscard]] std::vector<OverdraftPart> recoveries_due(const CardState& card);
/// What head office should recall of the rights that are out, to pay open overdrafts and to fill a
/// reserve below zero. Not negative.
[[nodiscard]] Amount recall_for_debts(const CardState& card);

/// Pays a part of an overdraft from the reserve. Refused: AmountNotPositive, AmountAbsurd, CardUnknown,
/// MoreThanReserve, OriginalUnknown, MoreThanOwed.
[[nodiscard]] RightsOutcome recover_overdraft(const CardState& card, const CardId& id,
                                              const OverdraftPart& part, const Stamp& head_office);

struct WriteOff {
  OverdraftPart part;
  std::string reason;
  std::string operator_name;
};
/// The chain bears a part of an overdraft. Refused: AmountNotPositive, AmountAbsurd, ReasonMissing,
/// CardUnknown, OriginalUnknown, MoreThanOwed.
[[nodiscard]] RightsOutcome write_off_overdraft(const CardState& card, const CardId& id,
                                                const WriteOff& write_off,
                                                const Stamp& head_office);

}  // namespace perk

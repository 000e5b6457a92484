// Spending rights: who may spend what of a card without asking. Always, on every card:
// reserve + rights of all origins = available. The functions here make the events that move rights, or
// say why they may not be moved; whoever calls them appends the event, and only then acts on it.
//
// Head office decides on its complete fold of the card's shard, a store on what it has heard, which is
// always enough for its own rights. Pure; time comes in the stamp. Never moves money.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/card.h"
#include "ledger/incarnations.h"
#include "ledger/result.h"
#include "ledger/stamp.h"

namespace perk {

/// Why rights, allowances or overdrafts may not be moved so, in order of precedence. Between nodes and
/// for operators; what a till hears is a Rejection.
enum class RightsRefusal {
  AmountNotPositive,
  AmountAbsurd,        ///< More than kEventAmountMax.
  ReasonMissing,       ///< An operator's decision needs a reason.
  NotAnIncarnation,    ///< Rights and allowances are held by one life of one store's log.
  CardUnknown,         ///< Not issued yet, as far as is known here.
  CardIsFrozen,        ///< A frozen card's rights come home; none go out.
  MoreThanHeld,        ///< Rights are never below zero.
  MoreThanReserve,     ///< Only what the reserve has can be granted, or pay an overdraft.
  OriginalUnknown,     ///< No such purchase, or overdraft, on this card.
  OriginalElsewhere,   ///< Another origin's purchase.
  AlreadyRenounced,    ///< It is head office's already.
  MoreThanOwed,        ///< An overdraft is not paid off twice.
  AllowanceUnknown,    ///< No such allowance was given to this incarnation.
  AllowanceHasLapsed,  ///< Its store said that it will never draw on it again.
  MoreThanHeardSpent,  ///< Only spends that were heard are given back.
  CardStillShort,      ///< Its reserve does not cover what it owes: its cap stays used up.
  NotExpiredYet,       ///< A hold lapses when its time is over.
};
/// Stable, snake_case.
[[nodiscard]] std::string_view refusal_name(RightsRefusal refusal);

using RightsOutcome = Result<Event, RightsRefusal>;
/// Nothing: it may be done.
using MaybeRefusal = std::optional<RightsRefusal>;

/// What all incarnations together may spend: the sum of what each holds. Not negative. An incarnation
/// whose rights were returned by decision and had been spent is below zero, and holds nothing.
[[nodiscard]] Amount rights_out(const CardState& card);
/// The reserve less what incarnations are below zero: what head office may give away, or, when negative,
/// what the card has spent of rights that are still out.
[[nodiscard]] Amount free_reserve(const CardState& card);
/// What is missing in the reserve and still covered by rights that are out: to be recalled. Not
/// negative. What no rights cover is an overdraft (overdraft.h).
[[nodiscard]] Amount to_be_recalled(const CardState& card);

/// A store gives `amount` of its rights back. Refused: AmountNotPositive, AmountAbsurd, CardUnknown,
/// MoreThanHeld.
[[nodiscard]] RightsOutcome release_rights(const CardState& card, const CardId& id, Amount amount,
                                           ReleaseReason why, const Stamp& store);

struct Grant {
  Origin to;
  Amount amount;
  GrantReason why = GrantReason::Unspecified;
  std::optional<RequestId> answers;
};
/// Head office gives rights out of its reserve. The caller sends them only once the event is durable on
/// a quorum: a grant delivered and then lost would be spent twice. Refused: AmountNotPositive,
/// AmountAbsurd, NotAnIncarnation, CardUnknown, CardIsFrozen, MoreThanReserve (ask other holders first).
[[nodiscard]] RightsOutcome grant_rights(const CardState& card, const CardId& id,
                                         const Grant& grant, const Stamp& head_office);

struct ReturnByDecision {
  Origin incarnation;
  Amount amount;
  std::string reason;
  std::string operator_name;
};
/// An operator declares the rights of a lost or closed incarnation to be back in the reserve. They are
/// exposure until the end of its log is proven. Refused: AmountNotPositive, AmountAbsurd, ReasonMissing,
/// NotAnIncarnation, CardUnknown, MoreThanHeld.
[[nodiscard]] RightsOutcome return_rights_by_decision(const CardState& card, const CardId& id,
                                                      const ReturnByDecision& decision,
                                                      const Stamp& head_office);

/// A store leaves it to head office to take one of its purchases back. Refused: OriginalUnknown,
/// OriginalElsewhere, AlreadyRenounced.
[[nodiscard]] RightsOutcome renounce_refund_right(const CardState& card, const CardId& id,
                                                  EventId original, const Stamp& store);

/// Who may take a purchase back: its origin, until it renounced; then head office (as the default
/// Origin: whichever head office's log is written now). Nobody else, ever.
enum class RefundRightHolder { Origin, HeadOffice };
[[nodiscard]] RefundRightHolder refund_right_of(const Redemption& redemption);
/// As head office sees it: of a closed log whose end is proven nobody else is left, and all that its
/// origin took back itself is heard.
[[nodiscard]] RefundRightHolder refund_right_of(EventId original, const Redemption& redemption,
                                                const ProvenEnds& proven);

/// One sentence for each law of rights that a card breaks, on any complete or partial view: reserve +
/// rights = available; no incarnation is below zero by more than was returned of its rights.
[[nodiscard]] std::vector<std::string> rights_violations(const CardId& id, const CardState& card);

}  // namespace perk

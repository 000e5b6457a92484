// Every way the world says no, in order of precedence: when several apply, the first is the answer.
// Each says whether asking again can help, so that a till never has to guess.
#pragma once

#include <span>
#include <string_view>

namespace perk {

enum class Rejection {
  RequestIdReused,     ///< Same request id, other content.
  CardNumberInvalid,   ///< Not 12 to 19 digits, or the Luhn check digit is wrong.
  CardNumberInvented,  ///< In a range of numbers that prove themselves, with a wrong check code.
  CardNumberNotTaken,  ///< In no range that the chain knows, and the shop takes no others.
  AmountNotPositive,
  AmountAboveCeiling,
  TipAboveAmount,       ///< More of a capture would be the staff's than is captured.
  CurrencyUnsupported,  ///< Not the currency of the chain.
  CardUnknown,
  CardAlreadyIssued,
  CurrencyMismatch,  ///< The card holds another currency.
  CardIsFrozen,
  CardNotFrozen,
  OriginalUnknown,    ///< No such purchase on this card.
  HoldUnknown,        ///< No such hold on this card.
  LoadUnknown,        ///< No such load on this card.
  OriginalRenounced,  ///< Its store left it to head office, which alone takes it back now.
  OriginalElsewhere,  ///< Another store sold it; only that store may take it back.
  HoldElsewhere,      ///< Another store placed it; only that store may capture it or give it back.
  LoadElsewhere,      ///< Another store took it; only that store may reverse it.
  ReversalAboveOriginal,  ///< More than what is left of the original.
  CaptureAboveHold,       ///< More than what is left of the hold.
  HoldIsOver,             ///< Nothing is left of it to give back.
  ReversalAboveLoad,      ///< More than what is left of the load.
  BalanceAboveCeiling,
  InsufficientValue,          ///< The value known here does not cover it.
  InsufficientRights,         ///< Head office gave this shop no rights for it, or not enough.
  InsufficientRightsOffline,  ///< The same while head office cannot be asked.
  StandInPurchaseLimit,       ///< More beyond rights than one purchase may have.
  StandInCardLimit,           ///< More beyond rights than this card may have until it is heard of.
  StandInLimitReached,        ///< The shop has used up what it may approve beyond rights.
  ReserveTooLow,              ///< Stores hold the rights to it; they have to come home first.
  ReasonMissing,              ///< Head office's changes need a reason.
  // Not about the request, and not final: they say nothing of an earlier try of it.
  StorageUnavailable,   ///< The store could not record it, or could not look up what became of it.
  Overloaded,           ///< Too many requests wait already; this try was not begun.
  TooManyWrongNumbers,  ///< Its terminal named too many numbers that are no cards, and must wait.
};

/// Whether the same request can succeed later with nothing about it changed.
enum class Retry { Useless, MayHelp };

struct RejectionRow {
  Rejection rejection;
  std::string_view name;      ///< Stable, snake_case: what `--json` and the wire's logs show.
  std::string_view sentence;  ///< For the person at the till.
  Retry retry;
};

/// All refusals, one row each, in order of precedence.
[[nodiscard]] std::span<const RejectionRow> rejection_table();
[[nodiscard]] const RejectionRow& describe(Rejection rejection);

}  // namespace perk

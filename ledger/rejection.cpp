#include "ledger/rejection.h"

#include <cstddef>
#include <iterator>

#include "ledger/check.h"

namespace perk {
namespace {

constexpr RejectionRow kRows[] = {
    {Rejection::RequestIdReused, "request_id_reused",
     "This request number was already used for something else.", Retry::Useless},
    {Rejection::CardNumberInvalid, "card_number_invalid",
     "This is not a card number; please check the digits.", Retry::Useless},
    {Rejection::CardNumberInvented, "card_number_invented",
     "Head office never made this card number; please check the digits.", Retry::Useless},
    {Rejection::CardNumberNotTaken, "card_number_not_taken",
     "The chain takes no cards of this number range.", Retry::Useless},
    {Rejection::AmountNotPositive, "amount_not_positive", "The amount must be more than zero.",
     Retry::Useless},
    {Rejection::AmountAboveCeiling, "amount_above_ceiling",
     "The amount is more than one transaction may be.", Retry::Useless},
    {Rejection::TipAboveAmount, "tip_above_amount", "The tip is more than the whole amount.",
     Retry::Useless},
    {Rejection::CurrencyUnsupported, "currency_unsupported",
     "The shop does not take this currency.", Retry::Useless},
    {Rejection::CardUnknown, "card_unknown", "This shop has not heard of this card.",
     Retry::MayHelp},
    {Rejection::CardAlreadyIssued, "card_already_issued", "This card was issued before.",
     Retry::Useless},
    {Rejection::CurrencyMismatch, "currency_mismatch", "The card holds another currency.",
     Retry::Useless},
    {Rejection::CardIsFrozen, "card_is_frozen", "Head office has frozen this card.",
     Retry::MayHelp},
    {Rejection::CardNotFrozen, "card_not_frozen", "The card is not frozen.", Retry::Useless},
    {Rejection::OriginalUnknown, "original_unknown", "There is no such purchase on this card.",
     Retry::Useless},
    {Rejection::HoldUnknown, "hold_unknown",
     "Nothing was set aside under that number on this card.", Retry::Useless},
    {Rejection::LoadUnknown, "load_unknown", "There is no such load on this card.", Retry::Useless},
    {Rejection::OriginalRenounced, "original_renounced",
     "Only head office can take this purchase back now.", Retry::Useless},
    {Rejection::OriginalElsewhere, "original_elsewhere",
     "Another shop sold this; only that shop can take it back.", Retry::Useless},
    {Rejection::HoldElsewhere, "hold_elsewhere",
     "Another shop set this aside; only that shop can use it or give it back.", Retry::Useless},
    {Rejection::LoadElsewhere, "load_elsewhere",
     "Another shop took this load; only that shop can reverse it.", Retry::Useless},
    {Rejection::ReversalAboveOriginal, "reversal_above_original",
     "That is more than what is left of the purchase.", Retry::Useless},
    {Rejection::CaptureAboveHold, "capture_above_hold",
     "That is more than what is left of the amount set aside.", Retry::Useless},
    {Rejection::HoldIsOver, "hold_is_over", "Nothing is left of the amount set aside.",
     Retry::Useless},
    {Rejection::ReversalAboveLoad, "reversal_above_load",
     "That is more than what is left of the load.", Retry::Useless},
    {Rejection::BalanceAboveCeiling, "balance_above_ceiling",
     "The card would hold more than a card may.", Retry::MayHelp},
    {Rejection::InsufficientValue, "insufficient_value", "There is not enough value on the card.",
     Retry::MayHelp},
    {Rejection::InsufficientRights, "insufficient_rights",
     "Head office did not let this shop spend that much of the card.", Retry::MayHelp},
    {Rejection::InsufficientRightsOffline, "insufficient_rights_offline",
     "Without the line to head office the shop cannot spend that much of the card.",
     Retry::MayHelp},
    {Rejection::StandInPurchaseLimit, "stand_in_purchase_limit",
     "That is more than one purchase may be without head office.", Retry::MayHelp},
    {Rejection::StandInCardLimit, "stand_in_card_limit",
     "This card has had all that it may spend without head office.", Retry::MayHelp},
    {Rejection::StandInLimitReached, "stand_in_limit_reached",
     "The shop has approved all that it may without head office.", Retry::MayHelp},
    {Rejection::ReserveTooLow, "reserve_too_low",
     "Shops hold the right to spend that value; it has to come home first.", Retry::MayHelp},
    {Rejection::ReasonMissing, "reason_missing", "Please give a reason.", Retry::Useless},
    {Rejection::StorageUnavailable, "storage_unavailable",
     "The shop could not record this; please ask again.", Retry::MayHelp},
    {Rejection::Overloaded, "overloaded", "The shop is too busy; please ask again.",
     Retry::MayHelp},
    {Rejection::TooManyWrongNumbers, "too_many_wrong_numbers",
     "Too many wrong card numbers were entered at this till; please wait and ask again.",
     Retry::MayHelp},
};

}  // namespace

std::span<const RejectionRow> rejection_table() { return kRows; }

const RejectionRow& describe(Rejection rejection) {
  const auto row = static_cast<std::size_t>(rejection);
  PERK_CHECK(row < std::size(kRows) && kRows[row].rejection == rejection,
             "every refusal has its row, in order of precedence");
  return kRows[row];
}

}  // namespace perk

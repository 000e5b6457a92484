#include "ledger/head_office_debits.h"

#include <utility>

#include "ledger/check.h"
#include "ledger/event_making.h"

namespace perk {
namespace {

/// Between the card's value and the reserve.
Envelope of_the_reserve(const Counter& counter, const Money& change) {
  Envelope envelope = counter.envelope(change.currency);
  envelope.value_effect = change.amount;
  envelope.reserve_effect = change.amount;
  return envelope;
}

}  // namespace

Result<Event, Rejection> charge_back(const Counter& counter, const ChargeBack& back) {
  PERK_CHECK(counter.context().origin.is_head_office(), "only head office charges back");
  const Amount amount = back.money.amount;
  if (const Refusal no = Counter::refuse_amount(amount, kEventAmountMax)) return failed(*no);
  if (const Refusal no = counter.refuse_card(back.money.currency)) return failed(*no);
  const auto load = counter.card().loads.find(back.original);
  const bool is_heard = load != counter.card().loads.end() && load->second.loaded.is_positive();
  if (!is_heard) return failed(Rejection::LoadUnknown);
  if (amount > load->second.left()) return failed(Rejection::ReversalAboveLoad);
  if (is_blank(back.reason)) return failed(Rejection::ReasonMissing);
  Envelope charged = of_the_reserve(counter, {-amount, back.money.currency});
  charged.original = back.original;
  return Event{std::move(charged), ChargedBack{back.reason, back.operator_name}};
}

Result<Event, Rejection> adjust_balance(const Counter& counter, const AdjustBalance& adjust) {
  PERK_CHECK(counter.context().origin.is_head_office(), "only head office adjusts a balance");
  const Amount change = adjust.money.amount;
  const Amount size = change.is_negative() ? -change : change;
  if (const Refusal no = Counter::refuse_amount(size, kEventAmountMax)) return failed(*no);
  if (const Refusal no = counter.refuse_card(adjust.money.currency)) return failed(*no);
  const CardState& card = counter.card();
  const bool is_full =
      change.is_positive() && card.balance() + change > counter.context().limits.balance_max;
  if (is_full) return failed(Rejection::BalanceAboveCeiling);
  if (change.is_negative() && size > free_reserve(card)) return failed(Rejection::ReserveTooLow);
  if (is_blank(adjust.reason)) return failed(Rejection::ReasonMissing);
  return Event{of_the_reserve(counter, adjust.money),
               BalanceAdjusted{adjust.reason, adjust.operator_name}};
}

}  // namespace perk

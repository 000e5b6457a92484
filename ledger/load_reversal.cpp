#include "ledger/load_reversal.h"

#include <utility>

#include "ledger/check.h"

namespace perk {

Result<Event, Rejection> reverse_load(const Counter& counter, const ReverseLoad& reverse) {
  const Origin own = counter.context().origin;
  PERK_CHECK(own.is_incarnation(), "only the shop that took the money gives it back");
  const Amount amount = reverse.money.amount;
  if (!amount.is_positive()) return failed(Rejection::AmountNotPositive);
  if (const Refusal no = counter.refuse_card(reverse.money.currency)) return failed(*no);
  if (counter.card().is_frozen()) return failed(Rejection::CardIsFrozen);
  const auto load = counter.card().loads.find(reverse.original);
  const bool is_heard = load != counter.card().loads.end() && load->second.loaded.is_positive();
  if (!is_heard) return failed(Rejection::LoadUnknown);
  if (reverse.original.origin != own) return failed(Rejection::LoadElsewhere);
  if (amount > load->second.left()) return failed(Rejection::ReversalAboveLoad);
  if (const Refusal no = counter.refuse_beyond_own_rights(amount)) return failed(*no);
  Envelope reversed = counter.envelope(reverse.money.currency);
  reversed.original = reverse.original;
  reversed.value_effect = -amount;
  reversed.own_rights_effect = -amount;
  return Event{std::move(reversed), LoadReversed{}};
}

}  // namespace perk

#include "ledger/counter.h"

#include <algorithm>

namespace perk {

Refusal Counter::refuse_amount(Amount amount, Amount merchants_limit) {
  if (!amount.is_positive()) return Rejection::AmountNotPositive;
  if (amount > std::min(merchants_limit, kEventAmountMax)) return Rejection::AmountAboveCeiling;
  return std::nullopt;
}

Refusal Counter::refuse_card(Currency asked) const {
  if (asked != context_.limits.currency) return Rejection::CurrencyUnsupported;
  if (!card_.is_known()) return Rejection::CardUnknown;
  if (asked != card_.issue->currency) return Rejection::CurrencyMismatch;
  return std::nullopt;
}

Refusal Counter::refuse_beyond_own_rights(Amount amount) const {
  if (amount > card_.available()) return Rejection::InsufficientValue;
  if (amount <= card_.rights_of(context_.origin)) return std::nullopt;
  const bool is_cut_off = context_.knowledge.cut_off_for > Millis();
  return is_cut_off ? Rejection::InsufficientRightsOffline : Rejection::InsufficientRights;
}

Envelope Counter::envelope(Currency currency) const {
  Envelope envelope;
  envelope.card = command_.card;
  envelope.currency = currency;
  envelope.hlc = context_.hlc;
  envelope.raw_clock = context_.raw_clock;
  envelope.request = command_.request;
  envelope.policy_version = context_.policy.version;
  return envelope;
}

}  // namespace perk

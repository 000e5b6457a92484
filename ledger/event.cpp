#include "ledger/event.h"

#include <algorithm>

namespace perk {
namespace {

template <typename... Cases>
struct OneOf : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
OneOf(Cases...) -> OneOf<Cases...>;

bool is_bounded(Amount amount) { return amount <= kEventAmountMax && amount >= -kEventAmountMax; }

bool all_bounded(const Envelope& envelope) {
  const auto& named = envelope.named_rights;
  return is_bounded(envelope.value_effect) && is_bounded(envelope.held_effect) &&
         is_bounded(envelope.own_rights_effect) && is_bounded(envelope.reserve_effect) &&
         is_bounded(envelope.allowance_drawn) &&
         std::all_of(named.begin(), named.end(),
                     [](const NamedRightsEffect& effect) { return is_bounded(effect.amount); });
}

bool moves_anything(const Envelope& envelope) {
  return !envelope.value_effect.is_zero() || !envelope.held_effect.is_zero() ||
         !envelope.own_rights_effect.is_zero() || !envelope.reserve_effect.is_zero() ||
         !envelope.allowance_drawn.is_zero() || !envelope.named_rights.empty();
}

/// Every cent of available value is somebody's right.
bool rights_follow_value(const Envelope& envelope) {
  Amount rights = envelope.own_rights_effect + envelope.reserve_effect;
  for (const NamedRightsEffect& effect : envelope.named_rights) rights += effect.amount;
  return rights == envelope.value_effect - envelope.held_effect;
}

bool nothing_grows(const Envelope& e) {
  return !e.value_effect.is_positive() && !e.own_rights_effect.is_positive() &&
         !e.reserve_effect.is_positive();
}

bool nothing_shrinks(const Envelope& e) {
  return !e.value_effect.is_negative() && !e.own_rights_effect.is_negative() &&
         !e.reserve_effect.is_negative();
}

/// Only the card's balance, the writer's rights and the reserve: no holds, nobody else's rights.
bool moves_only_its_own(const Envelope& envelope) {
  return envelope.held_effect.is_zero() && envelope.named_rights.empty();
}

bool is_load(const Envelope& e) {
  return moves_only_its_own(e) && nothing_shrinks(e) && e.reserve_effect.is_zero() &&
         e.allowance_drawn.is_zero();
}

bool is_purchase(const Envelope& e) {
  return moves_only_its_own(e) && nothing_grows(e) && !e.allowance_drawn.is_negative();
}

bool is_reversal(const Envelope& e) {
  return moves_only_its_own(e) && nothing_shrinks(e) && e.allowance_drawn.is_zero() &&
         e.original.has_value();
}

/// All of a card number that may be kept, and nothing else.
bool is_last_four(const std::string& text) {
  return text.size() == 4 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether the envelope does what FORMAT.md's table lets an event of this type do: a load that takes
/// value away, or a purchase that gives its writer rights, is forged or broken. Nothing is known of
/// unknown types.
bool fits_type(const Event& event) {
  const Envelope& envelope = event.envelope;
  const bool has_card = envelope.card.has_value();
  const bool moves_nothing = has_card && !moves_anything(envelope);
  return std::visit(
      OneOf{
          [&](const CardIssued& issued) { return moves_nothing && is_last_four(issued.last_four); },
          [&](const ValueLoaded&) { return has_card && is_load(envelope); },
          [&](const ValueRedeemed&) { return has_card && is_purchase(envelope); },
          [&](const RedemptionReversed&) { return has_card && is_reversal(envelope); },
          [&](const CardFrozen&) { return moves_nothing; },
          [&](const CardUnfrozen&) { return moves_nothing; },
          [](const UnknownBody&) { return true; },
      },
      event.body);
}

}  // namespace

std::string type_name(const EventBody& body) {
  return std::visit(
      OneOf{
          [](const CardIssued&) { return std::string("CardIssued"); },
          [](const ValueLoaded&) { return std::string("ValueLoaded"); },
          [](const ValueRedeemed&) { return std::string("ValueRedeemed"); },
          [](const RedemptionReversed&) { return std::string("RedemptionReversed"); },
          [](const CardFrozen&) { return std::string("CardFrozen"); },
          [](const CardUnfrozen&) { return std::string("CardUnfrozen"); },
          [](const UnknownBody& unknown) { return "type " + std::to_string(unknown.type); },
      },
      body);
}

bool is_foldable(const Event& event) {
  const Envelope& envelope = event.envelope;
  if (!all_bounded(envelope) || !fits_type(event)) return false;
  const bool says_whose_money = envelope.card.has_value() && !envelope.currency.is_none();
  return (says_whose_money || !moves_anything(envelope)) && rights_follow_value(envelope);
}

}  // namespace perk

#include "tests/simulation/stand_in_audit.h"

#include <algorithm>

namespace perk::simulation {

void StandInAudit::count(const RecordedEvent& event) {
  const Envelope& envelope = event.event.envelope;
  if (const auto* terms = std::get_if<StandInGranted>(&event.event.body)) grant(envelope, *terms);
  if (const auto* more = std::get_if<StandInReplenished>(&event.event.body)) {
    Allowance& allowance = allowances_[{more->incarnation, envelope.allowance}];
    allowance.whole.back += more->amount;
    if (envelope.card) allowance.cards[*envelope.card].back += more->card_amount;
  }
  if (std::holds_alternative<AllowanceLapsed>(event.event.body))
    allowances_[{event.id.origin, envelope.allowance}].has_lapsed = true;
  if (std::holds_alternative<RedemptionReversed>(event.event.body)) repay(envelope);
  if (envelope.allowance_drawn.is_positive()) draw(event.id, envelope);
}

void StandInAudit::grant(const Envelope& envelope, const StandInGranted& terms) {
  for (const auto& [name, other] : allowances_) {
    const bool is_beside = other.grant && name.first == terms.incarnation &&
                           other.grant->kind == terms.kind && !other.has_lapsed &&
                           envelope.raw_clock < other.grant->expires_at;
    if (is_beside && name.second != envelope.allowance)
      regrants_.push_back("an incarnation was granted an allowance beside one that it had");
  }
  allowances_[{terms.incarnation, envelope.allowance}].grant = terms;
}

void StandInAudit::draw(const EventId& purchase, const Envelope& envelope) {
  Allowance& allowance = allowances_[{purchase.origin, envelope.allowance}];
  allowance.whole.drawn += envelope.allowance_drawn;
  if (!envelope.card) return;
  allowance.cards[*envelope.card].drawn += envelope.allowance_drawn;
  unpaid_of_purchase_[purchase] += envelope.allowance_drawn;
  unpaid_[*envelope.card] += envelope.allowance_drawn;
}

/// A refund first repays what was beyond rights.
void StandInAudit::repay(const Envelope& envelope) {
  if (!envelope.original || !envelope.card) return;
  Amount& left = unpaid_of_purchase_[*envelope.original];
  const Amount repaid = std::min(left, envelope.value_effect);
  left -= repaid;
  unpaid_[*envelope.card] -= repaid;
}

Amount StandInAudit::unpaid(const CardId& card) const {
  const auto found = unpaid_.find(card);
  return found == unpaid_.end() ? Amount() : found->second;
}

std::vector<std::string> StandInAudit::violations() const {
  std::vector<std::string> broken = regrants_;
  const auto judge = [&](const std::string& what, Amount most, const Use& use) {
    if (use.drawn > most + use.back)
      broken.push_back(what + " of " + std::to_string((most + use.back).minor()) +
                       " was drawn for " + std::to_string(use.drawn.minor()));
    if (use.back > use.drawn)
      broken.push_back(what + " was replenished beyond what was drawn of it");
  };
  for (const auto& [name, allowance] : allowances_) {
    if (!allowance.grant) {
      if (allowance.whole.drawn.is_positive())
        broken.emplace_back("an allowance that nobody gave was drawn on");
      continue;
    }
    judge("an allowance", allowance.grant->amount, allowance.whole);
    for (const auto& [card, use] : allowance.cards)
      judge("an allowance's cap for one card", allowance.grant->per_card_cap, use);
  }
  return broken;
}

}  // namespace perk::simulation

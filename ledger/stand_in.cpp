#include "ledger/stand_in.h"

#include <algorithm>

#include "ledger/closed_log.h"

namespace perk {
namespace {

/// What one purchase of the card could draw.
Amount covered_by(const AllowanceOnHand& allowance) {
  return std::min({allowance.left, allowance.card_left, allowance.purchase_cap});
}

}  // namespace

Amount Allowance::left() const {
  if (!grant || has_lapsed()) return Amount();
  return not_negative(grant->terms.amount + replenished - drawn);
}

Amount Allowance::card_left(const CardId& card) const {
  if (!grant || has_lapsed()) return Amount();
  const auto used = cards.find(card);
  if (used == cards.end()) return grant->terms.per_card_cap;
  return not_negative(grant->terms.per_card_cap + used->second.restored - used->second.drawn);
}

bool Allowance::has_expired(WallTime now) const { return grant && grant->terms.expires_at <= now; }

void StandIn::fold(const RecordedEvent& recorded, Shard heard_in) {
  if (recorded.event.envelope.allowance == AllowanceId()) return;
  const bool is_head_office = recorded.id.origin.is_head_office();
  if (is_head_offices(recorded.event.body) && !is_head_office) return;
  Seq& watermark = watermarks_[{recorded.id.origin, heard_in}];
  if (recorded.id.seq <= watermark) return;
  watermark = recorded.id.seq;
  if (const auto* terms = std::get_if<StandInGranted>(&recorded.event.body)) {
    grant(recorded, *terms);
  } else if (const auto* more = std::get_if<StandInReplenished>(&recorded.event.body)) {
    replenish(recorded, *more);
  } else if (const auto* lapsed = std::get_if<AllowanceLapsed>(&recorded.event.body)) {
    lapse(recorded, *lapsed);
  } else if (const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&recorded.event.body)) {
    draw_wrapped(recorded.event.envelope, *wrapped);
  } else {
    draw(recorded.id.origin,
         recorded.event.envelope);  // A purchase, or what a newer version draws for.
  }
}

/// Whoever brought it, the closed incarnation drew. Its word that it lapsed an allowance ends nothing: a
/// copy of its log may go on drawing.
void StandIn::draw_wrapped(const Envelope& envelope, const ClosedLogEventRecorded& wrapped) {
  if (!closed_logs_.insert(counted_as(wrapped)).second) return;
  draw(innermost(wrapped).name.origin, envelope);
}

void StandIn::draw(Origin incarnation, const Envelope& envelope) {
  if (!envelope.allowance_drawn.is_positive()) return;
  Allowance& allowance = allowances_[incarnation][envelope.allowance];
  allowance.drawn += envelope.allowance_drawn;
  if (envelope.card && !allowance.has_lapsed())
    allowance.cards[*envelope.card].drawn += envelope.allowance_drawn;
}

/// Should two grants ever have one id, the first of them counts, whichever is heard first.
void StandIn::grant(const RecordedEvent& recorded, const StandInGranted& terms) {
  const Envelope& envelope = recorded.event.envelope;
  Allowance& allowance = allowances_[terms.incarnation][envelope.allowance];
  if (allowance.grant && allowance.grant->by < recorded.id) return;
  allowance.grant = AllowanceGrant{recorded.id, terms, envelope.currency, envelope.policy_version};
}

void StandIn::replenish(const RecordedEvent& recorded, const StandInReplenished& more) {
  const Envelope& envelope = recorded.event.envelope;
  Allowance& allowance = allowances_[more.incarnation][envelope.allowance];
  allowance.replenished += more.amount;
  allowance.replenished_through = std::max(allowance.replenished_through, more.heard_through);
  if (envelope.card && !allowance.has_lapsed())
    allowance.cards[*envelope.card].restored += more.card_amount;
}

void StandIn::lapse(const RecordedEvent& recorded, const AllowanceLapsed& lapsed) {
  Allowance& allowance = allowances_[recorded.id.origin][recorded.event.envelope.allowance];
  if (!allowance.has_lapsed()) allowance.lapsed_with = lapsed.left;
  allowance.cards.clear();
}

std::optional<AllowanceOnHand> StandIn::on_hand(Origin own, const CardId& card, StandInKind kind,
                                                WallTime now) const {
  std::optional<AllowanceOnHand> best;
  const auto mine = allowances_.find(own);
  if (mine == allowances_.end()) return best;
  for (const auto& [id, allowance] : mine->second) {
    const bool is_usable = allowance.grant && allowance.grant->terms.kind == kind &&
                           !allowance.has_lapsed() && !allowance.has_expired(now);
    if (!is_usable) continue;
    const AllowanceOnHand candidate{id, kind, allowance.left(), allowance.card_left(card),
                                    allowance.grant->terms.per_purchase_cap};
    if (!best || covered_by(candidate) > covered_by(*best)) best = candidate;
  }
  return best;
}

std::vector<AllowanceId> StandIn::to_lapse(Origin own, WallTime now) const {
  std::vector<AllowanceId> expired;
  const auto mine = allowances_.find(own);
  if (mine == allowances_.end()) return expired;
  for (const auto& [id, allowance] : mine->second) {
    if (allowance.has_expired(now) && !allowance.has_lapsed()) expired.push_back(id);
  }
  return expired;
}

Amount StandIn::outstanding(Origin incarnation) const {
  Amount sum;
  const auto theirs = allowances_.find(incarnation);
  if (theirs == allowances_.end()) return sum;
  for (const auto& [id, allowance] : theirs->second) sum += allowance.left();
  return sum;
}

Amount StandIn::outstanding() const {
  Amount sum;
  for (const auto& [incarnation, theirs] : allowances_) sum += outstanding(incarnation);
  return sum;
}

Amount StandIn::outstanding_of_card(Origin incarnation, const CardId& card) const {
  Amount sum;
  const auto theirs = allowances_.find(incarnation);
  if (theirs == allowances_.end()) return sum;
  for (const auto& [id, allowance] : theirs->second)
    sum += std::min(allowance.left(), allowance.card_left(card));
  return sum;
}

Amount StandIn::outstanding_of_card(const CardId& card) const {
  Amount sum;
  for (const auto& [incarnation, theirs] : allowances_)
    sum += outstanding_of_card(incarnation, card);
  return sum;
}

const Allowance* StandIn::find(Origin incarnation, AllowanceId id) const {
  const auto theirs = allowances_.find(incarnation);
  if (theirs == allowances_.end()) return nullptr;
  const auto found = theirs->second.find(id);
  return found == theirs->second.end() ? nullptr : &found->second;
}

}  // namespace perk

#include "ledger/holds.h"

#include <algorithm>
#include <utility>

#include "ledger/check.h"
#include "ledger/event_making.h"

namespace perk {
namespace {

/// Null unless it was heard to be placed.
const Hold* find_hold(const CardState& card, EventId placing) {
  const auto found = card.holds.find(placing);
  const bool is_heard = found != card.holds.end() && found->second.placed.is_positive();
  return is_heard ? &found->second : nullptr;
}

bool has_expired(const Hold& hold, WallTime now) {
  return hold.expires_at && *hold.expires_at <= now;
}

}  // namespace

CounterOutcome place_hold(const Counter& counter, const PlaceHold& place) {
  const DecisionContext& context = counter.context();
  PERK_CHECK(context.origin.is_incarnation(), "only the shop that serves the customer holds value");
  const Amount amount = place.money.amount;
  if (const Refusal no = Counter::refuse_amount(amount, context.limits.purchase_max))
    return failed(*no);
  if (const Refusal no = counter.refuse_card(place.money.currency)) return failed(*no);
  if (counter.card().is_frozen()) return failed(Rejection::CardIsFrozen);
  if (const Refusal no = counter.refuse_beyond_own_rights(amount)) return failed(*no);
  Envelope placed = counter.envelope(place.money.currency);
  placed.held_effect = amount;
  placed.own_rights_effect = -amount;
  return Event{std::move(placed), HoldPlaced{place.expires_at}};
}

CounterOutcome capture_hold(const Counter& counter, const CaptureHold& capture) {
  const Amount amount = capture.money.amount;
  if (!amount.is_positive() || capture.tip.is_negative())
    return failed(Rejection::AmountNotPositive);
  if (capture.tip > amount) return failed(Rejection::TipAboveAmount);
  if (const Refusal no = counter.refuse_card(capture.money.currency)) return failed(*no);
  const Hold* const hold = find_hold(counter.card(), capture.hold);
  if (hold == nullptr) return failed(Rejection::HoldUnknown);
  if (capture.hold.origin != counter.context().origin) return failed(Rejection::HoldElsewhere);
  if (amount > hold->left()) return failed(Rejection::CaptureAboveHold);
  const Amount ended = capture.rest == RestOfHold::Kept ? amount : hold->left();
  Envelope captured = counter.envelope(capture.money.currency);
  captured.original = capture.hold;
  captured.value_effect = -amount;
  captured.held_effect = -ended;
  captured.own_rights_effect = ended - amount;
  return Event{std::move(captured), HoldCaptured{capture.tip, capture.rest}};
}

CounterOutcome release_hold(const Counter& counter, const ReleaseHold& release) {
  const DecisionContext& context = counter.context();
  if (!counter.card().is_known()) return failed(Rejection::CardUnknown);
  const Hold* const hold = find_hold(counter.card(), release.hold);
  if (hold == nullptr) return failed(Rejection::HoldUnknown);
  const bool is_ended = context.proven_ends.contains(release.hold.origin);
  const bool is_ours =
      release.hold.origin == context.origin || (is_ended && context.origin.is_head_office());
  if (!is_ours) return failed(Rejection::HoldElsewhere);
  const Amount left = hold->left();
  if (!left.is_positive()) return failed(Rejection::HoldIsOver);
  Envelope released = counter.envelope(counter.card().issue->currency);
  released.original = release.hold;
  released.held_effect = -left;
  (context.origin.is_head_office() ? released.reserve_effect : released.own_rights_effect) = left;
  return Event{std::move(released), HoldReleased{}};
}

std::vector<EventId> holds_to_lapse(const CardState& card, Origin own, WallTime now) {
  std::vector<EventId> over;
  for (const auto& [placing, hold] : card.holds) {
    const bool is_own = placing.origin == own;
    if (is_own && hold.left().is_positive() && has_expired(hold, now)) over.push_back(placing);
  }
  return over;
}

RightsOutcome lapse_hold(const CardState& card, const CardId& id, EventId placing,
                         const Stamp& store) {
  PERK_CHECK(store.origin.is_incarnation(), "only a store lapses its holds");
  if (!card.is_known()) return failed(RightsRefusal::CardUnknown);
  const Hold* const hold = find_hold(card, placing);
  if (hold == nullptr || !hold->left().is_positive()) return failed(RightsRefusal::OriginalUnknown);
  if (placing.origin != store.origin) return failed(RightsRefusal::OriginalElsewhere);
  if (!has_expired(*hold, store.hlc.wall())) return failed(RightsRefusal::NotExpiredYet);
  Event lapsed = make_event(id, card.issue->currency, store, HoldLapsed{});
  lapsed.envelope.original = placing;
  lapsed.envelope.held_effect = -hold->left();
  lapsed.envelope.own_rights_effect = hold->left();
  return lapsed;
}

}  // namespace perk

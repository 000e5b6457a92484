#include "ops/compare/head_office.h"

#include <algorithm>
#include <utility>

#include "ledger/check.h"
#include "ledger/stand_in_desk.h"

namespace perk::compare {
namespace {

/// Lately: customers come weekly or daily; what is older says little of where they go next.
constexpr Millis kLately{14 * 24 * 3'600'000LL};

/// Longer than any story. Renewing an allowance before it expires moves no money, so it is left out.
constexpr WallTime kNeverExpires{1'000'000'000'000'000};

Amount held_by(const CardState& card, Origin origin) {
  return std::max(Amount(), card.rights_of(origin));
}

}  // namespace

HeadOffice::HeadOffice(std::size_t cards, PolicyKind policy)
    : policy_(policy), cards_(cards), uses_(cards), parts_(cards) {
  for (std::size_t place = 0; place < cards; ++place) cards_[place].id = card_id(place);
}

void HeadOffice::append(const RecordedEvent& recorded) {
  PERK_CHECK(is_foldable(recorded.event), "head office folds what can be folded");
  stand_in_.fold(recorded);
  Seq& heard = heard_through_[recorded.id.origin];
  heard = std::max(heard, recorded.id.seq);
  if (!recorded.event.envelope.card) return;
  const std::size_t place = place_of(*recorded.event.envelope.card);
  HeardCard& card = cards_.at(place);
  card.history.push_back({++position_, recorded});
  note_risk(recorded, card);
  note_draw(recorded, place);
  changed_.push_back(place);
  if (std::holds_alternative<ValueRedeemed>(recorded.event.body)) {
    const Envelope& sold = recorded.event.envelope;
    uses_[place].push_front(
        {Millis(sold.raw_clock.millis()), recorded.id.origin, -sold.value_effect});
  }
}

/// Folds the event, and keeps the sums over all cards that exposure and copies are made of.
void HeadOffice::note_risk(const RecordedEvent& recorded, HeardCard& card) {
  std::vector<Origin> moved{recorded.id.origin};
  for (const auto& named : recorded.event.envelope.named_rights) moved.push_back(named.incarnation);
  for (const Origin origin : moved) rights_[origin] -= held_by(card.state, origin);
  evolve(card.state, recorded);
  for (const Origin origin : moved) {
    rights_[origin] += held_by(card.state, origin);
    if (origin.is_incarnation())
      copies_.held(origin, rights_[origin] + stand_in_.outstanding(origin));
  }
  ExposureParts& before = parts_[place_of(card.id)];
  const ExposureParts after = exposure_beside_allowances(card.state, proven_);
  beside_allowances_.covered_by_rights_out +=
      after.covered_by_rights_out - before.covered_by_rights_out;
  beside_allowances_.returned_unproven += after.returned_unproven - before.returned_unproven;
  before = after;
}

void HeadOffice::note_draw(const RecordedEvent& recorded, std::size_t card) {
  if (recorded.event.envelope.allowance == AllowanceId() || recorded.id.origin.is_head_office())
    return;
  auto& used = caps_used_[{recorded.id.origin, recorded.event.envelope.allowance}];
  if (std::find(used.begin(), used.end(), card) == used.end()) used.push_back(card);
}

Placement HeadOffice::placement(PlacementKind kind, std::size_t card, Millis now,
                                const std::optional<Asker>& asker) const {
  return place(kind, PlacementView{cards_[card].state, recent_use(card, now), asker});
}

void HeadOffice::grant(std::size_t card, const RightsWish& wish, Millis now) {
  const auto granted = grant_rights(cards_[card].state, cards_[card].id,
                                    Grant{wish.incarnation, wish.amount, GrantReason::Asked, {}},
                                    stamp(head_office(), now));
  if (granted) write(granted.value());
}

void HeadOffice::assume_released(std::size_t card, const RightsWish& holder, Millis now) {
  const auto back = return_rights_by_decision(
      cards_[card].state, cards_[card].id,
      ReturnByDecision{holder.incarnation, holder.amount, "recalled", "nobody"},
      stamp(head_office(), now));
  if (back) write(back.value());
}

void HeadOffice::grant_from_nowhere(std::size_t card, const RightsWish& wish, Millis now) {
  // No event that can be folded does this; the broken fold stands for a broken event.
  cards_[card].state.named_rights[wish.incarnation].in += wish.amount;
  grant(card, wish, now);
  changed_.push_back(card);
}

void HeadOffice::grant_allowance(Origin to, const AllowanceSize& size, Millis now) {
  const StandInGranted terms{
      to, StandInKind::Till, size.amount, size.per_card_cap, size.per_purchase_cap, kNeverExpires};
  const auto granted = grant_stand_in(NewAllowance{AllowanceId(++allowances_), terms, currency()},
                                      stamp(head_office(), now));
  PERK_CHECK(granted.has_value(), "an allowance of a positive size can be given");
  write(granted.value());
}

void HeadOffice::replenish(Millis now) {
  for (auto& [whose, used] : caps_used_) {
    const auto& [incarnation, id] = whose;
    if (used.empty() || proven_.contains(incarnation)) continue;
    const Allowance& allowance = *stand_in_.find(incarnation, id);
    const Seq heard = heard_through_[incarnation];
    const auto more = replenish_stand_in(
        stand_in_, {incarnation, id, allowance.drawn - allowance.replenished, heard},
        stamp(head_office(), now));
    if (more) write(more.value());
    std::erase_if(used, [&, incarnation = incarnation, id = id](std::size_t card) {
      const HeardCard& heard_card = cards_[card];
      const Allowance::CardDraws draws = stand_in_.find(incarnation, id)->cards.at(heard_card.id);
      const auto restored = restore_card_cap(stand_in_, heard_card.state, heard_card.id,
                                             {incarnation, id, draws.drawn - draws.restored, heard},
                                             stamp(head_office(), now));
      if (!restored) return false;
      write(restored.value());
      return true;
    });
  }
}

void HeadOffice::close(Origin incarnation, const std::vector<RecordedEvent>& tails, Millis now) {
  for (const RecordedEvent& recorded : tails) wrap(incarnation, recorded, now);
  proven_.insert(incarnation);  // Both databases and every till's receipts are here.
  for (const HeardCard& card : cards_) {
    const auto back =
        return_rights_by_decision(card.state, card.id,
                                  ReturnByDecision{incarnation, held_by(card.state, incarnation),
                                                   "its log ran back", "head office"},
                                  stamp(head_office(), now));
    if (back) write(back.value());
  }
}

/// What the closed incarnation wrote counts once, as head office's own fact: value leaves the closed
/// incarnation's rights first, then the reserve; loads enter those rights. The ledger has no type for it
/// yet; the envelope of any type carries all that money needs.
void HeadOffice::wrap(Origin closed, const RecordedEvent& recorded, Millis now) {
  const Envelope& told = recorded.event.envelope;
  if (std::holds_alternative<CardIssued>(recorded.event.body)) return write(recorded.event);
  if (told.value_effect.is_zero()) return;
  const Amount held = held_by(cards_[place_of(*told.card)].state, closed);
  Event wrapped;
  wrapped.envelope.card = told.card;
  wrapped.envelope.currency = told.currency;
  wrapped.envelope.hlc = hlc_at(now);
  wrapped.envelope.raw_clock = WallTime(now.count());
  wrapped.envelope.value_effect = told.value_effect;
  const Amount of_rights = std::max(told.value_effect, -held);
  if (!of_rights.is_zero()) wrapped.envelope.named_rights = {{closed, of_rights}};
  wrapped.envelope.reserve_effect = told.value_effect - of_rights;
  wrapped.body = UnknownBody{1000, {}};
  write(wrapped);
}

void HeadOffice::write(const Event& event) {
  last_seq_ = last_seq_.next();
  const RecordedEvent recorded{{head_office(), last_seq_}, event};
  if (event.envelope.allowance != AllowanceId()) of_allowances_.push_back(recorded);
  append(recorded);
}

std::vector<RecentUse> HeadOffice::recent_use(std::size_t card, Millis now) const {
  std::vector<RecentUse> recent;
  for (const Use& use : uses_[card]) {
    if (now - use.at > kLately) break;
    const auto same = std::find_if(recent.begin(), recent.end(), [&](const RecentUse& known) {
      return known.incarnation == use.incarnation;
    });
    if (same == recent.end()) {
      recent.push_back({use.incarnation, use.spent});
    } else {
      same->usually_spent += use.spent;
    }
  }
  std::erase_if(recent, [&](const RecentUse& use) { return proven_.contains(use.incarnation); });
  return recent;
}

Exposure HeadOffice::exposure() const {
  ExposureParts parts = beside_allowances_;
  parts.allowances = stand_in_.outstanding();
  return exposure_shown(parts, policy_, Reported::Everybody);
}

}  // namespace perk::compare

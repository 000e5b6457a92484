#include "central/rights/chain_risk.h"

#include <algorithm>
#include <utility>

#include "ledger/closed_log.h"
#include "ledger/mutant.h"

namespace perk::central {
namespace {

/// No shard has this number: a chain has at most 1,024.
constexpr Shard kLapses{0xffff};

/// What it could spend of the card, or capture.
Amount held_by(const CardState& card, Origin origin) {
  return std::max(Amount(), card.rights_of(origin)) + card.held_by(origin);
}

std::vector<Origin> moved_by(const RecordedEvent& recorded) {
  std::vector<Origin> moved{recorded.id.origin};
  for (const auto& named : recorded.event.envelope.named_rights) moved.push_back(named.incarnation);
  const auto& original = recorded.event.envelope.original;
  if (original && original->origin.is_incarnation()) moved.push_back(original->origin);
  return moved;
}

}  // namespace

void ChainRisk::fold(const RecordedEvent& recorded, StoreId store, Shard shard, Position position) {
  if (!is_foldable(recorded.event)) return;
  Seq& heard = heard_[recorded.id.origin];
  heard = std::max(heard, recorded.id.seq);
  if (recorded.id.origin.is_incarnation()) incarnations_[recorded.id.origin] = store;
  if (std::holds_alternative<AllowanceLapsed>(recorded.event.body)) {
    lapses_[recorded.id.origin].emplace_back(recorded, shard);
  } else {
    stand_in_.fold(recorded, shard);
  }
  if (const auto* end = std::get_if<LogEndProven>(&recorded.event.body))
    note_proven(recorded, end->incarnation);
  if (recorded.event.envelope.allowance != AllowanceId()) note_allowances();
  if (const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&recorded.event.body)) {
    const EventId name = innermost(*wrapped).name;
    brought_[name.origin] = std::max(brought_[name.origin], name.seq);
  }
  const auto& card_of_it = recorded.event.envelope.card;
  const bool is_brought_again = card_of_it && is_counted(card(*card_of_it), recorded.event);
  if (!is_brought_again) drawn_ += recorded.event.envelope.allowance_drawn;
  policies_.fold(recorded, shard, position);
  logs_.fold(recorded);
  operators_.fold(recorded);
  approvals_.fold(recorded);
  revocations_.fold(recorded);
  quarantine_.fold(recorded);
  number_keys_.fold(recorded);
  reasons_.fold(recorded);
  if (recorded.event.envelope.card) fold_card(*recorded.event.envelope.card, recorded);
  std::vector<Origin> moved = moved_by(recorded);
  if (const auto* given = std::get_if<StandInGranted>(&recorded.event.body))
    moved.push_back(given->incarnation);
  note_held(moved);
  peak_ = std::max(peak_, of_chain().sum());
}

/// Only head office's word: of a store it is passed over, as intake does.
void ChainRisk::note_proven(const RecordedEvent& recorded, Origin incarnation) {
  if (!recorded.id.origin.is_head_office() || !proven_.insert(incarnation).second) return;
  copies_.ended(incarnation);
  beside_allowances_ = {};
  at_risk_.clear();
  for (const auto& [id, card] : cards_) {
    const ExposureParts parts = exposure_beside_allowances(card, proven_);
    beside_allowances_ += parts;
    if (parts.sum().is_positive()) at_risk_.insert(id);
  }
  note_allowances();
}

void ChainRisk::note_allowances() { allowances_out_ = allowances_out(stand_in_, proven_); }

std::set<Origin> ChainRisk::lapses_waiting() const {
  std::set<Origin> waiting;
  for (const auto& [origin, lapses] : lapses_) waiting.insert(origin);
  return waiting;
}

void ChainRisk::settle_lapses(Origin origin, Seq through) {
  const auto waiting = lapses_.find(origin);
  if (waiting == lapses_.end()) return;
  std::erase_if(waiting->second, [&](const auto& lapse) {
    if (lapse.first.id.seq > through) return false;
    // In a lane of its own: what was folded of that shard since has moved its watermark on.
    stand_in_.fold(lapse.first, kLapses);
    return true;
  });
  if (waiting->second.empty()) lapses_.erase(waiting);
  note_allowances();
}

void ChainRisk::fold_card(const CardId& id, const RecordedEvent& recorded) {
  CardState& card = cards_[id];
  const auto moved = moved_by(recorded);
  const ExposureParts before = exposure_beside_allowances(card, proven_);
  note_refundable(card, recorded);
  // Each once, though it may be named twice.
  const std::set<Origin> each(moved.begin(), moved.end());
  for (const Origin origin : each) rights_[origin] -= held_by(card, origin);
  evolve(card, recorded);
  for (const Origin origin : each) rights_[origin] += held_by(card, origin);
  const ExposureParts after = exposure_beside_allowances(card, proven_);
  beside_allowances_.covered_by_rights_out +=
      after.covered_by_rights_out - before.covered_by_rights_out;
  beside_allowances_.returned_unproven += after.returned_unproven - before.returned_unproven;
  after.sum().is_positive() ? void(at_risk_.insert(id)) : void(at_risk_.erase(id));
  if (std::holds_alternative<OverdraftOpened>(recorded.event.body))
    overdrafts_.try_emplace(recorded.id, OverdraftOpening{id, recorded.event.envelope.hlc.wall()});
  const bool owes = recall_for_debts(card).is_positive();
  const bool must_come_home = (card.is_frozen() || owes) && rights_out(card).is_positive();
  must_come_home ? void(to_recall_.insert(id)) : void(to_recall_.erase(id));
  changed_.insert(id);
}

void ChainRisk::note_refundable(const CardState& before, const RecordedEvent& recorded) {
  const auto seen = before.origins.find(recorded.id.origin);
  const bool is_repeat = seen != before.origins.end() && recorded.id.seq <= seen->second.watermark;
  if (is_repeat) return;
  const Envelope& envelope = recorded.event.envelope;
  const EventBody& body = recorded.event.body;
  if (std::holds_alternative<ValueRedeemed>(body) || std::holds_alternative<HoldCaptured>(body))
    refundable_[recorded.id.origin] += -envelope.value_effect;
  if (std::holds_alternative<RedemptionReversed>(body) && envelope.original)
    refundable_[envelope.original->origin] -= envelope.value_effect;
  const auto* loaded = std::get_if<ValueLoaded>(&body);
  if (loaded != nullptr && loaded->tender == Tender::Card)
    reversible_loads_ += envelope.value_effect;
  const bool is_load_taken_back =
      std::holds_alternative<LoadReversed>(body) || std::holds_alternative<ChargedBack>(body);
  if (!is_load_taken_back || !envelope.original) return;
  const auto load = before.loads.find(*envelope.original);
  if (load != before.loads.end() && load->second.tender == Tender::Card)
    reversible_loads_ += envelope.value_effect;
}

void ChainRisk::note_held(const std::vector<Origin>& moved) {
  for (const Origin origin : moved) {
    if (!origin.is_incarnation() || proven_.contains(origin)) continue;
    copies_.held(origin, rights_[origin] + stand_in_.outstanding(origin) +
                             std::max(Amount(), refundable_[origin]));
  }
}

const CardState& ChainRisk::card(const CardId& id) const {
  static const CardState kUnknown;
  const auto found = cards_.find(id);
  return found == cards_.end() ? kUnknown : found->second;
}

Seq ChainRisk::known_end(Origin closed) const {
  const IncarnationClosed* const word = logs_.closed(closed);
  const auto brought = brought_.find(closed);
  return std::max(word == nullptr ? Seq() : word->known_through,
                  brought == brought_.end() ? Seq() : brought->second);
}

Seq ChainRisk::heard_through(Origin origin) const {
  const auto found = heard_.find(origin);
  return found == heard_.end() ? Seq() : found->second;
}

std::vector<Origin> ChainRisk::incarnations_of(StoreId store) const {
  std::vector<Origin> lives;
  for (const auto& [origin, of] : incarnations_)
    if (of == store) lives.push_back(origin);
  return lives;
}

ExposureParts ChainRisk::of_chain() const {
  ExposureParts parts = beside_allowances_;
  if (!PERK_PLANTED(Mutant::ExposureForgetsAllowances)) parts.allowances = allowances_out_;
  return parts;
}

ExposureParts ChainRisk::of_store(StoreId store) const {
  return of_incarnations(incarnations_of(store));
}

/// Of the cards at risk only: no other has a part in it.
ExposureParts ChainRisk::of_incarnations(std::span<const Origin> incarnations) const {
  ExposureParts parts;
  for (const Origin incarnation : incarnations) {
    if (!proven_.contains(incarnation)) parts.allowances += stand_in_.outstanding(incarnation);
    for (const CardId& id : at_risk_) parts += exposure_through(card(id), incarnation, proven_);
  }
  return parts;
}

ExposureParts ChainRisk::of_card(const CardId& id) const {
  return exposure_of_card(id, card(id), stand_in_, proven_);
}

BesideExposure ChainRisk::beside() const { return {copies_.sum(), reversible_loads_}; }

std::vector<CardId> ChainRisk::take_changed() {
  std::vector<CardId> changed(changed_.begin(), changed_.end());
  changed_.clear();
  return changed;
}

}  // namespace perk::central

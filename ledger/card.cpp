// What a card's totals say: every balance is derived here and stored nowhere.
#include "ledger/card.h"

#include <algorithm>

namespace perk {
namespace {

Amount sum_of(const CardState& card, Amount OriginTotals::*part) {
  Amount sum;
  for (const auto& [origin, totals] : card.origins) sum += totals.*part;
  return sum;
}

Amount sum_of(const CardState& card, Amount FromClosedLog::*part) {
  Amount sum;
  for (const auto& [name, told] : card.closed_logs) sum += told.*part;
  return sum;
}

/// What events of closed logs did to one incarnation's rights.
struct ClosedRights {
  Amount given, taken;
};
ClosedRights closed_rights_of(const CardState& card, Origin incarnation) {
  ClosedRights rights;
  for (const auto& [name, told] : card.closed_logs) {
    for (const NamedRightsEffect& effect : told.rights) {
      if (effect.incarnation != incarnation) continue;
      (effect.amount.is_negative() ? rights.taken : rights.given) +=
          effect.amount.is_negative() ? -effect.amount : effect.amount;
    }
  }
  return rights;
}

/// What ended more than once of the holds that this origin placed (forks of a closed log). The card's value
/// and rights were given back that often, so it is taken off both again.
Amount ended_too_often(const CardState& card, Origin origin) {
  Amount sum;
  for (const auto& [placing, hold] : card.holds) {
    if (placing.origin == origin) sum += hold.ended_too_often();
  }
  return sum;
}
Amount ended_too_often(const CardState& card) {
  Amount sum;
  for (const auto& [placing, hold] : card.holds) sum += hold.ended_too_often();
  return sum;
}

/// As the events say it: below zero where the forks of a closed log together spent more than there was.
Amount rights_told(const CardState& card, Origin incarnation) {
  Amount rights;
  if (const auto own = card.origins.find(incarnation); own != card.origins.end())
    rights += own->second.own_rights_in - own->second.own_rights_out;
  if (const auto named = card.named_rights.find(incarnation); named != card.named_rights.end())
    rights += named->second.in - named->second.out;
  const ClosedRights closed = closed_rights_of(card, incarnation);
  return rights + closed.given - closed.taken - ended_too_often(card, incarnation);
}

/// What events of a closed log took of its incarnation's rights beyond all it had, and beyond what was
/// returned of them by decision: missing in the reserve. Never more than those events took.
Amount missing_of(const CardState& card, Origin incarnation) {
  const Amount taken =
      closed_rights_of(card, incarnation).taken + ended_too_often(card, incarnation);
  if (taken.is_zero()) return Amount();
  const auto named = card.named_rights.find(incarnation);
  const Amount returned = named == card.named_rights.end() ? Amount() : named->second.returned;
  return std::clamp(-returned - rights_told(card, incarnation), Amount(), taken);
}

Amount missing_of_all(const CardState& card) {
  Amount missing;
  for (const auto& [incarnation, amount] : card.overspent_by_forks()) missing += amount;
  return missing;
}

}  // namespace

Amount Hold::left() const { return std::max(Amount(), placed - ended - ended_elsewhere); }
Amount Hold::ended_too_often() const {
  return std::max(Amount(), ended + ended_elsewhere - placed);
}

Amount CardState::balance() const {
  return sum_of(*this, &OriginTotals::value_in) - sum_of(*this, &OriginTotals::value_out) +
         sum_of(*this, &FromClosedLog::value);
}

Amount CardState::held() const {
  return sum_of(*this, &OriginTotals::held_in) - sum_of(*this, &OriginTotals::held_out) +
         sum_of(*this, &FromClosedLog::held) + ended_too_often(*this);
}

Amount CardState::rights_of(Origin origin) const {
  return rights_told(*this, origin) + missing_of(*this, origin);
}

std::map<Origin, Amount> CardState::overspent_by_forks() const {
  std::map<Origin, Amount> overspent;
  for (const auto& [name, told] : closed_logs) {
    for (const NamedRightsEffect& effect : told.rights) overspent[effect.incarnation];
  }
  for (const auto& [placing, hold] : holds) {
    if (hold.ended_too_often().is_positive()) overspent[placing.origin];
  }
  for (auto& [incarnation, amount] : overspent) amount = missing_of(*this, incarnation);
  std::erase_if(overspent, [](const auto& entry) { return !entry.second.is_positive(); });
  return overspent;
}

Amount CardState::rights_of_all() const {
  Amount rights =
      sum_of(*this, &OriginTotals::own_rights_in) - sum_of(*this, &OriginTotals::own_rights_out);
  for (const auto& [origin, named] : named_rights) rights += named.in - named.out;
  for (const auto& [name, told] : closed_logs) {
    for (const NamedRightsEffect& effect : told.rights) rights += effect.amount;
  }
  return rights + missing_of_all(*this) - ended_too_often(*this);
}

Amount CardState::reserve() const {
  return sum_of(*this, &OriginTotals::reserve_in) - sum_of(*this, &OriginTotals::reserve_out) +
         sum_of(*this, &FromClosedLog::reserve) - missing_of_all(*this);
}

Amount CardState::loaded() const {
  return sum_of(*this, &OriginTotals::loaded) + sum_of(*this, &FromClosedLog::loaded);
}
Amount CardState::redeemed() const {
  return sum_of(*this, &OriginTotals::redeemed) + sum_of(*this, &FromClosedLog::redeemed);
}
Amount CardState::reversed() const {
  return sum_of(*this, &OriginTotals::reversed) + sum_of(*this, &FromClosedLog::reversed);
}

Amount CardState::unloaded() const {
  return sum_of(*this, &OriginTotals::unloaded) + sum_of(*this, &FromClosedLog::unloaded);
}
Amount CardState::adjusted() const {
  return sum_of(*this, &OriginTotals::adjusted_up) - sum_of(*this, &OriginTotals::adjusted_down);
}

Amount CardState::held_by(Origin origin) const {
  Amount open;
  for (const auto& [placing, hold] : holds) {
    if (placing.origin == origin) open += hold.left();
  }
  return open;
}

bool CardState::was_frozen_at(Hlc time) const {
  bool was_frozen = false;
  for (const auto& [by, word] : freeze_words) {
    if (word.at < time) was_frozen = word.is_frozen;
  }
  return was_frozen;
}

Amount CardState::covered() const {
  Amount covered;
  for (const auto& [opening, overdraft] : overdrafts)
    covered += overdraft.opened - overdraft.recovered;
  return covered;
}

Amount CardState::open_overdraft() const {
  Amount open;
  for (const auto& [opening, overdraft] : overdrafts) open += overdraft.left();
  return open;
}

}  // namespace perk

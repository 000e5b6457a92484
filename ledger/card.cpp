// What a card's totals say: every balance is derived here and stored nowhere.
#include "ledger/card.h"

#include <algorithm>
#include <set>

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

/// As the events say it: below zero where the forks of a closed log together spent more than there was.
Amount rights_told(const CardState& card, Origin incarnation) {
  Amount rights;
  if (const auto own = card.origins.find(incarnation); own != card.origins.end())
    rights += own->second.own_rights_in - own->second.own_rights_out;
  if (const auto named = card.named_rights.find(incarnation); named != card.named_rights.end())
    rights += named->second.in - named->second.out;
  const ClosedRights closed = closed_rights_of(card, incarnation);
  return rights + closed.given - closed.taken;
}

/// What events of a closed log took of its incarnation's rights beyond all it had, and beyond what was
/// returned of them by decision: missing in the reserve. Never more than those events took.
Amount missing_of(const CardState& card, Origin incarnation) {
  const Amount taken = closed_rights_of(card, incarnation).taken;
  if (taken.is_zero()) return Amount();
  const auto named = card.named_rights.find(incarnation);
  const Amount returned = named == card.named_rights.end() ? Amount() : named->second.returned;
  return std::clamp(-returned - rights_told(card, incarnation), Amount(), taken);
}

Amount missing_of_all(const CardState& card) {
  std::set<Origin> closed;
  for (const auto& [name, told] : card.closed_logs) {
    for (const NamedRightsEffect& effect : told.rights) closed.insert(effect.incarnation);
  }
  Amount missing;
  for (const Origin incarnation : closed) missing += missing_of(card, incarnation);
  return missing;
}

}  // namespace

Amount CardState::balance() const {
  return sum_of(*this, &OriginTotals::value_in) - sum_of(*this, &OriginTotals::value_out) +
         sum_of(*this, &FromClosedLog::value);
}

Amount CardState::held() const {
  return sum_of(*this, &OriginTotals::held_in) - sum_of(*this, &OriginTotals::held_out) +
         sum_of(*this, &FromClosedLog::held);
}

Amount CardState::rights_of(Origin origin) const {
  return rights_told(*this, origin) + missing_of(*this, origin);
}

Amount CardState::rights_of_all() const {
  Amount rights =
      sum_of(*this, &OriginTotals::own_rights_in) - sum_of(*this, &OriginTotals::own_rights_out);
  for (const auto& [origin, named] : named_rights) rights += named.in - named.out;
  for (const auto& [name, told] : closed_logs) {
    for (const NamedRightsEffect& effect : told.rights) rights += effect.amount;
  }
  return rights + missing_of_all(*this);
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

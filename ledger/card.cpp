// What a card's totals say: every balance is derived here and stored nowhere.
#include "ledger/card.h"

namespace perk {
namespace {

Amount sum_of(const CardState& card, Amount OriginTotals::*part) {
  Amount sum;
  for (const auto& [origin, totals] : card.origins) sum += totals.*part;
  return sum;
}

}  // namespace

Amount CardState::balance() const {
  return sum_of(*this, &OriginTotals::value_in) - sum_of(*this, &OriginTotals::value_out);
}

Amount CardState::held() const {
  return sum_of(*this, &OriginTotals::held_in) - sum_of(*this, &OriginTotals::held_out);
}

Amount CardState::rights_of(Origin origin) const {
  Amount rights;
  if (const auto own = origins.find(origin); own != origins.end()) {
    rights += own->second.own_rights_in - own->second.own_rights_out;
  }
  if (const auto named = named_rights.find(origin); named != named_rights.end()) {
    rights += named->second.in - named->second.out;
  }
  return rights;
}

Amount CardState::rights_of_all() const {
  Amount rights =
      sum_of(*this, &OriginTotals::own_rights_in) - sum_of(*this, &OriginTotals::own_rights_out);
  for (const auto& [origin, named] : named_rights) rights += named.in - named.out;
  return rights;
}

Amount CardState::reserve() const {
  return sum_of(*this, &OriginTotals::reserve_in) - sum_of(*this, &OriginTotals::reserve_out);
}

Amount CardState::loaded() const { return sum_of(*this, &OriginTotals::loaded); }
Amount CardState::redeemed() const { return sum_of(*this, &OriginTotals::redeemed); }
Amount CardState::reversed() const { return sum_of(*this, &OriginTotals::reversed); }

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

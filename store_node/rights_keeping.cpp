#include "store_node/rights_keeping.h"

#include <algorithm>

#include "ledger/rights.h"
#include "ledger/stand_in_desk.h"

namespace perk::store_node {

Amount RightsKeeping::unneeded(const CardId& card) const {
  return std::max(Amount(), draft_.own_rights(draft_.card(card)) - waiting_.needed_of(card));
}

void RightsKeeping::release(const CardId& card, Amount amount, ReleaseReason why) {
  const CardState& state = draft_.card(card);
  if (!amount.is_positive() || !state.is_known()) return;
  const Stamp stamp = draft_.stamp(draft_.policy_of(state).version);
  auto released = release_rights(state, card, std::min(amount, kEventAmountMax), why, stamp);
  if (released) draft_.append(std::move(released).value());
}

void RightsKeeping::recall(const sync::RightsRecall& recall) {
  const CardState& state = draft_.card(recall.card);
  if (state.is_frozen())
    return release(recall.card, draft_.own_rights(state), ReleaseReason::Frozen);
  release(recall.card, std::min(recall.wanted, unneeded(recall.card)), ReleaseReason::Recalled);
}

void RightsKeeping::do_chores() {
  const WallTime now = books_.wall_now(tools_.clock.wall());
  for (const AllowanceId id : draft_.allowances().to_lapse(now)) lapse(id);
  const Millis idle_after = tools_.settings.idle_after;
  if (idle_after <= Millis() || !books_.line.is_connected()) return;
  const WallTime then(now.millis() - idle_after.count());
  for (const CardId& card : books_.uses.unused_since(then, kIdleReleasesMax)) {
    if (draft_.cards().has_changed(card) || waiting_.is_line(card)) continue;
    release(card, draft_.own_rights(draft_.card(card)), ReleaseReason::Idle);
    draft_.forget_use(card);
  }
}

void RightsKeeping::lapse(AllowanceId id) {
  const StandIn& own = draft_.allowances().fold_of_own();
  const Allowance* allowance = own.find(books_.own, id);
  if (allowance == nullptr || !allowance->grant) return;
  auto lapsed = lapse_allowance(own, id, draft_.stamp(allowance->grant->policy_version));
  if (lapsed) draft_.append(std::move(lapsed).value());
}

void RightsKeeping::give_back() {
  for (const CardId& card : draft_.cards().changed()) {
    const CardState& state = draft_.card(card);
    const Amount held = draft_.own_rights(state);
    if (!held.is_positive() || !state.is_known()) continue;
    if (state.is_frozen()) {
      release(card, held, ReleaseReason::Frozen);
    } else {
      release(card, rights_to_give_back(draft_.policy_of(state), unneeded(card)),
              ReleaseReason::Idle);
    }
  }
}

}  // namespace perk::store_node

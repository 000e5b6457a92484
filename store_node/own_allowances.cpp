#include "store_node/own_allowances.h"

#include <algorithm>
#include <utility>

#include "ledger/mutant.h"

namespace perk::store_node {

bool OwnAllowances::concerns(const RecordedEvent& recorded) const {
  if (recorded.event.envelope.allowance == AllowanceId()) return false;
  if (const auto* granted = std::get_if<StandInGranted>(&recorded.event.body))
    return granted->incarnation == own_;
  if (const auto* more = std::get_if<StandInReplenished>(&recorded.event.body))
    return more->incarnation == own_;
  return recorded.id.origin == own_ && !PERK_PLANTED(Mutant::AllowanceForgetsDraws);
}

void OwnAllowances::fold(const RecordedEvent& recorded) {
  if (concerns(recorded)) stand_in_.fold(recorded);
}

std::optional<AllowanceOnHand> OwnAllowances::on_hand(const CardId& card, StandInKind kind,
                                                      WallTime now) const {
  return stand_in_.on_hand(own_, card, kind, now);
}

std::vector<AllowanceId> OwnAllowances::to_lapse(WallTime now) const {
  return stand_in_.to_lapse(own_, now);
}

OwnAllowances::Left OwnAllowances::left(StandInKind kind, WallTime now) const {
  Left left;
  const auto mine = stand_in_.all().find(own_);
  if (mine == stand_in_.all().end()) return left;
  for (const auto& [id, allowance] : mine->second) {
    const bool is_usable = allowance.grant && allowance.grant->terms.kind == kind &&
                           !allowance.has_lapsed() && !allowance.has_expired(now);
    if (!is_usable) continue;
    left.amount += allowance.left();
    left.expires_at = std::max(left.expires_at, allowance.grant->terms.expires_at);
  }
  return left;
}

void AllowanceDraft::fold(const RecordedEvent& recorded) {
  if (!now().concerns(recorded)) return;
  if (!changed_) changed_ = kept_;
  changed_->fold(recorded);
}

void AllowanceDraft::keep() {
  if (changed_) kept_ = std::move(*changed_);
  changed_.reset();
}

}  // namespace perk::store_node

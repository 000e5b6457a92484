#include "ledger/policy.h"

#include <algorithm>
#include <array>

#include "ledger/check.h"
#include "ledger/mutant.h"

namespace perk {
namespace {

struct PolicyRow {
  PolicyKind kind;
  std::string_view name;
  PolicyRules rules;
};
constexpr std::array<PolicyRow, 4> kPolicies{{
    {PolicyKind::Cached, "cached", {BeyondRights::Unlimited, Asking::Never, Keeping::Keeps}},
    {PolicyKind::Central,
     "central",
     {BeyondRights::Nothing, Asking::WhenShort, Keeping::GivesBack}},
    {PolicyKind::Escrow, "escrow", {BeyondRights::Nothing, Asking::WhenShort, Keeping::Keeps}},
    {PolicyKind::EscrowStandIn,
     "escrow+standin",
     {BeyondRights::Allowance, Asking::WhenShort, Keeping::Keeps}},
}};

const PolicyRow& row_of(PolicyKind kind) {
  for (const PolicyRow& row : kPolicies) {
    if (row.kind == kind) return row;
  }
  check_failed("kind", "a policy this version does not have", __FILE__, __LINE__);
}

/// The allowance that may be drawn on for this purchase, if one may.
const AllowanceOnHand* usable_allowance(const Policy& policy, const PurchaseView& view) {
  if (row_of(policy.kind).rules.beyond_rights != BeyondRights::Allowance || !view.allowance)
    return nullptr;
  const bool needs_manager = policy.beyond_rights_by == StandInKind::Manager;
  if (needs_manager && view.allowance->kind != StandInKind::Manager) return nullptr;
  return &*view.allowance;
}

/// The most that may be approved beyond rights, whatever the card has.
Amount beyond_rights_max(const Policy& policy, const PurchaseView& view) {
  if (row_of(policy.kind).rules.beyond_rights == BeyondRights::Unlimited) return view.requested;
  const AllowanceOnHand* allowance = usable_allowance(policy, view);
  if (allowance == nullptr) return Amount();
  if (PERK_PLANTED(Mutant::CardCapIsForgotten))
    return std::min(allowance->left, allowance->purchase_cap);
  return std::min({allowance->left, allowance->card_left, allowance->purchase_cap});
}

Rejection why_not(const Policy& policy, const PurchaseView& view) {
  if (view.available < view.requested) return Rejection::InsufficientValue;
  const AllowanceOnHand* allowance = usable_allowance(policy, view);
  if (allowance == nullptr) {
    return view.line == Line::Connected ? Rejection::InsufficientRights
                                        : Rejection::InsufficientRightsOffline;
  }
  const Amount rest = view.requested - view.own_rights;
  if (rest > allowance->purchase_cap) return Rejection::StandInPurchaseLimit;
  if (rest > allowance->card_left) return Rejection::StandInCardLimit;
  return Rejection::StandInLimitReached;
}

Authorization approve(const Policy& policy, const PurchaseView& view, Amount from_rights,
                      Amount beyond_rights) {
  const PolicyRules rules = row_of(policy.kind).rules;
  if (beyond_rights.is_zero()) {
    const bool is_on_demand = rules.keeping == Keeping::GivesBack;
    return {from_rights, Amount(), is_on_demand ? Basis::Central : Basis::Rights, {}, {}};
  }
  const AllowanceOnHand* allowance = usable_allowance(policy, view);
  if (allowance == nullptr) return {from_rights, beyond_rights, Basis::Cached, {}, {}};
  return {from_rights, beyond_rights, Basis::StandIn, allowance->id, beyond_rights};
}

}  // namespace

PolicyRules rules_of(PolicyKind kind) { return row_of(kind).rules; }

Result<Authorization, Rejection> authorize(const Policy& policy, const PurchaseView& view) {
  PERK_CHECK(view.requested.is_positive(), "only a positive amount can be authorized");
  PERK_CHECK(!view.own_rights.is_negative(), "an origin never spends rights it does not have");
  const Amount covered = std::clamp(view.available, Amount(), view.requested);
  const Amount from_rights = std::min(view.own_rights, covered);
  const Amount beyond_rights = std::min(covered - from_rights, beyond_rights_max(policy, view));
  const Amount approved = from_rights + beyond_rights;
  const bool is_enough = approved == view.requested || view.partial == PartialApproval::Accepted;
  if (!approved.is_positive() || !is_enough) return failed(why_not(policy, view));
  return approve(policy, view, from_rights, beyond_rights);
}

Amount rights_to_ask_for(const Policy& policy, const PurchaseView& view) {
  const bool asks = row_of(policy.kind).rules.asking == Asking::WhenShort;
  if (!asks || view.line == Line::CutOff) return Amount();
  return std::max(Amount(), view.requested - view.own_rights);
}

Amount rights_to_give_back(const Policy& policy, Amount own_rights) {
  const bool keeps = row_of(policy.kind).rules.keeping == Keeping::Keeps;
  return keeps ? Amount() : std::max(Amount(), own_rights);
}

std::string_view policy_name(PolicyKind kind) { return row_of(kind).name; }

std::optional<PolicyKind> policy_from_name(std::string_view name) {
  for (const PolicyRow& row : kPolicies) {
    if (row.name == name) return row.kind;
  }
  return std::nullopt;
}

}  // namespace perk

#include "ledger/policy.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk {
namespace {

/// What policy `cached` approves: zero or less is nothing.
Amount cached_approval(const PurchaseView& view) {
  if (view.available >= view.requested) return view.requested;
  return view.partial == PartialApproval::Accepted ? view.available : Amount();
}

Amount approval(const Policy& policy, const PurchaseView& view) {
  switch (policy.kind) {
    case PolicyKind::Cached:
      return cached_approval(view);
  }
  check_failed("policy.kind", "a policy this version does not have", __FILE__, __LINE__);
}

}  // namespace

std::optional<Authorization> authorize(const Policy& policy, const PurchaseView& view) {
  PERK_CHECK(view.requested.is_positive(), "only a positive amount can be authorized");
  PERK_CHECK(!view.own_rights.is_negative(), "an origin never spends rights it does not have");
  const Amount approved = approval(policy, view);
  if (!approved.is_positive()) return std::nullopt;
  const Amount from_rights = std::min(view.own_rights, approved);
  const Amount beyond_rights = approved - from_rights;
  return Authorization{from_rights, beyond_rights,
                       beyond_rights.is_zero() ? Basis::Rights : Basis::Cached};
}

std::string_view policy_name(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::Cached:
      return "cached";
  }
  check_failed("kind", "a policy this version does not have", __FILE__, __LINE__);
}

}  // namespace perk

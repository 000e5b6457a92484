// How much of a purchase may be approved, and on what basis: a pure function of what the store knows.
// Policies are parameters of one mechanism; this version has `cached`.
#pragma once

#include <optional>
#include <string_view>

#include "ledger/event.h"

namespace perk {

enum class PolicyKind : std::uint8_t {
  Cached =
      1,  ///< Approve while the value known here covers it. Unbounded overspend under partition.
};

struct Policy {
  PolicyKind kind = PolicyKind::Cached;
  PolicyVersion version{1};
};

/// What a purchase is judged by.
struct PurchaseView {
  Amount available;   ///< The card's, as known here.
  Amount own_rights;  ///< The part of it this origin may spend without asking; never negative.
  Amount requested;   ///< Positive.
  PartialApproval partial = PartialApproval::Refused;
};

/// Parts are not negative and their sum is positive; own rights are spent first.
struct Authorization {
  Amount from_rights;
  Amount beyond_rights;
  Basis basis = Basis::Unspecified;
};

/// None when the policy approves nothing.
[[nodiscard]] std::optional<Authorization> authorize(const Policy& policy,
                                                     const PurchaseView& view);

[[nodiscard]] std::string_view policy_name(PolicyKind kind);

}  // namespace perk

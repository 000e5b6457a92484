// How much of a purchase may be approved, and on what basis: a pure function of what the store knows.
// The policies a merchant can choose are parameters of one mechanism: rights first, then what the
// policy allows beyond them, and never more than the value known here still covers. Takes no time and
// asks nobody: whoever calls it asks head office first, if rights_to_ask_for() says so.
#pragma once

#include <optional>
#include <string_view>

#include "ledger/event.h"
#include "ledger/rejection.h"
#include "ledger/result.h"

namespace perk {

/// What bounds purchases beyond rights, besides the value known here.
enum class BeyondRights { Unlimited, Nothing, Allowance };
/// Whether a connected store that is short of rights asks head office for them.
enum class Asking { Never, WhenShort };
/// Whether a store keeps rights that its loads and grants gave it.
enum class Keeping { Keeps, GivesBack };

struct PolicyRules {
  BeyondRights beyond_rights;
  Asking asking;
  Keeping keeping;
};
[[nodiscard]] PolicyRules rules_of(PolicyKind kind);

struct Policy {
  PolicyKind kind = PolicyKind::Cached;
  PolicyVersion version{1};
  /// Who may approve beyond rights: Till is everybody, Manager is a manager alone. No matter to
  /// policies that allow nothing beyond rights, or everything.
  StandInKind beyond_rights_by = StandInKind::Till;
};

/// Whether head office can be asked now.
enum class Line { Connected, CutOff };

/// An allowance as it is at hand for one purchase (StandIn::on_hand). Amounts are not negative.
struct AllowanceOnHand {
  AllowanceId id;
  StandInKind kind = StandInKind::Till;
  Amount left;          ///< Of the allowance.
  Amount card_left;     ///< Of the card's cap.
  Amount purchase_cap;  ///< Of any one purchase.
};

/// What a purchase is judged by.
struct PurchaseView {
  /// The card's, as known here: what was last heard, less all that this store approved since.
  Amount available;
  Amount own_rights;  ///< The part of it this origin may spend without asking; never negative.
  Amount requested;   ///< Positive.
  PartialApproval partial = PartialApproval::Refused;
  Line line = Line::Connected;
  std::optional<AllowanceOnHand> allowance{};
};

/// Parts are not negative and their sum is positive; own rights are spent first.
struct Authorization {
  Amount from_rights;
  Amount beyond_rights;
  Basis basis = Basis::Unspecified;
  AllowanceId allowance;   ///< Drawn on; 0 is none.
  Amount allowance_drawn;  ///< All of beyond_rights, or nothing.
};

/// How much may be approved. Refused, in this order, by what stands in the way:
/// InsufficientValue: the value known here does not cover it.
/// InsufficientRights, InsufficientRightsOffline: the policy, or its want of an allowance, gives nothing
/// beyond the rights held; the second when head office cannot be asked.
/// StandInPurchaseLimit, StandInCardLimit, StandInLimitReached: the allowance does not cover the rest.
[[nodiscard]] Result<Authorization, Rejection> authorize(const Policy& policy,
                                                         const PurchaseView& view);

/// What a store should ask head office for before it authorizes this purchase; zero if it should not
/// ask: it holds enough, is cut off, or its policy never asks. Not negative.
[[nodiscard]] Amount rights_to_ask_for(const Policy& policy, const PurchaseView& view);

/// What a store should release right after an event, of the rights it then holds (not negative): all of
/// them under a policy that keeps none, else nothing.
[[nodiscard]] Amount rights_to_give_back(const Policy& policy, Amount own_rights);

/// "cached", "central", "escrow", "escrow+standin".
[[nodiscard]] std::string_view policy_name(PolicyKind kind);
/// None for anything but these names.
[[nodiscard]] std::optional<PolicyKind> policy_from_name(std::string_view name);

}  // namespace perk

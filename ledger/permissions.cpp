#include "ledger/permissions.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk {
namespace {

using enum OperatorRole;

/// Which roles may, as bits.
using Roles = std::uint32_t;
template <typename... Each>
constexpr Roles only(Each... roles) {
  return ((Roles{1} << static_cast<unsigned>(roles)) | ... | 0U);
}

constexpr Roles kEverybody = only(Viewer, CashierSupport, OperatorRole::Operator, Auditor, Admin);
constexpr Roles kCardReaders = only(CashierSupport, OperatorRole::Operator, Auditor, Admin);
constexpr Roles kProvers = only(CashierSupport, OperatorRole::Operator, Auditor);  // To holders.
constexpr Roles kHouse =
    only(OperatorRole::Operator, Admin);           // Stores, numbers, epochs, read models.
constexpr Roles kWatchers = only(Auditor, Admin);  // Who look at what others did.
constexpr Roles kDeciders = only(OperatorRole::Operator, Auditor, Admin);

struct Row {
  AdminAction action;
  std::string_view name;
  Roles roles;
};

/// In the order of AdminAction. Whoever moves money keeps no accounts, and the other way round; what is accepted of the
/// quarantine moves only what a store has proven.
constexpr std::array kTable{
    Row{AdminAction::ReadHealth, "read health", kEverybody},
    Row{AdminAction::ReadStores, "read stores", kEverybody},
    Row{AdminAction::ReadProjections, "read projections", kEverybody},
    Row{AdminAction::ReadExposure, "read exposure", kEverybody},
    Row{AdminAction::ReadPolicies, "read policies", kEverybody},
    Row{AdminAction::ReadMoney, "read the money line", kEverybody},
    Row{AdminAction::ReadEpoch, "read the epoch", kEverybody},
    Row{AdminAction::ReadNumberRanges, "read number ranges", kEverybody},
    Row{AdminAction::ReadBalance, "read balances", kCardReaders},
    Row{AdminAction::ReadStatement, "read statements", kCardReaders},
    Row{AdminAction::ReadExposureOfCard, "read a card's exposure", kCardReaders},
    Row{AdminAction::ReadOverdrafts, "read overdrafts", kCardReaders},
    Row{AdminAction::Explain, "explain events", kCardReaders},
    Row{AdminAction::Freeze, "freeze cards", only(CashierSupport, OperatorRole::Operator)},
    Row{AdminAction::Unfreeze, "unfreeze cards", only(OperatorRole::Operator)},
    Row{AdminAction::Adjust, "adjust balances", only(OperatorRole::Operator)},
    Row{AdminAction::ChargeBack, "charge loads back", only(OperatorRole::Operator)},
    Row{AdminAction::WriteOff, "write overdrafts off", only(OperatorRole::Operator)},
    Row{AdminAction::SetPolicy, "set policies", only(OperatorRole::Operator)},
    Row{AdminAction::DeclareLost, "declare stores lost", only(OperatorRole::Operator)},
    Row{AdminAction::RevokeStore, "revoke stores", kHouse},
    Row{AdminAction::ProveEnd, "prove the end of logs", only(OperatorRole::Operator)},
    Row{AdminAction::SettleEpoch, "settle epochs", kHouse},
    Row{AdminAction::EnrolStore, "enrol stores", kHouse},
    Row{AdminAction::OfferCode, "offer enrolment codes", kHouse},
    Row{AdminAction::AddNumberRange, "add number ranges", kHouse},
    Row{AdminAction::MakeNumbers, "make card numbers", kHouse},
    Row{AdminAction::RotateNumberKey, "rotate card number keys", only(Admin)},
    Row{AdminAction::Rebuild, "rebuild projections", kHouse},
    Row{AdminAction::ReadHeads, "read heads", kEverybody},
    Row{AdminAction::StateLiabilities, "state liabilities", kEverybody},
    Row{AdminAction::ProveCard, "prove cards' balances", kProvers},
    Row{AdminAction::Verify, "verify", kDeciders},
    Row{AdminAction::ReadQuarantine, "read the quarantine", kDeciders},
    Row{AdminAction::SettleQuarantine, "settle the quarantine", kHouse},
    Row{AdminAction::Audit, "audit", kWatchers},
    Row{AdminAction::ReadOperators, "read operators", kWatchers},
    Row{AdminAction::ManageOperators, "manage operators", only(Admin)},
    Row{AdminAction::ReadLimits, "read limits", kDeciders},
    Row{AdminAction::SetLimits, "set limits", only(Admin)},
    Row{AdminAction::ReadProposals, "read proposals", kDeciders},
    Row{AdminAction::SettleProposal, "approve or reject proposals", kHouse},
    Row{AdminAction::EraseReason, "erase reasons", only(Admin)},
};

constexpr bool is_in_order() {
  for (std::size_t at = 0; at < kTable.size(); ++at)
    if (kTable[at].action != static_cast<AdminAction>(at)) return false;
  return true;
}
static_assert(kTable.size() == kActionCount, "every action has its row");
static_assert(is_in_order(), "and each stands in its place");

const Row& row_of(AdminAction action) {
  PERK_CHECK(action < AdminAction::Count, "no such action");
  return kTable.at(static_cast<std::size_t>(action));
}

constexpr std::array<std::string_view, 6> kRoleNames{"unspecified", "viewer",  "cashier-support",
                                                     "operator",    "auditor", "admin"};
constexpr std::array<std::string_view, 6> kDecisionNames{
    "unspecified", "adjustment", "write-off", "declared-loss", "charge-back", "override"};

/// Where a name stands; 0 if nowhere.
template <typename Names>
std::size_t place_of(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin() + 1, names.end(), name);
  return found == names.end() ? 0 : static_cast<std::size_t>(found - names.begin());
}

}  // namespace

bool may(OperatorRole role, AdminAction action) {
  return role != OperatorRole::Unspecified && (row_of(action).roles & only(role)) != 0;
}

std::string_view action_name(AdminAction action) { return row_of(action).name; }

std::string_view role_name(OperatorRole role) {
  return kRoleNames.at(static_cast<std::size_t>(role));
}

OperatorRole role_from_name(std::string_view name) {
  return static_cast<OperatorRole>(place_of(kRoleNames, name));
}

std::string roles_for(AdminAction action) {
  std::string names;
  for (const OperatorRole role : kRoles) {
    if (!may(role, action)) continue;
    names += (names.empty() ? "" : " or ") + std::string(role_name(role));
  }
  return names;
}

std::string_view decision_name(DecisionKind kind) {
  return kDecisionNames.at(static_cast<std::size_t>(kind));
}

DecisionKind decision_from_name(std::string_view name) {
  return static_cast<DecisionKind>(place_of(kDecisionNames, name));
}

}  // namespace perk

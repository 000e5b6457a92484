// Who may do what at head office: one table of roles and actions, and nothing else decides it. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/operator_events.h"

namespace perk {

/// All that can be asked of head office's admin service, one for each kind of request that needs a
/// permission of its own.
enum class AdminAction : std::uint8_t {
  // Reads that name no card.
  ReadHealth,
  ReadStores,
  ReadProjections,
  ReadExposure,
  ReadPolicies,
  ReadMoney,
  ReadEpoch,
  ReadNumberRanges,
  // Reads that name one.
  ReadBalance,
  ReadStatement,
  ReadExposureOfCard,
  ReadOverdrafts,
  Explain,
  // Cards.
  Freeze,
  Unfreeze,
  Adjust,
  ChargeBack,
  WriteOff,
  // The chain.
  SetPolicy,
  DeclareLost,
  RevokeStore,
  ProveEnd,
  SettleEpoch,
  EnrolStore,
  OfferCode,
  AddNumberRange,
  MakeNumbers,
  RotateNumberKey,
  Rebuild,
  // Evidence.
  ReadHeads,
  StateLiabilities,
  ProveCard,
  Verify,
  ReadQuarantine,
  SettleQuarantine,
  Audit,
  // Operators.
  ReadOperators,
  ManageOperators,
  ReadLimits,
  SetLimits,
  ReadProposals,
  SettleProposal,  ///< Also needs what is proposed.
  EraseReason,
  Count,  ///< No action.
};
inline constexpr auto kActionCount = static_cast<std::size_t>(AdminAction::Count);

inline constexpr std::array<OperatorRole, 5> kRoles{
    OperatorRole::Viewer, OperatorRole::CashierSupport, OperatorRole::Operator,
    OperatorRole::Auditor, OperatorRole::Admin};

[[nodiscard]] bool may(OperatorRole role, AdminAction action);

/// "freeze a card", "read balances": what somebody is told they may not do.
[[nodiscard]] std::string_view action_name(AdminAction action);
/// "cashier-support", ...; "unspecified" for one this version does not know.
[[nodiscard]] std::string_view role_name(OperatorRole role);
[[nodiscard]] OperatorRole role_from_name(
    std::string_view name);  ///< Unspecified: none is called so.
/// "operator or admin": who may.
[[nodiscard]] std::string roles_for(AdminAction action);
/// "adjustment", "write-off", "declared-loss", "charge-back", "override"; "unspecified".
[[nodiscard]] std::string_view decision_name(DecisionKind kind);
[[nodiscard]] DecisionKind decision_from_name(std::string_view name);

}  // namespace perk

// Pieces that render_text.cpp and render_json.cpp are made of: replies about rights, risk and events.
// Pure. For the render files only.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "central/admin/messages.h"
#include "ops/cli/table.h"

namespace perk::ops {

using Json = nlohmann::ordered_json;

[[nodiscard]] inline std::string money(Amount amount, Currency currency) {
  return to_string(Money{amount, currency});
}
[[nodiscard]] inline std::string store_label(StoreId store, const std::string& name) {
  if (store == StoreId()) return "head office";
  return name.empty() ? "store " + std::to_string(store.value()) : printable(name);
}
/// "1 card", "3 cards".
[[nodiscard]] inline std::string counted(std::uint64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

[[nodiscard]] std::string hex_of(const std::vector<std::uint8_t>& bytes);
/// The sum, or why there is none.
[[nodiscard]] std::string figure(const central::ShownExposure& exposure, Currency currency);
[[nodiscard]] Json exposure_json(const central::ShownExposure& exposure);

[[nodiscard]] std::string text(const central::CardRights& rights, Currency currency);
[[nodiscard]] std::string text(const central::BalanceReply& reply);
[[nodiscard]] std::string text(const central::StatementReply& reply);
[[nodiscard]] std::string text(const central::FreezeReply& reply);
[[nodiscard]] std::string text(const central::BalanceChangeReply& reply);
[[nodiscard]] std::string text(const central::EnrolReply& reply);
[[nodiscard]] std::string text(const central::OfferCodeReply& reply);
[[nodiscard]] std::string text(const central::StoresReply& reply);
[[nodiscard]] std::string text(const central::ProjectionsReply& reply);
[[nodiscard]] std::string text(const central::RebuildReply& reply);
[[nodiscard]] std::string text(const central::MoneyLineReply& reply);
[[nodiscard]] std::string text(const central::HealthReply& reply);
[[nodiscard]] std::string text(const central::NumberRangesReply& reply);
[[nodiscard]] std::string text(const central::AddRangeReply& reply);
[[nodiscard]] std::string text(const central::RotateKeyReply& reply);
[[nodiscard]] std::string text(const central::MakeNumbersReply& reply);
[[nodiscard]] std::string text(const central::ExposureReply& reply);
[[nodiscard]] std::string text(const central::OverdraftsReply& reply);
[[nodiscard]] std::string text(const central::WriteOffReply& reply);
[[nodiscard]] std::string text(const central::DeclareLostReply& reply);
[[nodiscard]] std::string text(const central::RevokeStoreReply& reply);
[[nodiscard]] std::string text(const central::EpochReply& reply);
[[nodiscard]] std::string text(const central::QuarantineReply& reply);
[[nodiscard]] std::string text(const central::SettleQuarantineReply& reply);
[[nodiscard]] std::string text(const central::BringLogReply& reply);
[[nodiscard]] std::string text(const central::ProveEndReply& reply);
[[nodiscard]] std::string text(const central::ExplainReply& reply);
[[nodiscard]] std::string text(const central::PoliciesReply& reply);
[[nodiscard]] std::string text(const central::SetPolicyReply& reply);
[[nodiscard]] std::string text(const central::OperatorChallengeReply& reply);
[[nodiscard]] std::string text(const central::OperatorsReply& reply);
[[nodiscard]] std::string text(const central::LimitsReply& reply);
[[nodiscard]] std::string text(const central::ProposalsReply& reply);
[[nodiscard]] std::string text(const central::PendingApprovalReply& reply);
[[nodiscard]] std::string text(const central::ProposalRejectedReply& reply);
[[nodiscard]] std::string text(const central::AuditReply& reply);
[[nodiscard]] std::string text(const central::EraseReasonReply& reply);

[[nodiscard]] Json json(const central::CardRights& rights);
[[nodiscard]] Json json(const central::ExposureReply& reply);
[[nodiscard]] Json json(const central::OverdraftsReply& reply);
[[nodiscard]] Json json(const central::WriteOffReply& reply);
[[nodiscard]] Json json(const central::DeclareLostReply& reply);
[[nodiscard]] Json json(const central::RevokeStoreReply& reply);
[[nodiscard]] Json json(const central::EpochReply& reply);
[[nodiscard]] Json json(const central::QuarantineReply& reply);
[[nodiscard]] Json json(const central::SettleQuarantineReply& reply);
[[nodiscard]] Json json(const central::BringLogReply& reply);
[[nodiscard]] Json json(const central::ProveEndReply& reply);
[[nodiscard]] Json json(const central::ExplainReply& reply);
[[nodiscard]] Json json(const central::PoliciesReply& reply);
[[nodiscard]] Json json(const central::SetPolicyReply& reply);
[[nodiscard]] Json json(const central::OperatorChallengeReply& reply);
[[nodiscard]] Json json(const central::OperatorsReply& reply);
[[nodiscard]] Json json(const central::LimitsReply& reply);
[[nodiscard]] Json json(const central::ProposalsReply& reply);
[[nodiscard]] Json json(const central::PendingApprovalReply& reply);
[[nodiscard]] Json json(const central::ProposalRejectedReply& reply);
[[nodiscard]] Json json(const central::AuditReply& reply);
[[nodiscard]] Json json(const central::EraseReasonReply& reply);

}  // namespace perk::ops

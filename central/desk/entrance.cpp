#include "central/desk/entrance.h"

#include "sync/crypto/operator_proof.h"

namespace perk::central {
namespace {

/// One for each kind of request, and none for all others: a new kind does not compile until it has its own.
class ActionOf {
 public:
  using Found = std::optional<AdminAction>;
  Found operator()(const BalanceRequest&) const { return AdminAction::ReadBalance; }
  Found operator()(const StatementRequest&) const { return AdminAction::ReadStatement; }
  Found operator()(const FreezeRequest& request) const {
    return request.change == FreezeChange::Freeze ? AdminAction::Freeze : AdminAction::Unfreeze;
  }
  Found operator()(const EnrolRequest&) const { return AdminAction::EnrolStore; }
  Found operator()(const OfferCodeRequest&) const { return AdminAction::OfferCode; }
  Found operator()(const RevokeStoreRequest&) const { return AdminAction::RevokeStore; }
  Found operator()(const StoresRequest&) const { return AdminAction::ReadStores; }
  Found operator()(const ProjectionsRequest&) const { return AdminAction::ReadProjections; }
  Found operator()(const RebuildRequest&) const { return AdminAction::Rebuild; }
  Found operator()(const VerifyRequest&) const { return AdminAction::Verify; }
  Found operator()(const QuarantineRequest&) const { return AdminAction::ReadQuarantine; }
  Found operator()(const SettleQuarantineRequest&) const { return AdminAction::SettleQuarantine; }
  Found operator()(const BringLogRequest&) const { return AdminAction::SettleQuarantine; }
  Found operator()(const MoneyLineRequest&) const { return AdminAction::ReadMoney; }
  Found operator()(const HealthRequest&) const { return AdminAction::ReadHealth; }
  Found operator()(const ExposureRequest& request) const {
    return request.card ? AdminAction::ReadExposureOfCard : AdminAction::ReadExposure;
  }
  Found operator()(const OverdraftsRequest&) const { return AdminAction::ReadOverdrafts; }
  Found operator()(const WriteOffRequest&) const { return AdminAction::WriteOff; }
  Found operator()(const DeclareLostRequest&) const { return AdminAction::DeclareLost; }
  Found operator()(const ExplainRequest&) const { return AdminAction::Explain; }
  Found operator()(const PoliciesRequest&) const { return AdminAction::ReadPolicies; }
  Found operator()(const SetPolicyRequest&) const { return AdminAction::SetPolicy; }
  Found operator()(const NumberRangesRequest&) const { return AdminAction::ReadNumberRanges; }
  Found operator()(const AddRangeRequest&) const { return AdminAction::AddNumberRange; }
  Found operator()(const MakeNumbersRequest&) const { return AdminAction::MakeNumbers; }
  Found operator()(const RotateKeyRequest&) const { return AdminAction::RotateNumberKey; }
  Found operator()(const ChargeBackRequest&) const { return AdminAction::ChargeBack; }
  Found operator()(const AdjustRequest&) const { return AdminAction::Adjust; }
  Found operator()(const EpochRequest&) const { return AdminAction::ReadEpoch; }
  Found operator()(const SettleEpochRequest&) const { return AdminAction::SettleEpoch; }
  Found operator()(const ProveEndRequest&) const { return AdminAction::ProveEnd; }
  Found operator()(const HeadsRequest&) const { return AdminAction::ReadHeads; }
  Found operator()(const LiabilitiesRequest&) const { return AdminAction::StateLiabilities; }
  Found operator()(const CardProofRequest&) const { return AdminAction::ProveCard; }
  Found operator()(const OperatorHelloRequest&) const { return std::nullopt; }
  Found operator()(const OperatorsRequest&) const { return AdminAction::ReadOperators; }
  Found operator()(const AdmitOperatorRequest&) const { return AdminAction::ManageOperators; }
  Found operator()(const ChangeRoleRequest&) const { return AdminAction::ManageOperators; }
  Found operator()(const DismissOperatorRequest&) const { return AdminAction::ManageOperators; }
  Found operator()(const LimitsRequest&) const { return AdminAction::ReadLimits; }
  Found operator()(const SetLimitRequest&) const { return AdminAction::SetLimits; }
  Found operator()(const ProposalsRequest&) const { return AdminAction::ReadProposals; }
  Found operator()(const SettleProposalRequest&) const { return AdminAction::SettleProposal; }
  Found operator()(const EraseReasonRequest&) const { return AdminAction::EraseReason; }
  Found operator()(const AuditRequest&) const { return AdminAction::Audit; }
};

/// A key like any other (the curve's base point), so that who is not known is not answered sooner.
PublicKey nobodys_key() {
  PublicKey key;
  key.bytes.fill(0x66);
  key.bytes[0] = 0x58;
  return key;
}

}  // namespace

std::optional<AdminAction> action_of(const AdminRequest& request) {
  return std::visit(ActionOf(), request);
}

AdminFault role_needed(OperatorRole role, AdminAction action) {
  return {"role_needed", "To " + std::string(action_name(action)) + " takes the role " +
                             roles_for(action) + "; yours is " + std::string(role_name(role)) +
                             "."};
}

DeskAnswer<std::optional<Identity>> Entrance::admit(const AdminAsk& ask) const {
  const auto action = action_of(ask.request);
  if (!action) return failed(AdminFault{"malformed", "That is no request."});
  const auto is_open_now = is_open();
  if (!is_open_now) return failed(fault_of(is_open_now.error()));
  if (is_open_now.value()) return std::optional<Identity>();
  if (!ask.word) return failed(not_allowed());
  const auto account = around_.risk.read(
      [&](const ChainRisk& risk) { return risk.operators().find(ask.word->name); });
  const bool is_operator = account && !account->is_dismissed;
  const PublicKey key = is_operator ? account->key : nobodys_key();
  if (!sync::is_said_with(*ask.word, key) || !is_operator) return failed(not_allowed());
  if (!may(account->role, *action)) return failed(role_needed(account->role, *action));
  Identity identity{account->role, *ask.word};
  identity.word.key = sync::key_id_of(key);
  return std::optional(std::move(identity));
}

/// As the log says now: a restart, and another who was admitted meanwhile, are not missed.
Stored<bool> Entrance::is_open() const {
  const Shard shard = shard_of(StoreId(), around_.chain.shard_count);
  if (auto done = around_.risk.catch_up(shard); !done) return failed(done.error());
  return around_.risk.read([](const ChainRisk& risk) { return risk.operators().is_open(); });
}

AdminRequest in_name_of(AdminRequest request, const std::string& operator_name,
                        const std::optional<OperatorWord>& word) {
  std::visit(
      [&](auto& body) {
        if constexpr (requires { body.word; }) {
          body.operator_name = operator_name;
          body.word = word;
        }
      },
      request);
  return request;
}

}  // namespace perk::central

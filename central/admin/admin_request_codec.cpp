// Which request it is; what is in it, the codecs beside this one know.
#include "central/admin/admin_codec.h"
#include "central/admin/admin_proto.h"
#include "sync/wire/parse_proto.h"

namespace perk::central {
namespace {

/// One visit for each kind of request; a request without fields is a `true`.
class RequestWriter {
 public:
  explicit RequestWriter(v1::AdminRequest& wire) : wire_(wire) {}

  void operator()(const BalanceRequest& request) { write(request, *wire_.mutable_balance()); }
  void operator()(const StatementRequest& request) {
    write(request.card, *wire_.mutable_statement()->mutable_card());
  }
  void operator()(const FreezeRequest& request) { write(request, *wire_.mutable_freeze()); }
  void operator()(const ChargeBackRequest& request) {
    write(request, *wire_.mutable_charge_back());
  }
  void operator()(const AdjustRequest& request) { write(request, *wire_.mutable_adjust()); }
  void operator()(const EnrolRequest& request) { write(request, *wire_.mutable_enrol()); }
  void operator()(const OfferCodeRequest& request) { write(request, *wire_.mutable_offer_code()); }
  void operator()(const RevokeStoreRequest& request) {
    write(request, *wire_.mutable_revoke_store());
  }
  void operator()(const NumberRangesRequest&) { wire_.set_number_ranges(true); }
  void operator()(const AddRangeRequest& request) { write(request, *wire_.mutable_add_range()); }
  void operator()(const MakeNumbersRequest& request) {
    write(request, *wire_.mutable_make_numbers());
  }
  void operator()(const RotateKeyRequest& request) { write(request, *wire_.mutable_rotate_key()); }
  void operator()(const EraseReasonRequest& request) {
    write(request, *wire_.mutable_erase_reason());
  }
  void operator()(const BringLogRequest& request) { write(request, *wire_.mutable_bring_log()); }
  void operator()(const StoresRequest&) { wire_.set_stores(true); }
  void operator()(const ProjectionsRequest&) { wire_.set_projections(true); }
  void operator()(const RebuildRequest& request) {
    wire_.mutable_rebuild()->set_projection(request.projection);
  }
  /// One that asks for no more is understood by every head office.
  void operator()(const VerifyRequest& request) {
    if (request.depth == VerifyDepth::Usual && request.heads.empty()) return wire_.set_verify(true);
    write(request, *wire_.mutable_verify_more());
  }
  void operator()(const HeadsRequest&) { wire_.set_heads(true); }
  void operator()(const LiabilitiesRequest&) { wire_.set_liabilities(true); }
  void operator()(const CardProofRequest& request) { write(request, *wire_.mutable_card_proof()); }
  void operator()(const QuarantineRequest& request) { write(request, *wire_.mutable_quarantine()); }
  void operator()(const SettleQuarantineRequest& request) {
    write(request, *wire_.mutable_settle_quarantine());
  }
  void operator()(const MoneyLineRequest&) { wire_.set_money_line(true); }
  void operator()(const HealthRequest&) { wire_.set_health(true); }
  void operator()(const ExposureRequest& request) { write(request, *wire_.mutable_exposure()); }
  void operator()(const OverdraftsRequest& request) {
    wire_.mutable_overdrafts()->set_all(request.scope == OverdraftScope::All);
  }
  void operator()(const WriteOffRequest& request) { write(request, *wire_.mutable_write_off()); }
  void operator()(const DeclareLostRequest& request) {
    write(request, *wire_.mutable_declare_lost());
  }
  void operator()(const ProveEndRequest& request) { write(request, *wire_.mutable_prove_end()); }
  void operator()(const ExplainRequest& request) { write(request, *wire_.mutable_explain()); }
  void operator()(const EpochRequest&) { wire_.set_epoch(true); }
  void operator()(const SettleEpochRequest& request) {
    write(request, *wire_.mutable_settle_epoch());
  }
  void operator()(const PoliciesRequest&) { wire_.set_policies(true); }
  void operator()(const SetPolicyRequest& request) { write(request, *wire_.mutable_set_policy()); }

  void operator()(const OperatorHelloRequest& request) {
    wire_.mutable_operator_hello()->set_name(request.name);
  }
  void operator()(const OperatorsRequest&) { wire_.set_operators(true); }
  void operator()(const AdmitOperatorRequest& request) {
    write(request, *wire_.mutable_admit_operator());
  }
  void operator()(const ChangeRoleRequest& request) {
    write(request, *wire_.mutable_change_role());
  }
  void operator()(const DismissOperatorRequest& request) {
    write(request, *wire_.mutable_dismiss_operator());
  }
  void operator()(const LimitsRequest&) { wire_.set_limits(true); }
  void operator()(const SetLimitRequest& request) { write(request, *wire_.mutable_set_limit()); }
  void operator()(const ProposalsRequest& request) {
    wire_.mutable_proposals()->set_all(request.all);
  }
  void operator()(const SettleProposalRequest& request) {
    write(request, *wire_.mutable_settle_proposal());
  }
  void operator()(const AuditRequest& request) { write(request, *wire_.mutable_audit()); }

 private:
  v1::AdminRequest& wire_;
};

AdminRequest read_request(FieldReader& fields, const v1::AdminRequest& wire) {
  switch (wire.body_case()) {
    case v1::AdminRequest::kBalance:
      return read(fields, wire.balance());
    case v1::AdminRequest::kStatement:
      return StatementRequest{read(fields, wire.statement().card())};
    case v1::AdminRequest::kFreeze:
      return read(fields, wire.freeze());
    case v1::AdminRequest::kChargeBack:
      return read(fields, wire.charge_back());
    case v1::AdminRequest::kAdjust:
      return read(fields, wire.adjust());
    case v1::AdminRequest::kEnrol:
      return read(fields, wire.enrol());
    case v1::AdminRequest::kOfferCode:
      return read(fields, wire.offer_code());
    case v1::AdminRequest::kRevokeStore:
      return read(fields, wire.revoke_store());
    case v1::AdminRequest::kNumberRanges:
      return NumberRangesRequest{};
    case v1::AdminRequest::kAddRange:
      return read(fields, wire.add_range());
    case v1::AdminRequest::kMakeNumbers:
      return read(fields, wire.make_numbers());
    case v1::AdminRequest::kRotateKey:
      return read(fields, wire.rotate_key());
    case v1::AdminRequest::kEraseReason:
      return read(fields, wire.erase_reason());
    case v1::AdminRequest::kStores:
      return StoresRequest{};
    case v1::AdminRequest::kProjections:
      return ProjectionsRequest{};
    case v1::AdminRequest::kRebuild:
      return RebuildRequest{wire.rebuild().projection()};
    case v1::AdminRequest::kVerify:
      return VerifyRequest{};
    case v1::AdminRequest::kVerifyMore:
      return read(fields, wire.verify_more());
    case v1::AdminRequest::kHeads:
      return HeadsRequest{};
    case v1::AdminRequest::kLiabilities:
      return LiabilitiesRequest{};
    case v1::AdminRequest::kCardProof:
      return read(fields, wire.card_proof());
    case v1::AdminRequest::kQuarantine:
      return read(fields, wire.quarantine());
    case v1::AdminRequest::kSettleQuarantine:
      return read(fields, wire.settle_quarantine());
    case v1::AdminRequest::kBringLog:
      return read(fields, wire.bring_log());
    case v1::AdminRequest::kMoneyLine:
      return MoneyLineRequest{};
    case v1::AdminRequest::kHealth:
      return HealthRequest{};
    case v1::AdminRequest::kExposure:
      return read(fields, wire.exposure());
    case v1::AdminRequest::kOverdrafts:
      return OverdraftsRequest{wire.overdrafts().all() ? OverdraftScope::All
                                                       : OverdraftScope::Open};
    case v1::AdminRequest::kWriteOff:
      return read(fields, wire.write_off());
    case v1::AdminRequest::kDeclareLost:
      return read(fields, wire.declare_lost());
    case v1::AdminRequest::kExplain:
      return read(fields, wire.explain());
    case v1::AdminRequest::kPolicies:
      return PoliciesRequest{};
    case v1::AdminRequest::kSetPolicy:
      return read(fields, wire.set_policy());
    case v1::AdminRequest::kEpoch:
      return EpochRequest{};
    case v1::AdminRequest::kSettleEpoch:
      return read(wire.settle_epoch());
    case v1::AdminRequest::kProveEnd:
      return read(fields, wire.prove_end());
    case v1::AdminRequest::kOperatorHello:
      return OperatorHelloRequest{wire.operator_hello().name()};
    case v1::AdminRequest::kOperators:
      return OperatorsRequest{};
    case v1::AdminRequest::kAdmitOperator:
      return read(fields, wire.admit_operator());
    case v1::AdminRequest::kChangeRole:
      return read(fields, wire.change_role());
    case v1::AdminRequest::kDismissOperator:
      return read(fields, wire.dismiss_operator());
    case v1::AdminRequest::kLimits:
      return LimitsRequest{};
    case v1::AdminRequest::kSetLimit:
      return read(fields, wire.set_limit());
    case v1::AdminRequest::kProposals:
      return ProposalsRequest{wire.proposals().all()};
    case v1::AdminRequest::kSettleProposal:
      return read(fields, wire.settle_proposal());
    case v1::AdminRequest::kAudit:
      return read(fields, wire.audit());
    case v1::AdminRequest::BODY_NOT_SET:
      break;
  }
  fields.complain("the request is empty, or of a kind this version does not know");
  return HealthRequest{};
}

}  // namespace

sync::Frame encode_admin_request(const AdminRequest& request) {
  v1::AdminRequest wire;
  std::visit(RequestWriter(wire), request);
  return frame_of(kRequestFrame, wire);
}

Result<AdminRequest, sync::Malformed> decode_admin_request(const sync::Frame& frame) {
  v1::AdminRequest wire;
  if (frame.type != kRequestFrame) return failed(sync::Malformed{"the frame is not a request"});
  if (!sync::parse_quietly(wire, frame.payload)) {
    return failed(sync::Malformed{"the request is not protobuf of perk.v1.AdminRequest"});
  }
  FieldReader fields;
  AdminRequest request = read_request(fields, wire);
  return fields.finish(std::move(request));
}

}  // namespace perk::central

#include "central/admin/admin_codec.h"
#include "central/admin/admin_proto.h"
#include "sync/wire/parse_proto.h"

namespace perk::central {
namespace {

using Answer = std::variant<AdminProgress, AdminReply>;

class ReplyWriter {
 public:
  explicit ReplyWriter(v1::AdminReply& wire) : wire_(wire) {}

  void operator()(const AdminFault& fault) {
    wire_.mutable_fault()->set_code(fault.code);
    wire_.mutable_fault()->set_sentence(fault.sentence);
  }
  void operator()(const BalanceReply& reply) { write(reply, *wire_.mutable_balance()); }
  void operator()(const StatementReply& reply) { write(reply, *wire_.mutable_statement()); }
  void operator()(const FreezeReply& reply) { write(reply, *wire_.mutable_freeze()); }
  void operator()(const BalanceChangeReply& reply) {
    write(reply, *wire_.mutable_balance_change());
  }
  void operator()(const EnrolReply& reply) { write(reply, *wire_.mutable_enrol()); }
  void operator()(const OfferCodeReply& reply) { write(reply, *wire_.mutable_offer_code()); }
  void operator()(const RevokeStoreReply& reply) { write(reply, *wire_.mutable_revoke_store()); }
  void operator()(const NumberRangesReply& reply) { write(reply, *wire_.mutable_number_ranges()); }
  void operator()(const AddRangeReply& reply) { write(reply, *wire_.mutable_add_range()); }
  void operator()(const MakeNumbersReply& reply) { write(reply, *wire_.mutable_make_numbers()); }
  void operator()(const RotateKeyReply& reply) { write(reply, *wire_.mutable_rotate_key()); }
  void operator()(const EraseReasonReply& reply) { write(reply, *wire_.mutable_erase_reason()); }
  void operator()(const StoresReply& reply) { write(reply, *wire_.mutable_stores()); }
  void operator()(const ProjectionsReply& reply) { write(reply, *wire_.mutable_projections()); }
  void operator()(const RebuildReply& reply) { write(reply, *wire_.mutable_rebuild()); }
  void operator()(const VerifyReply& reply) { write(reply, *wire_.mutable_verify()); }
  void operator()(const QuarantineReply& reply) { write(reply, *wire_.mutable_quarantine()); }
  void operator()(const SettleQuarantineReply& reply) {
    write(reply, *wire_.mutable_settle_quarantine());
  }
  void operator()(const BringLogReply& reply) { write(reply, *wire_.mutable_bring_log()); }
  void operator()(const MoneyLineReply& reply) { write(reply, *wire_.mutable_money_line()); }
  void operator()(const HealthReply& reply) { write(reply, *wire_.mutable_health()); }
  void operator()(const ExposureReply& reply) { write(reply, *wire_.mutable_exposure()); }
  void operator()(const OverdraftsReply& reply) { write(reply, *wire_.mutable_overdrafts()); }
  void operator()(const WriteOffReply& reply) { write(reply, *wire_.mutable_write_off()); }
  void operator()(const EpochReply& reply) { write(reply, *wire_.mutable_epoch()); }
  void operator()(const DeclareLostReply& reply) { write(reply, *wire_.mutable_declare_lost()); }
  void operator()(const ExplainReply& reply) { write(reply, *wire_.mutable_explain()); }
  void operator()(const PoliciesReply& reply) { write(reply, *wire_.mutable_policies()); }
  void operator()(const SetPolicyReply& reply) { write(reply, *wire_.mutable_set_policy()); }
  void operator()(const ProveEndReply& reply) { write(reply, *wire_.mutable_prove_end()); }
  void operator()(const HeadsReply& reply) { wire_.mutable_heads()->set_text(reply.text); }
  void operator()(const LiabilitiesReply& reply) {
    wire_.mutable_liabilities()->set_text(reply.text);
  }
  void operator()(const CardProofReply& reply) {
    wire_.mutable_card_proof()->set_proof(to_wire(reply.proof));
  }
  void operator()(const OperatorChallengeReply& reply) {
    write(reply, *wire_.mutable_operator_challenge());
  }
  void operator()(const OperatorsReply& reply) { write(reply, *wire_.mutable_operators()); }
  void operator()(const LimitsReply& reply) { write(reply, *wire_.mutable_limits()); }
  void operator()(const ProposalsReply& reply) { write(reply, *wire_.mutable_proposals()); }
  void operator()(const PendingApprovalReply& reply) {
    write(reply, *wire_.mutable_pending_approval());
  }
  void operator()(const ProposalRejectedReply& reply) {
    wire_.mutable_proposal_rejected()->set_number(reply.number.value());
  }
  void operator()(const AuditReply& reply) { write(reply, *wire_.mutable_audit()); }

 private:
  v1::AdminReply& wire_;
};

AdminReply read_reply(FieldReader& fields, const v1::AdminReply& wire) {
  switch (wire.body_case()) {
    case v1::AdminReply::kFault:
      return AdminFault{wire.fault().code(), wire.fault().sentence()};
    case v1::AdminReply::kBalance:
      return read(fields, wire.balance());
    case v1::AdminReply::kStatement:
      return read(fields, wire.statement());
    case v1::AdminReply::kFreeze:
      return read(fields, wire.freeze());
    case v1::AdminReply::kBalanceChange:
      return read(fields, wire.balance_change());
    case v1::AdminReply::kEnrol:
      return read(fields, wire.enrol());
    case v1::AdminReply::kOfferCode:
      return read(fields, wire.offer_code());
    case v1::AdminReply::kRevokeStore:
      return read(fields, wire.revoke_store());
    case v1::AdminReply::kNumberRanges:
      return read(fields, wire.number_ranges());
    case v1::AdminReply::kAddRange:
      return read(fields, wire.add_range());
    case v1::AdminReply::kMakeNumbers:
      return read(fields, wire.make_numbers());
    case v1::AdminReply::kEraseReason:
      return read(fields, wire.erase_reason());
    case v1::AdminReply::kRotateKey:
      return read(fields, wire.rotate_key());
    case v1::AdminReply::kStores:
      return read(fields, wire.stores());
    case v1::AdminReply::kProjections:
      return read(fields, wire.projections());
    case v1::AdminReply::kRebuild:
      return read(fields, wire.rebuild());
    case v1::AdminReply::kVerify:
      return read(fields, wire.verify());
    case v1::AdminReply::kQuarantine:
      return read(fields, wire.quarantine());
    case v1::AdminReply::kSettleQuarantine:
      return read(fields, wire.settle_quarantine());
    case v1::AdminReply::kBringLog:
      return read(fields, wire.bring_log());
    case v1::AdminReply::kMoneyLine:
      return read(fields, wire.money_line());
    case v1::AdminReply::kHealth:
      return read(fields, wire.health());
    case v1::AdminReply::kExposure:
      return read(fields, wire.exposure());
    case v1::AdminReply::kOverdrafts:
      return read(fields, wire.overdrafts());
    case v1::AdminReply::kWriteOff:
      return read(fields, wire.write_off());
    case v1::AdminReply::kDeclareLost:
      return read(fields, wire.declare_lost());
    case v1::AdminReply::kExplain:
      return read(fields, wire.explain());
    case v1::AdminReply::kPolicies:
      return read(fields, wire.policies());
    case v1::AdminReply::kSetPolicy:
      return read(fields, wire.set_policy());
    case v1::AdminReply::kEpoch:
      return read(fields, wire.epoch());
    case v1::AdminReply::kProveEnd:
      return read(fields, wire.prove_end());
    case v1::AdminReply::kHeads:
      return HeadsReply{wire.heads().text()};
    case v1::AdminReply::kLiabilities:
      return LiabilitiesReply{wire.liabilities().text()};
    case v1::AdminReply::kCardProof:
      return CardProofReply{bytes_from_wire(wire.card_proof().proof())};
    case v1::AdminReply::kOperatorChallenge:
      return read(fields, wire.operator_challenge());
    case v1::AdminReply::kOperators:
      return read(fields, wire.operators());
    case v1::AdminReply::kLimits:
      return read(fields, wire.limits());
    case v1::AdminReply::kProposals:
      return read(fields, wire.proposals());
    case v1::AdminReply::kPendingApproval:
      return read(fields, wire.pending_approval());
    case v1::AdminReply::kProposalRejected:
      return ProposalRejectedReply{ProposalNumber(wire.proposal_rejected().number())};
    case v1::AdminReply::kAudit:
      return read(fields, wire.audit());
    case v1::AdminReply::BODY_NOT_SET:
      break;
  }
  fields.complain("the reply is empty, or of a kind this version does not know");
  return AdminFault{};
}

Result<Answer, sync::Malformed> decode_progress(const sync::Frame& frame) {
  v1::AdminProgress wire;
  if (!sync::parse_quietly(wire, frame.payload)) {
    return failed(sync::Malformed{"the answer is not protobuf of perk.v1.AdminProgress"});
  }
  return Answer(AdminProgress{wire.what(), wire.done(), wire.total()});
}

Result<Answer, sync::Malformed> decode_reply(const sync::Frame& frame) {
  v1::AdminReply wire;
  if (!sync::parse_quietly(wire, frame.payload)) {
    return failed(sync::Malformed{"the answer is not protobuf of perk.v1.AdminReply"});
  }
  FieldReader fields;
  Answer answer = read_reply(fields, wire);
  return fields.finish(std::move(answer));
}

}  // namespace

sync::Frame frame_of(std::uint8_t type, const google::protobuf::MessageLite& message) {
  sync::Frame frame;
  frame.type = type;
  frame.payload.resize(message.ByteSizeLong());
  message.SerializeToArray(frame.payload.data(), static_cast<int>(frame.payload.size()));
  return frame;
}

sync::Frame encode_admin_progress(const AdminProgress& progress) {
  v1::AdminProgress wire;
  wire.set_what(progress.what);
  wire.set_done(progress.done);
  wire.set_total(progress.total);
  return frame_of(kProgressFrame, wire);
}

sync::Frame encode_admin_reply(const AdminReply& reply) {
  v1::AdminReply wire;
  std::visit(ReplyWriter(wire), reply);
  return frame_of(kReplyFrame, wire);
}

Result<Answer, sync::Malformed> decode_admin_answer(const sync::Frame& frame) {
  if (frame.type == kProgressFrame) return decode_progress(frame);
  if (frame.type == kReplyFrame) return decode_reply(frame);
  return failed(sync::Malformed{"the frame is neither progress nor a reply"});
}

}  // namespace perk::central

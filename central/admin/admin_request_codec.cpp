#include <algorithm>

#include "central/admin/admin_codec.h"
#include "central/admin/admin_proto.h"
#include "sync/wire/parse_proto.h"

namespace perk::central {
namespace {

void write_card(const CardRef& card, v1::CardRef& wire) {
  wire.set_number(card.number);
  if (card.id) wire.set_id(to_wire(card.id->bytes));
}

/// One visit for each kind of request; a request without fields is a `true`.
class RequestWriter {
 public:
  explicit RequestWriter(v1::AdminRequest& wire) : wire_(wire) {}

  void operator()(const BalanceRequest& request) {
    v1::BalanceRequest& balance = *wire_.mutable_balance();
    write_card(request.card, *balance.mutable_card());
    balance.set_at_least_position(request.at_least.value());
    balance.set_deadline_ms(static_cast<std::uint64_t>(request.deadline.count()));
    balance.set_as_of_wall_ms(wall_to_wire(request.as_of));
  }
  void operator()(const StatementRequest& request) {
    write_card(request.card, *wire_.mutable_statement()->mutable_card());
  }
  void operator()(const FreezeRequest& request) {
    v1::FreezeRequest& freeze = *wire_.mutable_freeze();
    write_card(request.card, *freeze.mutable_card());
    freeze.set_frozen(request.change == FreezeChange::Freeze);
    freeze.set_reason(request.reason);
    freeze.set_operator_name(request.operator_name);
    freeze.set_request_terminal(request.request.terminal.value());
    freeze.set_request_counter(request.request.counter.value());
  }
  void operator()(const ChargeBackRequest& request) {
    v1::ChargeBackRequest& back = *wire_.mutable_charge_back();
    back.set_origin(request.load.origin.value());
    back.set_seq(request.load.seq.value());
    write_change(request, back);
  }
  void operator()(const AdjustRequest& request) { write_change(request, *wire_.mutable_adjust()); }
  void operator()(const EnrolRequest& request) {
    wire_.mutable_enrol()->set_name(request.name);
    wire_.mutable_enrol()->set_public_key(to_wire(request.public_key.bytes));
  }
  void operator()(const OfferCodeRequest& request) {
    wire_.mutable_offer_code()->set_name(request.name);
    wire_.mutable_offer_code()->set_valid_for_ms(
        static_cast<std::uint64_t>(request.valid_for.count()));
  }
  void operator()(const NumberRangesRequest&) { wire_.set_number_ranges(true); }
  void operator()(const AddRangeRequest& request) {
    wire_.mutable_add_range()->set_prefix(request.prefix);
    wire_.mutable_add_range()->set_length(request.length);
    wire_.mutable_add_range()->set_self_proving(request.kind == RangeKind::SelfProving);
  }
  void operator()(const MakeNumbersRequest& request) {
    wire_.mutable_make_numbers()->set_count(request.count);
    wire_.mutable_make_numbers()->set_prefix(request.prefix);
  }
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
  void operator()(const CardProofRequest& request) {
    write_card(request.card, *wire_.mutable_card_proof()->mutable_card());
    wire_.mutable_card_proof()->set_at(request.at);
  }
  void operator()(const QuarantineRequest& request) {
    wire_.mutable_quarantine()->set_id(request.id);
  }
  void operator()(const MoneyLineRequest&) { wire_.set_money_line(true); }
  void operator()(const HealthRequest&) { wire_.set_health(true); }
  void operator()(const ExposureRequest& request) {
    wire_.mutable_exposure()->set_store(request.store);
    if (request.card) write_card(*request.card, *wire_.mutable_exposure()->mutable_card());
  }
  void operator()(const OverdraftsRequest& request) {
    wire_.mutable_overdrafts()->set_all(request.scope == OverdraftScope::All);
  }
  void operator()(const WriteOffRequest& request) {
    v1::WriteOffRequest& off = *wire_.mutable_write_off();
    off.set_origin(request.opening.origin.value());
    off.set_seq(request.opening.seq.value());
    off.set_reason(request.reason);
    off.set_operator_name(request.operator_name);
  }
  void operator()(const DeclareLostRequest& request) {
    wire_.mutable_declare_lost()->set_store(request.store);
    wire_.mutable_declare_lost()->set_reason(request.reason);
    wire_.mutable_declare_lost()->set_operator_name(request.operator_name);
  }
  void operator()(const ProveEndRequest& request) {
    v1::ProveEndRequest& word = *wire_.mutable_prove_end();
    word.set_log(request.log);
    word.set_through(request.through.value());
    word.set_reason(request.reason);
    word.set_operator_name(request.operator_name);
  }
  void operator()(const ExplainRequest& request) {
    wire_.mutable_explain()->set_origin(request.event.origin.value());
    wire_.mutable_explain()->set_seq(request.event.seq.value());
  }
  void operator()(const EpochRequest&) { wire_.set_epoch(true); }
  void operator()(const SettleEpochRequest& request) {
    write(request, *wire_.mutable_settle_epoch());
  }
  void operator()(const PoliciesRequest&) { wire_.set_policies(true); }
  void operator()(const SetPolicyRequest& request) {
    v1::SetPolicyRequest& policy = *wire_.mutable_set_policy();
    policy.set_kind(static_cast<std::uint32_t>(request.kind));
    policy.set_store(request.store);
    policy.set_programme(request.programme.value());
    policy.set_operator_name(request.operator_name);
  }

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
  template <typename Request, typename Wire>
  static void write_change(const Request& request, Wire& wire) {
    write_card(request.card, *wire.mutable_card());
    wire.set_amount(request.amount);
    wire.set_reason(request.reason);
    wire.set_operator_name(request.operator_name);
    wire.set_request_terminal(request.request.terminal.value());
    wire.set_request_counter(request.request.counter.value());
  }

  v1::AdminRequest& wire_;
};

CardRef read_card(FieldReader& fields, const v1::CardRef& wire) {
  CardRef card;
  card.number = wire.number();
  if (!wire.id().empty()) card.id = fields.fixed_bytes<CardId>(wire.id(), "the card's id");
  if (card.number.empty() == !card.id) {
    fields.complain("a card is named by its number or by its id, and by one of them only");
  }
  return card;
}

BalanceRequest read_balance(FieldReader& fields, const v1::BalanceRequest& wire) {
  BalanceRequest request;
  request.card = read_card(fields, wire.card());
  request.at_least = Position(wire.at_least_position());
  // A day is far beyond what anybody waits for, and keeps the sum of clock and deadline in range.
  constexpr std::uint64_t deadline_max = 86'400'000;
  if (wire.deadline_ms() > deadline_max) fields.complain("the deadline is above one day");
  request.deadline = Millis(static_cast<std::int64_t>(wire.deadline_ms()));
  request.as_of = wall_from_wire(wire.as_of_wall_ms());
  return request;
}

FreezeRequest read_freeze(FieldReader& fields, const v1::FreezeRequest& wire) {
  FreezeRequest request;
  request.card = read_card(fields, wire.card());
  request.change = wire.frozen() ? FreezeChange::Freeze : FreezeChange::Unfreeze;
  request.reason = wire.reason();
  request.operator_name = wire.operator_name();
  request.request = {TerminalId(wire.request_terminal()), RequestCounter(wire.request_counter())};
  if (wire.request_counter() == 0) fields.complain("the request id is missing");
  return request;
}

EnrolRequest read_enrol(FieldReader& fields, const v1::EnrolRequest& wire) {
  if (wire.name().empty()) fields.complain("the store's name is missing");
  return {wire.name(), fields.fixed_bytes<PublicKey>(wire.public_key(), "the public key")};
}

OfferCodeRequest read_offer_code(FieldReader& fields, const v1::OfferCodeRequest& wire) {
  const auto most = static_cast<std::uint64_t>(kCodeLifetimeMax.count());
  if (wire.valid_for_ms() < 1 || wire.valid_for_ms() > most)
    fields.complain("a code is valid for a while, and 30 days at the most");
  return {wire.name(), Millis(static_cast<std::int64_t>(std::min(wire.valid_for_ms(), most)))};
}

EventId read_event(FieldReader& fields, std::uint64_t origin, std::uint64_t seq) {
  const EventId event = event_from_wire(origin, seq);
  if (event.origin == Origin() || event.seq == Seq()) fields.complain("the event is not named");
  return event;
}

/// What a charge-back and an adjustment have in common.
template <typename Request, typename Wire>
Request read_change(FieldReader& fields, const Wire& wire) {
  Request request;
  request.card = read_card(fields, wire.card());
  request.amount = wire.amount();
  request.reason = wire.reason();
  request.operator_name = wire.operator_name();
  request.request = {TerminalId(wire.request_terminal()), RequestCounter(wire.request_counter())};
  if (wire.request_counter() == 0) fields.complain("the request id is missing");
  return request;
}

ChargeBackRequest read_charge_back(FieldReader& fields, const v1::ChargeBackRequest& wire) {
  auto request = read_change<ChargeBackRequest>(fields, wire);
  request.load = read_event(fields, wire.origin(), wire.seq());
  return request;
}

ExposureRequest read_exposure(FieldReader& fields, const v1::ExposureRequest& wire) {
  ExposureRequest request;
  request.store = wire.store();
  if (wire.has_card()) request.card = read_card(fields, wire.card());
  return request;
}

SetPolicyRequest read_set_policy(FieldReader& fields, const v1::SetPolicyRequest& wire) {
  const PolicyKind kind =
      fields.enumerator(wire.kind(), PolicyKind::Cached, PolicyKind::EscrowStandIn, "the policy");
  return {kind, wire.store(), ProgrammeId(wire.programme()), wire.operator_name()};
}

AdminRequest read_request(FieldReader& fields, const v1::AdminRequest& wire) {
  switch (wire.body_case()) {
    case v1::AdminRequest::kBalance:
      return read_balance(fields, wire.balance());
    case v1::AdminRequest::kStatement:
      return StatementRequest{read_card(fields, wire.statement().card())};
    case v1::AdminRequest::kFreeze:
      return read_freeze(fields, wire.freeze());
    case v1::AdminRequest::kChargeBack:
      return read_charge_back(fields, wire.charge_back());
    case v1::AdminRequest::kAdjust:
      return read_change<AdjustRequest>(fields, wire.adjust());
    case v1::AdminRequest::kEnrol:
      return read_enrol(fields, wire.enrol());
    case v1::AdminRequest::kOfferCode:
      return read_offer_code(fields, wire.offer_code());
    case v1::AdminRequest::kNumberRanges:
      return NumberRangesRequest{};
    case v1::AdminRequest::kAddRange:
      return AddRangeRequest{
          wire.add_range().prefix(), wire.add_range().length(),
          wire.add_range().self_proving() ? RangeKind::SelfProving : RangeKind::Foreign};
    case v1::AdminRequest::kMakeNumbers:
      return MakeNumbersRequest{wire.make_numbers().count(), wire.make_numbers().prefix()};
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
      return CardProofRequest{read_card(fields, wire.card_proof().card()), wire.card_proof().at()};
    case v1::AdminRequest::kQuarantine:
      return QuarantineRequest{wire.quarantine().id()};
    case v1::AdminRequest::kMoneyLine:
      return MoneyLineRequest{};
    case v1::AdminRequest::kHealth:
      return HealthRequest{};
    case v1::AdminRequest::kExposure:
      return read_exposure(fields, wire.exposure());
    case v1::AdminRequest::kOverdrafts:
      return OverdraftsRequest{wire.overdrafts().all() ? OverdraftScope::All
                                                       : OverdraftScope::Open};
    case v1::AdminRequest::kWriteOff:
      return WriteOffRequest{read_event(fields, wire.write_off().origin(), wire.write_off().seq()),
                             wire.write_off().reason(), wire.write_off().operator_name()};
    case v1::AdminRequest::kDeclareLost:
      return DeclareLostRequest{wire.declare_lost().store(), wire.declare_lost().reason(),
                                wire.declare_lost().operator_name()};
    case v1::AdminRequest::kExplain:
      return ExplainRequest{read_event(fields, wire.explain().origin(), wire.explain().seq())};
    case v1::AdminRequest::kPolicies:
      return PoliciesRequest{};
    case v1::AdminRequest::kSetPolicy:
      return read_set_policy(fields, wire.set_policy());
    case v1::AdminRequest::kEpoch:
      return EpochRequest{};
    case v1::AdminRequest::kSettleEpoch:
      return read(wire.settle_epoch());
    case v1::AdminRequest::kProveEnd:
      return ProveEndRequest{wire.prove_end().log(), Seq(wire.prove_end().through()),
                             wire.prove_end().reason(), wire.prove_end().operator_name()};
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

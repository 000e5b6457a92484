// Requests and replies about operators, and requests as operators sign them.
#include "central/admin/admin_codec.h"
#include "central/admin/admin_proto.h"
#include "sync/wire/parse_proto.h"

namespace perk::central {
namespace {

OperatorRole read_role(FieldReader& fields, std::uint32_t role) {
  return fields.enumerator(role, OperatorRole::Viewer, OperatorRole::Admin, "the role");
}
/// In an answer also one that is not known.
OperatorRole read_any_role(FieldReader& fields, std::uint32_t role) {
  return fields.enumerator(role, OperatorRole::Unspecified, OperatorRole::Admin, "the role");
}
DecisionKind read_kind(FieldReader& fields, std::uint32_t kind) {
  return fields.enumerator(kind, DecisionKind::Adjustment, DecisionKind::Override, "the kind");
}
DecisionKind read_any_kind(FieldReader& fields, std::uint32_t kind) {
  return fields.enumerator(kind, DecisionKind::Unspecified, DecisionKind::Override, "the kind");
}
ProposalNumber read_number(FieldReader& fields, std::uint64_t number) {
  if (number == 0) fields.complain("the proposal is not named");
  return ProposalNumber(number);
}

}  // namespace

sync::Frame encode_signed_request(const SignedRequest& request) {
  v1::SignedRequest wire;
  wire.set_name(request.name);
  wire.set_counter(request.counter.value());
  wire.set_signature(to_wire(request.signature.bytes));
  wire.set_request(to_wire(request.request));
  if (request.opening) {
    wire.mutable_opening()->set_salt(to_wire(request.opening->salt.bytes));
    wire.mutable_opening()->set_text(request.opening->text);
  }
  return frame_of(kSignedFrame, wire);
}

Result<SignedRequest, sync::Malformed> decode_signed_request(const sync::Frame& frame) {
  v1::SignedRequest wire;
  if (frame.type != kSignedFrame || !sync::parse_quietly(wire, frame.payload))
    return failed(sync::Malformed{"the frame is not a request that an operator signed"});
  FieldReader fields;
  SignedRequest request{wire.name(), WordCounter(wire.counter()),
                        fields.fixed_bytes<Signature>(wire.signature(), "the signature"),
                        bytes_from_wire(wire.request())};
  if (wire.has_opening()) {
    request.opening =
        ReasonOpening{fields.fixed_bytes<ReasonSalt>(wire.opening().salt(), "the reason's salt"),
                      wire.opening().text()};
  }
  return fields.finish(std::move(request));
}

bool is_signed_request(const sync::Frame& frame) { return frame.type == kSignedFrame; }

sync::Frame request_in(const SignedRequest& request) { return {kRequestFrame, request.request}; }

void write(const AdmitOperatorRequest& request, v1::AdmitOperatorRequest& wire) {
  wire.set_name(request.name);
  wire.set_role(static_cast<std::uint32_t>(request.role));
  wire.set_key(to_wire(request.key.bytes));
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}
AdmitOperatorRequest read(FieldReader& fields, const v1::AdmitOperatorRequest& wire) {
  return {wire.name(), read_role(fields, wire.role()),
          fields.fixed_bytes<PublicKey>(wire.key(), "the public key"), wire.reason(),
          wire.operator_name()};
}

void write(const ChangeRoleRequest& request, v1::ChangeRoleRequest& wire) {
  wire.set_name(request.name);
  wire.set_role(static_cast<std::uint32_t>(request.role));
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}
ChangeRoleRequest read(FieldReader& fields, const v1::ChangeRoleRequest& wire) {
  return {wire.name(), read_role(fields, wire.role()), wire.reason(), wire.operator_name()};
}

void write(const DismissOperatorRequest& request, v1::DismissOperatorRequest& wire) {
  wire.set_name(request.name);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}
DismissOperatorRequest read(FieldReader&, const v1::DismissOperatorRequest& wire) {
  return {wire.name(), wire.reason(), wire.operator_name()};
}

void write(const SetLimitRequest& request, v1::SetLimitRequest& wire) {
  wire.set_kind(static_cast<std::uint32_t>(request.kind));
  wire.set_programme(request.programme.value());
  wire.set_amount(request.amount);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}
SetLimitRequest read(FieldReader& fields, const v1::SetLimitRequest& wire) {
  return {read_kind(fields, wire.kind()), ProgrammeId(wire.programme()), wire.amount(),
          wire.reason(), wire.operator_name()};
}

void write(const SettleProposalRequest& request, v1::SettleProposalRequest& wire) {
  wire.set_number(request.number.value());
  wire.set_approved(request.verdict == ProposalVerdict::Approved);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}
SettleProposalRequest read(FieldReader& fields, const v1::SettleProposalRequest& wire) {
  return {read_number(fields, wire.number()),
          wire.approved() ? ProposalVerdict::Approved : ProposalVerdict::Rejected, wire.reason(),
          wire.operator_name()};
}

void write(const EraseReasonRequest& request, v1::EraseReasonRequest& wire) {
  wire.set_which(request.which);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
  wire.set_request_terminal(request.request.terminal.value());
  wire.set_request_counter(request.request.counter.value());
}
EraseReasonRequest read(FieldReader& fields, const v1::EraseReasonRequest& wire) {
  if (wire.request_counter() == 0) fields.complain("the request has no id");
  return {wire.which(),
          wire.reason(),
          wire.operator_name(),
          {TerminalId(wire.request_terminal()), RequestCounter(wire.request_counter())}};
}

void write(const EraseReasonReply& reply, v1::EraseReasonReply& wire) {
  wire.set_commitment(to_wire(reply.commitment.bytes));
  wire.set_was_erased(reply.was_erased);
  wire.set_origin(reply.event.origin.value());
  wire.set_seq(reply.event.seq.value());
}
EraseReasonReply read(FieldReader& fields, const v1::EraseReasonReply& wire) {
  return {fields.fixed_bytes<Digest>(wire.commitment(), "the commitment"), wire.was_erased(),
          named_event(fields, wire.origin(), wire.seq())};
}

void write(const AuditRequest& request, v1::AuditRequest& wire) {
  wire.set_operator_name(request.operator_name);
  if (request.since) wire.set_since_ms(request.since->millis());
}
AuditRequest read(FieldReader&, const v1::AuditRequest& wire) {
  AuditRequest request{wire.operator_name(), std::nullopt};
  if (wire.has_since_ms()) request.since = WallTime(wire.since_ms());
  return request;
}

void write(const OperatorChallengeReply& reply, v1::OperatorChallengeReply& wire) {
  wire.set_challenge(to_wire(reply.challenge.bytes));
}
OperatorChallengeReply read(FieldReader& fields, const v1::OperatorChallengeReply& wire) {
  return {fields.fixed_bytes<Digest>(wire.challenge(), "the challenge")};
}

void write(const OperatorsReply& reply, v1::OperatorsReply& wire) {
  for (const OperatorRow& row : reply.rows) {
    v1::OperatorRow& out = *wire.add_rows();
    out.set_name(row.name);
    out.set_role(static_cast<std::uint32_t>(row.role));
    out.set_key(to_wire(row.key.bytes));
    out.set_is_dismissed(row.is_dismissed);
  }
}
OperatorsReply read(FieldReader& fields, const v1::OperatorsReply& wire) {
  OperatorsReply reply;
  for (const v1::OperatorRow& row : wire.rows()) {
    reply.rows.push_back({row.name(), read_any_role(fields, row.role()),
                          fields.fixed_bytes<PublicKey>(row.key(), "the public key"),
                          row.is_dismissed()});
  }
  return reply;
}

void write(const LimitsReply& reply, v1::LimitsReply& wire) {
  wire.set_currency(std::string(reply.currency.code()));
  for (const LimitRow& row : reply.rows) {
    v1::LimitRow& out = *wire.add_rows();
    out.set_kind(static_cast<std::uint32_t>(row.kind));
    out.set_programme(row.programme.value());
    if (row.amount) out.set_amount_minor(row.amount->minor());
    out.set_reason(row.reason);
    out.set_operator_name(row.operator_name);
  }
}
LimitsReply read(FieldReader& fields, const v1::LimitsReply& wire) {
  LimitsReply reply{fields.currency(wire.currency()), {}};
  for (const v1::LimitRow& row : wire.rows()) {
    LimitRow limit{read_any_kind(fields, row.kind()), ProgrammeId(row.programme()), std::nullopt,
                   row.reason(), row.operator_name()};
    if (row.has_amount_minor()) limit.amount = Amount(row.amount_minor());
    reply.rows.push_back(std::move(limit));
  }
  return reply;
}

void write(const ProposalsReply& reply, v1::ProposalsReply& wire) {
  wire.set_currency(std::string(reply.currency.code()));
  for (const ProposalRow& row : reply.rows) {
    v1::ProposalRow& out = *wire.add_rows();
    out.set_number(row.number.value());
    out.set_kind(static_cast<std::uint32_t>(row.kind));
    out.set_amount_minor(row.amount.minor());
    out.set_programme(row.programme.value());
    out.set_what(row.what);
    out.set_reason(row.reason);
    out.set_operator_name(row.operator_name);
    out.set_proposed_at_ms(row.proposed_at.millis());
    out.set_expires_at_ms(row.expires_at.millis());
    out.set_state(static_cast<std::uint32_t>(row.state));
    out.set_settled_by(row.settled_by);
  }
}
ProposalsReply read(FieldReader& fields, const v1::ProposalsReply& wire) {
  ProposalsReply reply{fields.currency(wire.currency()), {}};
  for (const v1::ProposalRow& row : wire.rows()) {
    reply.rows.push_back({read_number(fields, row.number()), read_any_kind(fields, row.kind()),
                          Amount(row.amount_minor()), ProgrammeId(row.programme()), row.what(),
                          row.reason(), row.operator_name(), WallTime(row.proposed_at_ms()),
                          WallTime(row.expires_at_ms()),
                          fields.enumerator(row.state(), ProposalState::Open,
                                            ProposalState::Rejected, "the proposal's state"),
                          row.settled_by()});
  }
  return reply;
}

void write(const PendingApprovalReply& reply, v1::PendingApprovalReply& wire) {
  wire.set_number(reply.number.value());
  wire.set_kind(static_cast<std::uint32_t>(reply.kind));
  wire.set_amount_minor(reply.amount.minor());
  wire.set_currency(std::string(reply.currency.code()));
  wire.set_expires_at_ms(reply.expires_at.millis());
}
PendingApprovalReply read(FieldReader& fields, const v1::PendingApprovalReply& wire) {
  return {read_number(fields, wire.number()), read_any_kind(fields, wire.kind()),
          Amount(wire.amount_minor()), fields.currency(wire.currency()),
          WallTime(wire.expires_at_ms())};
}

void write(const AuditReply& reply, v1::AuditReply& wire) {
  wire.set_count(reply.count);
  for (const AuditRow& row : reply.rows) {
    v1::AuditRow& out = *wire.add_rows();
    out.set_at_ms(row.at.millis());
    out.set_origin(row.event.origin.value());
    out.set_seq(row.event.seq.value());
    out.set_operator_name(row.operator_name);
    out.set_role(static_cast<std::uint32_t>(row.role));
    out.set_what(row.what);
    if (row.card) out.set_card(to_wire(row.card->bytes));
    out.set_last_four(row.last_four);
    out.set_store(row.store.value());
    out.set_store_name(row.store_name);
    out.set_amount_minor(row.amount.minor());
    out.set_currency(std::string(row.currency.code()));
    out.set_reason(row.reason);
    out.set_second(row.second);
    out.set_word(static_cast<std::uint32_t>(row.word));
    out.set_why_broken(row.why_broken);
  }
}
AuditReply read(FieldReader& fields, const v1::AuditReply& wire) {
  AuditReply reply;
  reply.count = wire.count();
  for (const v1::AuditRow& row : wire.rows()) {
    AuditRow line;
    line.at = WallTime(row.at_ms());
    line.event = event_from_wire(row.origin(), row.seq());
    line.operator_name = row.operator_name();
    line.role = read_any_role(fields, row.role());
    line.what = row.what();
    if (!row.card().empty()) line.card = fields.fixed_bytes<CardId>(row.card(), "the card's id");
    line.last_four = row.last_four();
    line.store = StoreId(row.store());
    line.store_name = row.store_name();
    line.amount = Amount(row.amount_minor());
    line.currency = fields.currency(row.currency());
    line.reason = row.reason();
    line.second = row.second();
    line.word = fields.enumerator(row.word(), WordState::None, WordState::Broken, "the word");
    line.why_broken = row.why_broken();
    reply.rows.push_back(std::move(line));
  }
  return reply;
}

}  // namespace perk::central

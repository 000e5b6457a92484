#include "sync/wire/checked.h"
#include "sync/wire/operator_body_proto.h"

namespace perk::sync {
namespace {

constexpr auto kNoKey = "an operator's key is 32 bytes";

OperatorRole role_of(int number) {
  return v1::Role_IsValid(number) ? static_cast<OperatorRole>(number) : OperatorRole::Unspecified;
}
DecisionKind kind_of(int number) {
  return v1::DecisionKind_IsValid(number) ? static_cast<DecisionKind>(number)
                                          : DecisionKind::Unspecified;
}

}  // namespace

std::string encode(const OperatorAdmitted& body) {
  v1::OperatorAdmitted wire;
  wire.set_name(body.name);
  wire.set_role(static_cast<v1::Role>(body.role));
  wire.set_key(to_wire_bytes(body.key.bytes));
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::OperatorAdmitted& wire, Amount) {
  const auto key = exactly<32>(wire.key());
  if (!key) return failed(Malformed{kNoKey});
  return EventBody(OperatorAdmitted{wire.name(), role_of(wire.role()), PublicKey{*key},
                                    wire.reason(), wire.operator_name()});
}

std::string encode(const OperatorRoleChanged& body) {
  v1::OperatorRoleChanged wire;
  wire.set_name(body.name);
  wire.set_role(static_cast<v1::Role>(body.role));
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::OperatorRoleChanged& wire, Amount) {
  return EventBody(
      OperatorRoleChanged{wire.name(), role_of(wire.role()), wire.reason(), wire.operator_name()});
}

std::string encode(const OperatorDismissed& body) {
  v1::OperatorDismissed wire;
  wire.set_name(body.name);
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::OperatorDismissed& wire, Amount) {
  return EventBody(OperatorDismissed{wire.name(), wire.reason(), wire.operator_name()});
}

std::string encode(const ApprovalLimitSet& body) {
  v1::ApprovalLimitSet wire;
  wire.set_programme(body.programme.value());
  wire.set_kind(static_cast<v1::DecisionKind>(body.kind));
  if (body.amount) wire.set_amount_minor(body.amount->minor());
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::ApprovalLimitSet& wire, Amount) {
  ApprovalLimitSet body{ProgrammeId(wire.programme()), kind_of(wire.kind()), std::nullopt,
                        wire.reason(), wire.operator_name()};
  if (wire.has_amount_minor()) body.amount = Amount(wire.amount_minor());
  return EventBody(std::move(body));
}

std::string encode(const DecisionProposed& body) {
  v1::DecisionProposed wire;
  wire.set_number(body.number.value());
  wire.set_kind(static_cast<v1::DecisionKind>(body.kind));
  wire.set_amount_minor(body.amount.minor());
  wire.set_programme(body.programme.value());
  wire.set_request(to_wire_bytes(body.request));
  wire.set_expires_at_ms(body.expires_at.millis());
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::DecisionProposed& wire, Amount) {
  return EventBody(DecisionProposed{ProposalNumber(wire.number()),
                                    kind_of(wire.kind()),
                                    Amount(wire.amount_minor()),
                                    ProgrammeId(wire.programme()),
                                    {wire.request().begin(), wire.request().end()},
                                    WallTime(wire.expires_at_ms()),
                                    wire.reason(),
                                    wire.operator_name()});
}

std::string encode(const DecisionSettled& body) {
  v1::DecisionSettled wire;
  wire.set_number(body.number.value());
  wire.set_verdict(static_cast<v1::Verdict>(body.verdict));
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::DecisionSettled& wire, Amount) {
  const bool is_approval = wire.verdict() == v1::VERDICT_APPROVED;
  return EventBody(
      DecisionSettled{ProposalNumber(wire.number()),
                      is_approval ? ProposalVerdict::Approved : ProposalVerdict::Rejected,
                      wire.reason(), wire.operator_name()});
}

std::string encode(const ReasonErased& body) {
  v1::ReasonErased wire;
  wire.set_commitment(to_wire_bytes(body.commitment.bytes));
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::ReasonErased& wire, Amount) {
  const auto commitment = exactly<32>(wire.commitment());
  if (!commitment) return failed(Malformed{"the commitment of a reason is 32 bytes"});
  return EventBody(ReasonErased{Digest{*commitment}, wire.reason(), wire.operator_name()});
}

void put_word(const OperatorWord& word, v1::OperatorWord& wire) {
  wire.set_name(word.name);
  wire.set_key_id(to_wire_bytes(word.key.bytes));
  wire.set_request(to_wire_bytes(word.request.bytes));
  wire.set_counter(word.counter.value());
  wire.set_challenge(to_wire_bytes(word.challenge.bytes));
  wire.set_signature(to_wire_bytes(word.signature.bytes));
}

std::optional<OperatorWord> word_from_wire(const v1::OperatorWord& wire) {
  const auto key = exactly<8>(wire.key_id());
  const auto request = exactly<32>(wire.request());
  const auto challenge = exactly<32>(wire.challenge());
  const auto signature = exactly<64>(wire.signature());
  if (!key || !request || !challenge || !signature) return std::nullopt;
  return OperatorWord{wire.name(),        KeyId{*key},
                      Digest{*request},   WordCounter(wire.counter()),
                      Digest{*challenge}, Signature{*signature}};
}

}  // namespace perk::sync

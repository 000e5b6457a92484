// Requests about risk: exposure, overdrafts, lost stores, the ends of logs, policies; and why something was approved.
#include "central/admin/admin_proto.h"

namespace perk::central {

EventId named_event(FieldReader& fields, std::uint64_t origin, std::uint64_t seq) {
  const EventId event = event_from_wire(origin, seq);
  if (event.origin == Origin() || event.seq == Seq()) fields.complain("the event is not named");
  return event;
}

void write(const ExposureRequest& request, v1::ExposureRequest& wire) {
  wire.set_store(request.store);
  if (request.card) write(*request.card, *wire.mutable_card());
}

ExposureRequest read(FieldReader& fields, const v1::ExposureRequest& wire) {
  ExposureRequest request;
  request.store = wire.store();
  if (wire.has_card()) request.card = read(fields, wire.card());
  return request;
}

void write(const WriteOffRequest& request, v1::WriteOffRequest& wire) {
  wire.set_origin(request.opening.origin.value());
  wire.set_seq(request.opening.seq.value());
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}

WriteOffRequest read(FieldReader& fields, const v1::WriteOffRequest& wire) {
  return {named_event(fields, wire.origin(), wire.seq()), wire.reason(), wire.operator_name()};
}

void write(const DeclareLostRequest& request, v1::DeclareLostRequest& wire) {
  wire.set_store(request.store);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}

DeclareLostRequest read(FieldReader&, const v1::DeclareLostRequest& wire) {
  return {wire.store(), wire.reason(), wire.operator_name()};
}

void write(const ProveEndRequest& request, v1::ProveEndRequest& wire) {
  wire.set_log(request.log);
  wire.set_through(request.through.value());
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}

ProveEndRequest read(FieldReader&, const v1::ProveEndRequest& wire) {
  return {wire.log(), Seq(wire.through()), wire.reason(), wire.operator_name()};
}

void write(const ExplainRequest& request, v1::ExplainRequest& wire) {
  wire.set_origin(request.event.origin.value());
  wire.set_seq(request.event.seq.value());
}

ExplainRequest read(FieldReader& fields, const v1::ExplainRequest& wire) {
  return {named_event(fields, wire.origin(), wire.seq())};
}

void write(const SetPolicyRequest& request, v1::SetPolicyRequest& wire) {
  wire.set_kind(static_cast<std::uint32_t>(request.kind));
  wire.set_store(request.store);
  wire.set_programme(request.programme.value());
  wire.set_operator_name(request.operator_name);
}

SetPolicyRequest read(FieldReader& fields, const v1::SetPolicyRequest& wire) {
  const PolicyKind kind =
      fields.enumerator(wire.kind(), PolicyKind::Cached, PolicyKind::EscrowStandIn, "the policy");
  return {kind, wire.store(), ProgrammeId(wire.programme()), wire.operator_name()};
}

}  // namespace perk::central

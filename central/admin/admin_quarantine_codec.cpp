// Requests and replies about events in quarantine.
#include "central/admin/admin_proto.h"

namespace perk::central {
namespace {

QuarantineVerdict read_verdict(FieldReader& fields, std::uint32_t verdict) {
  return fields.enumerator(verdict, QuarantineVerdict::Refused, QuarantineVerdict::Accepted,
                           "the verdict");
}

void write_row(const QuarantineRow& quarantined, v1::QuarantineRow& row) {
  row.set_id(quarantined.id);
  row.set_store(quarantined.store.value());
  row.set_origin(quarantined.event.origin.value());
  row.set_seq(quarantined.event.seq.value());
  row.set_reason(quarantined.reason);
  row.set_recorded_wall_ms(quarantined.recorded.millis());
  row.set_bytes(to_wire(quarantined.bytes));
  row.set_brings(quarantined.brings);
  row.set_state(static_cast<std::uint32_t>(quarantined.state));
  row.set_settled_by(quarantined.settled_by);
  row.set_settled_reason(quarantined.settled_reason);
}

}  // namespace

void write(const QuarantineRequest& request, v1::QuarantineRequest& wire) {
  wire.set_id(request.id);
  wire.set_open(request.scope == QuarantineScope::Open);
}

QuarantineRequest read(FieldReader&, const v1::QuarantineRequest& wire) {
  return {wire.id(), wire.open() ? QuarantineScope::Open : QuarantineScope::All};
}

void write(const QuarantineReply& reply, v1::QuarantineReply& wire) {
  for (const QuarantineRow& row : reply.rows) write_row(row, *wire.add_rows());
}

QuarantineReply read(FieldReader& fields, const v1::QuarantineReply& wire) {
  QuarantineReply reply;
  for (const v1::QuarantineRow& row : wire.rows()) {
    const auto state = fields.enumerator(row.state(), QuarantineState::Open,
                                         QuarantineState::Accepted, "a state in quarantine");
    reply.rows.push_back({row.id(), StoreId(row.store()), event_from_wire(row.origin(), row.seq()),
                          row.reason(), WallTime(row.recorded_wall_ms()),
                          bytes_from_wire(row.bytes()), row.brings(), state, row.settled_by(),
                          row.settled_reason()});
  }
  return reply;
}

void write(const SettleQuarantineRequest& request, v1::SettleQuarantineRequest& wire) {
  wire.set_id(request.id);
  wire.set_verdict(static_cast<std::uint32_t>(request.verdict));
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
  wire.set_request_terminal(request.request.terminal.value());
  wire.set_request_counter(request.request.counter.value());
  if (request.hash) wire.set_hash(to_wire(request.hash->bytes));
}

SettleQuarantineRequest read(FieldReader& fields, const v1::SettleQuarantineRequest& wire) {
  SettleQuarantineRequest request;
  request.id = wire.id();
  if (request.id == 0) fields.complain("the event in quarantine has no number");
  request.verdict = read_verdict(fields, wire.verdict());
  request.reason = wire.reason();
  request.operator_name = wire.operator_name();
  if (wire.request_counter() == 0) fields.complain("the request id is missing");
  request.request = {TerminalId(wire.request_terminal()), RequestCounter(wire.request_counter())};
  if (!wire.hash().empty()) request.hash = fields.fixed_bytes<Digest>(wire.hash(), "the hash");
  return request;
}

void write(const SettleQuarantineReply& reply, v1::SettleQuarantineReply& wire) {
  wire.set_id(reply.id);
  wire.set_origin(reply.event.origin.value());
  wire.set_seq(reply.event.seq.value());
  wire.set_verdict(static_cast<std::uint32_t>(reply.verdict));
  wire.set_was_repeated(reply.was_repeated);
  wire.set_brings(reply.brings);
  if (!reply.currency.is_none()) wire.set_currency(std::string(reply.currency.code()));
  wire.set_value_effect_minor(reply.value_effect.minor());
  wire.set_last_four(reply.last_four);
}

SettleQuarantineReply read(FieldReader& fields, const v1::SettleQuarantineReply& wire) {
  SettleQuarantineReply reply;
  reply.id = wire.id();
  reply.event = event_from_wire(wire.origin(), wire.seq());
  reply.verdict = read_verdict(fields, wire.verdict());
  reply.was_repeated = wire.was_repeated();
  reply.brings = wire.brings();
  reply.currency = fields.currency(wire.currency());
  reply.value_effect = Amount(wire.value_effect_minor());
  reply.last_four = wire.last_four();
  return reply;
}

}  // namespace perk::central

// Requests about one card, and how a card is named.
#include "central/admin/admin_proto.h"

namespace perk::central {
namespace {

/// What a charge-back and an adjustment have in common.
template <typename Request, typename Wire>
void write_change(const Request& request, Wire& wire) {
  write(request.card, *wire.mutable_card());
  wire.set_amount(request.amount);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
  wire.set_request_terminal(request.request.terminal.value());
  wire.set_request_counter(request.request.counter.value());
}

template <typename Wire>
RequestId read_request_id(FieldReader& fields, const Wire& wire) {
  if (wire.request_counter() == 0) fields.complain("the request id is missing");
  return {TerminalId(wire.request_terminal()), RequestCounter(wire.request_counter())};
}

template <typename Request, typename Wire>
Request read_change(FieldReader& fields, const Wire& wire) {
  Request request;
  request.card = read(fields, wire.card());
  request.amount = wire.amount();
  request.reason = wire.reason();
  request.operator_name = wire.operator_name();
  request.request = read_request_id(fields, wire);
  return request;
}

}  // namespace

void write(const CardRef& card, v1::CardRef& wire) {
  wire.set_number(card.number);
  if (card.id) wire.set_id(to_wire(card.id->bytes));
}

CardRef read(FieldReader& fields, const v1::CardRef& wire) {
  CardRef card;
  card.number = wire.number();
  if (!wire.id().empty()) card.id = fields.fixed_bytes<CardId>(wire.id(), "the card's id");
  if (card.number.empty() == !card.id) {
    fields.complain("a card is named by its number or by its id, and by one of them only");
  }
  return card;
}

void write(const BalanceRequest& request, v1::BalanceRequest& wire) {
  write(request.card, *wire.mutable_card());
  wire.set_at_least_position(request.at_least.value());
  wire.set_deadline_ms(static_cast<std::uint64_t>(request.deadline.count()));
  wire.set_as_of_wall_ms(wall_to_wire(request.as_of));
}

BalanceRequest read(FieldReader& fields, const v1::BalanceRequest& wire) {
  BalanceRequest request;
  request.card = read(fields, wire.card());
  request.at_least = Position(wire.at_least_position());
  // A day is far beyond what anybody waits for, and keeps the sum of clock and deadline in range.
  constexpr std::uint64_t deadline_max = 86'400'000;
  if (wire.deadline_ms() > deadline_max) fields.complain("the deadline is above one day");
  request.deadline = Millis(static_cast<std::int64_t>(wire.deadline_ms()));
  request.as_of = wall_from_wire(wire.as_of_wall_ms());
  return request;
}

void write(const FreezeRequest& request, v1::FreezeRequest& wire) {
  write(request.card, *wire.mutable_card());
  wire.set_frozen(request.change == FreezeChange::Freeze);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
  wire.set_request_terminal(request.request.terminal.value());
  wire.set_request_counter(request.request.counter.value());
}

FreezeRequest read(FieldReader& fields, const v1::FreezeRequest& wire) {
  FreezeRequest request;
  request.card = read(fields, wire.card());
  request.change = wire.frozen() ? FreezeChange::Freeze : FreezeChange::Unfreeze;
  request.reason = wire.reason();
  request.operator_name = wire.operator_name();
  request.request = read_request_id(fields, wire);
  return request;
}

void write(const ChargeBackRequest& request, v1::ChargeBackRequest& wire) {
  wire.set_origin(request.load.origin.value());
  wire.set_seq(request.load.seq.value());
  write_change(request, wire);
}

ChargeBackRequest read(FieldReader& fields, const v1::ChargeBackRequest& wire) {
  auto request = read_change<ChargeBackRequest>(fields, wire);
  request.load = named_event(fields, wire.origin(), wire.seq());
  return request;
}

void write(const AdjustRequest& request, v1::AdjustRequest& wire) { write_change(request, wire); }

AdjustRequest read(FieldReader& fields, const v1::AdjustRequest& wire) {
  return read_change<AdjustRequest>(fields, wire);
}

}  // namespace perk::central

// Replies about one card: balance, statement, freeze.
#include "central/admin/admin_proto.h"

namespace perk::central {
namespace {

void write_line(const StatementLine& line, v1::StatementLine& wire) {
  wire.set_position(line.position.value());
  wire.set_origin(line.event.origin.value());
  wire.set_seq(line.event.seq.value());
  wire.set_type(line.type);
  wire.set_value_effect_minor(line.value_effect.minor());
  wire.set_balance_after_minor(line.balance_after.minor());
  wire.set_store(line.store.value());
  wire.set_store_name(line.store_name);
  wire.set_happened_wall_ms(line.happened.millis());
  wire.set_recorded_wall_ms(line.recorded.millis());
  wire.set_terminal(line.terminal.value());
  wire.set_cut_off_for_ms(static_cast<std::uint64_t>(line.cut_off_for.count()));
  wire.set_note(line.note);
}

StatementLine read_line(const v1::StatementLine& wire) {
  StatementLine line;
  line.position = Position(wire.position());
  line.event = event_from_wire(wire.origin(), wire.seq());
  line.type = wire.type();
  line.value_effect = Amount(wire.value_effect_minor());
  line.balance_after = Amount(wire.balance_after_minor());
  line.store = StoreId(wire.store());
  line.store_name = wire.store_name();
  line.happened = WallTime(wire.happened_wall_ms());
  line.recorded = WallTime(wire.recorded_wall_ms());
  line.terminal = TerminalId(wire.terminal());
  line.cut_off_for = Millis(static_cast<std::int64_t>(wire.cut_off_for_ms()));
  line.note = wire.note();
  return line;
}

void write_amounts(const BalanceReply& reply, v1::BalanceReply& wire) {
  wire.set_balance_minor(reply.balance.minor());
  wire.set_available_minor(reply.available.minor());
  wire.set_loaded_minor(reply.loaded.minor());
  wire.set_redeemed_minor(reply.redeemed.minor());
  wire.set_reversed_minor(reply.reversed.minor());
  wire.set_reserve_minor(reply.reserve.minor());
}

void read_amounts(const v1::BalanceReply& wire, BalanceReply& reply) {
  reply.balance = Amount(wire.balance_minor());
  reply.available = Amount(wire.available_minor());
  reply.loaded = Amount(wire.loaded_minor());
  reply.redeemed = Amount(wire.redeemed_minor());
  reply.reversed = Amount(wire.reversed_minor());
  reply.reserve = Amount(wire.reserve_minor());
}

}  // namespace

void write(const BalanceReply& reply, v1::BalanceReply& wire) {
  wire.set_card(to_wire(reply.card.bytes));
  wire.set_last_four(reply.last_four);
  wire.set_currency(std::string(reply.currency.code()));
  write_amounts(reply, wire);
  wire.set_frozen(reply.is_frozen);
  wire.set_freeze_reason(reply.freeze_reason);
  wire.set_shard(reply.shard.value());
  wire.set_position(reply.position.value());
  wire.set_shard_end(reply.shard_end.value());
  wire.set_position_wall_ms(reply.position_wall.millis());
  wire.set_now_wall_ms(reply.now.millis());
  wire.set_as_of_wall_ms(wall_to_wire(reply.as_of));
  for (const StoreUnheard& store : reply.unheard) {
    v1::StoreUnheard& row = *wire.add_unheard();
    row.set_store(store.store.value());
    row.set_name(store.name);
    row.set_last_heard_wall_ms(wall_to_wire(store.last_heard));
  }
  if (reply.rights) write(*reply.rights, *wire.mutable_rights());
}

BalanceReply read(FieldReader& fields, const v1::BalanceReply& wire) {
  BalanceReply reply;
  reply.card = fields.fixed_bytes<CardId>(wire.card(), "the card's id");
  reply.last_four = wire.last_four();
  reply.currency = fields.currency(wire.currency());
  read_amounts(wire, reply);
  reply.is_frozen = wire.frozen();
  reply.freeze_reason = wire.freeze_reason();
  reply.shard = Shard(fields.small_number(wire.shard(), "the shard"));
  reply.position = Position(wire.position());
  reply.shard_end = Position(wire.shard_end());
  reply.position_wall = WallTime(wire.position_wall_ms());
  reply.now = WallTime(wire.now_wall_ms());
  reply.as_of = wall_from_wire(wire.as_of_wall_ms());
  for (const v1::StoreUnheard& row : wire.unheard()) {
    reply.unheard.push_back(
        {StoreId(row.store()), row.name(), wall_from_wire(row.last_heard_wall_ms())});
  }
  if (wire.has_rights()) reply.rights = read(fields, wire.rights());
  return reply;
}

void write(const StatementReply& reply, v1::StatementReply& wire) {
  write(reply.balance, *wire.mutable_balance());
  for (const StatementLine& line : reply.lines) write_line(line, *wire.add_lines());
}

StatementReply read(FieldReader& fields, const v1::StatementReply& wire) {
  StatementReply reply;
  reply.balance = read(fields, wire.balance());
  for (const v1::StatementLine& line : wire.lines()) reply.lines.push_back(read_line(line));
  return reply;
}

void write(const FreezeReply& reply, v1::FreezeReply& wire) {
  wire.set_repeated(reply.was_repeated);
  wire.set_shard(reply.shard.value());
  wire.set_position(reply.position.value());
  wire.set_origin(reply.event.origin.value());
  wire.set_seq(reply.event.seq.value());
}

FreezeReply read(FieldReader& fields, const v1::FreezeReply& wire) {
  return {wire.repeated(), Shard(fields.small_number(wire.shard(), "the shard")),
          Position(wire.position()), event_from_wire(wire.origin(), wire.seq())};
}

void write(const BalanceChangeReply& reply, v1::BalanceChangeReply& wire) {
  wire.set_repeated(reply.was_repeated);
  wire.set_shard(reply.shard.value());
  wire.set_position(reply.position.value());
  wire.set_origin(reply.event.origin.value());
  wire.set_seq(reply.event.seq.value());
}

BalanceChangeReply read(FieldReader& fields, const v1::BalanceChangeReply& wire) {
  return {wire.repeated(), Shard(fields.small_number(wire.shard(), "the shard")),
          Position(wire.position()), event_from_wire(wire.origin(), wire.seq())};
}

}  // namespace perk::central

// The reply about one event.
#include "central/admin/admin_proto.h"

namespace perk::central {
namespace {

void write_purchase(const PurchaseExplained& purchase, v1::PurchaseExplained& wire) {
  wire.set_requested_minor(purchase.requested.minor());
  wire.set_from_rights_minor(purchase.from_rights.minor());
  wire.set_beyond_rights_minor(purchase.beyond_rights.minor());
  wire.set_basis(static_cast<std::uint32_t>(purchase.basis));
  wire.set_policy_version(purchase.policy_version.value());
  wire.set_manager(purchase.manager);
  wire.set_allowance_drawn_minor(purchase.allowance_drawn.minor());
  if (purchase.allowance) {
    v1::AllowanceThen& allowance = *wire.mutable_allowance();
    allowance.set_id(purchase.allowance->id.value());
    allowance.set_left_at_most_minor(purchase.allowance->left_at_most.minor());
    allowance.set_card_left_at_most_minor(purchase.allowance->card_left_at_most.minor());
  }
  wire.set_known_through(purchase.known_through.value());
  wire.set_own_through(purchase.own_through.value());
  wire.set_value_known_minor(purchase.value_known.minor());
  wire.set_rights_known_minor(purchase.rights_known.minor());
  wire.set_cut_off_for_ms(static_cast<std::uint64_t>(purchase.cut_off_for.count()));
  for (const UnheardRow& unheard : purchase.unheard) {
    v1::UnheardRow& row = *wire.add_unheard();
    row.set_store(unheard.store.value());
    row.set_store_name(unheard.store_name);
    row.set_spent_minor(unheard.spent.minor());
    row.set_loaded_minor(unheard.loaded.minor());
    row.set_taken_back_minor(unheard.taken_back.minor());
    row.set_events(unheard.events);
  }
  wire.set_unheard_spent_minor(purchase.unheard_spent.minor());
  wire.set_frozen_unheard(purchase.was_frozen_unheard);
  wire.set_value_with_unheard_minor(purchase.value_with_unheard.minor());
}

PurchaseExplained read_purchase(FieldReader& fields, const v1::PurchaseExplained& wire) {
  PurchaseExplained purchase;
  purchase.requested = Amount(wire.requested_minor());
  purchase.from_rights = Amount(wire.from_rights_minor());
  purchase.beyond_rights = Amount(wire.beyond_rights_minor());
  purchase.basis = fields.enumerator(wire.basis(), Basis::Unspecified, Basis::Central, "the basis");
  purchase.policy_version = PolicyVersion(wire.policy_version());
  purchase.manager = wire.manager();
  purchase.allowance_drawn = Amount(wire.allowance_drawn_minor());
  if (wire.has_allowance()) {
    purchase.allowance = AllowanceThen{AllowanceId(wire.allowance().id()),
                                       Amount(wire.allowance().left_at_most_minor()),
                                       Amount(wire.allowance().card_left_at_most_minor())};
  }
  purchase.known_through = Position(wire.known_through());
  purchase.own_through = Seq(wire.own_through());
  purchase.value_known = Amount(wire.value_known_minor());
  purchase.rights_known = Amount(wire.rights_known_minor());
  purchase.cut_off_for = Millis(static_cast<std::int64_t>(wire.cut_off_for_ms()));
  for (const v1::UnheardRow& row : wire.unheard()) {
    purchase.unheard.push_back({StoreId(row.store()), row.store_name(), Amount(row.spent_minor()),
                                Amount(row.loaded_minor()), Amount(row.taken_back_minor()),
                                row.events()});
  }
  purchase.unheard_spent = Amount(wire.unheard_spent_minor());
  purchase.was_frozen_unheard = wire.frozen_unheard();
  purchase.value_with_unheard = Amount(wire.value_with_unheard_minor());
  return purchase;
}

}  // namespace

void write(const ExplainReply& reply, v1::ExplainReply& wire) {
  wire.set_origin(reply.event.origin.value());
  wire.set_seq(reply.event.seq.value());
  wire.set_type(reply.type);
  wire.set_said(reply.said);
  wire.set_store(reply.store.value());
  wire.set_store_name(reply.store_name);
  if (reply.card) wire.set_card(to_wire(reply.card->bytes));
  wire.set_last_four(reply.last_four);
  wire.set_currency(std::string(reply.currency.code()));
  wire.set_shard(reply.shard.value());
  wire.set_position(reply.position.value());
  wire.set_happened_wall_ms(reply.happened.millis());
  wire.set_raw_clock_ms(reply.raw_clock.millis());
  wire.set_recorded_wall_ms(reply.recorded.millis());
  if (reply.purchase) write_purchase(*reply.purchase, *wire.mutable_purchase());
}

ExplainReply read(FieldReader& fields, const v1::ExplainReply& wire) {
  ExplainReply reply;
  reply.event = event_from_wire(wire.origin(), wire.seq());
  reply.type = wire.type();
  reply.said = wire.said();
  reply.store = StoreId(wire.store());
  reply.store_name = wire.store_name();
  if (!wire.card().empty()) reply.card = fields.fixed_bytes<CardId>(wire.card(), "the card's id");
  reply.last_four = wire.last_four();
  reply.currency = fields.currency(wire.currency());
  reply.shard = Shard(fields.small_number(wire.shard(), "the shard"));
  reply.position = Position(wire.position());
  reply.happened = WallTime(wire.happened_wall_ms());
  reply.raw_clock = WallTime(wire.raw_clock_ms());
  reply.recorded = WallTime(wire.recorded_wall_ms());
  if (wire.has_purchase()) reply.purchase = read_purchase(fields, wire.purchase());
  return reply;
}

}  // namespace perk::central

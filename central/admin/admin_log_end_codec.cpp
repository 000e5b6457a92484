// Replies about logs that have ended.
#include "central/admin/admin_proto.h"

namespace perk::central {

void write(const ProveEndReply& reply, v1::ProveEndReply& wire) {
  wire.set_store(reply.store.value());
  wire.set_name(reply.name);
  wire.set_currency(std::string(reply.currency.code()));
  for (const ProvenLog& log : reply.logs) {
    v1::ProvenLog& row = *wire.add_logs();
    row.set_incarnation(log.incarnation.value());
    row.set_through(log.through.value());
    row.set_was_proven(log.was_proven);
  }
  for (const ReturnedCard& card : reply.cards) {
    v1::ReturnedCard& row = *wire.add_cards();
    row.set_card(to_wire(card.card.bytes));
    row.set_last_four(card.last_four);
    row.set_amount_minor(card.amount.minor());
  }
  wire.set_card_count(reply.card_count);
  wire.set_returned_minor(reply.returned.minor());
  wire.set_remaining_minor(reply.remaining.minor());
  wire.set_refundable_minor(reply.refundable.minor());
  wire.set_copies_ended_minor(reply.copies_ended.minor());
  write(reply.exposure, *wire.mutable_exposure());
}

ProveEndReply read(FieldReader& fields, const v1::ProveEndReply& wire) {
  ProveEndReply reply;
  reply.store = StoreId(wire.store());
  reply.name = wire.name();
  reply.currency = fields.currency(wire.currency());
  for (const v1::ProvenLog& row : wire.logs()) {
    reply.logs.push_back({Origin::from_value(row.incarnation()).value_or(Origin()),
                          Seq(row.through()), row.was_proven()});
  }
  for (const v1::ReturnedCard& row : wire.cards()) {
    reply.cards.push_back({fields.fixed_bytes<CardId>(row.card(), "a card's id"), row.last_four(),
                           Amount(row.amount_minor())});
  }
  reply.card_count = wire.card_count();
  reply.returned = Amount(wire.returned_minor());
  reply.remaining = Amount(wire.remaining_minor());
  reply.refundable = Amount(wire.refundable_minor());
  reply.copies_ended = Amount(wire.copies_ended_minor());
  reply.exposure = read(fields, wire.exposure());
  return reply;
}

}  // namespace perk::central

// Requests and replies about head office's epochs.
#include "central/admin/admin_proto.h"

namespace perk::central {

void write(const SettleEpochRequest& request, v1::SettleEpochRequest& wire) {
  for (const std::string& store : request.without) wire.add_without(store);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}

SettleEpochRequest read(const v1::SettleEpochRequest& wire) {
  return {{wire.without().begin(), wire.without().end()}, wire.reason(), wire.operator_name()};
}

void write(const EpochReply& reply, v1::EpochReply& wire) {
  wire.set_epoch(reply.epoch.value());
  wire.set_is_settled(reply.is_settled);
  wire.set_dispute(reply.dispute);
  wire.set_begun_why(reply.begun_why);
  wire.set_begun_by(reply.begun_by);
  wire.set_settled_why(reply.settled_why);
  wire.set_settled_by(reply.settled_by);
  for (const EpochHolderRow& row : reply.holders) {
    v1::EpochHolder& holder = *wire.add_holders();
    holder.set_store(row.store.value());
    holder.set_store_name(row.store_name);
    holder.set_incarnation(row.incarnation.value());
    holder.set_has_reported(row.has_reported);
    holder.set_is_connected(row.is_connected);
    if (row.last_heard) holder.set_last_heard_ms(row.last_heard->millis());
  }
}

EpochReply read(FieldReader& fields, const v1::EpochReply& wire) {
  EpochReply reply;
  reply.epoch = Epoch(wire.epoch());
  reply.is_settled = wire.is_settled();
  reply.dispute = wire.dispute();
  reply.begun_why = wire.begun_why();
  reply.begun_by = wire.begun_by();
  reply.settled_why = wire.settled_why();
  reply.settled_by = wire.settled_by();
  for (const v1::EpochHolder& holder : wire.holders()) {
    const auto incarnation = Origin::from_value(holder.incarnation());
    if (!incarnation) fields.complain("a holder is of no log");
    EpochHolderRow row{StoreId(holder.store()),        holder.store_name(),
                       incarnation.value_or(Origin()), holder.has_reported(),
                       holder.is_connected(),          std::nullopt};
    if (holder.has_last_heard_ms()) row.last_heard = WallTime(holder.last_heard_ms());
    reply.holders.push_back(std::move(row));
  }
  return reply;
}

}  // namespace perk::central

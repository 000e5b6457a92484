// Requests and replies about stores that enrol, their one-time codes, and stores that are revoked.
#include <algorithm>

#include "central/admin/admin_proto.h"

namespace perk::central {

void write(const EnrolRequest& request, v1::EnrolRequest& wire) {
  wire.set_name(request.name);
  wire.set_public_key(to_wire(request.public_key.bytes));
}

EnrolRequest read(FieldReader& fields, const v1::EnrolRequest& wire) {
  if (wire.name().empty()) fields.complain("the store's name is missing");
  return {wire.name(), fields.fixed_bytes<PublicKey>(wire.public_key(), "the public key")};
}

void write(const EnrolReply& reply, v1::EnrolReply& wire) {
  wire.set_store(reply.store.value());
  wire.set_name(reply.name);
  wire.set_already(reply.was_enrolled);
  for (const NumberKeyRow& key : reply.number_keys) {
    v1::NumberKey& row = *wire.add_number_keys();
    row.set_version(key.version);
    row.set_key(to_wire(key.key));
  }
  wire.set_currency(std::string(reply.currency.code()));
  wire.set_shard_count(reply.shard_count);
  for (const NumberRange& range : reply.number_ranges) write(range, *wire.add_number_ranges());
}

EnrolReply read(FieldReader& fields, const v1::EnrolReply& wire) {
  EnrolReply reply;
  reply.store = StoreId(wire.store());
  reply.name = wire.name();
  reply.was_enrolled = wire.already();
  for (const v1::NumberKey& row : wire.number_keys()) {
    if (row.key().size() != 32) fields.complain("a number key is not 32 bytes long");
    reply.number_keys.push_back({row.version(), bytes_from_wire(row.key())});
  }
  reply.currency = fields.currency(wire.currency());
  reply.shard_count = fields.small_number(wire.shard_count(), "the number of shards");
  for (const v1::NumberRange& range : wire.number_ranges())
    reply.number_ranges.push_back(read(fields, range));
  return reply;
}

void write(const OfferCodeRequest& request, v1::OfferCodeRequest& wire) {
  wire.set_name(request.name);
  wire.set_valid_for_ms(static_cast<std::uint64_t>(request.valid_for.count()));
}

OfferCodeRequest read(FieldReader& fields, const v1::OfferCodeRequest& wire) {
  const auto most = static_cast<std::uint64_t>(kCodeLifetimeMax.count());
  if (wire.valid_for_ms() < 1 || wire.valid_for_ms() > most)
    fields.complain("a code is valid for a while, and 30 days at the most");
  return {wire.name(), Millis(static_cast<std::int64_t>(std::min(wire.valid_for_ms(), most)))};
}

void write(const OfferCodeReply& reply, v1::OfferCodeReply& wire) {
  wire.set_code(reply.code);
  wire.set_name(reply.name);
  wire.set_expires_wall_ms(reply.expires.millis());
  wire.set_is_known(reply.is_known);
}

OfferCodeReply read(FieldReader&, const v1::OfferCodeReply& wire) {
  return {wire.code(), wire.name(), WallTime(wire.expires_wall_ms()), wire.is_known()};
}

void write(const RevokeStoreRequest& request, v1::RevokeStoreRequest& wire) {
  wire.set_store(request.store);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}

RevokeStoreRequest read(FieldReader&, const v1::RevokeStoreRequest& wire) {
  return {wire.store(), wire.reason(), wire.operator_name()};
}

void write(const RevokeStoreReply& reply, v1::RevokeStoreReply& wire) {
  wire.set_store(reply.store.value());
  wire.set_name(reply.name);
  wire.set_was_revoked(reply.was_revoked);
  for (const Origin log : reply.closed) wire.add_closed(log.value());
}

RevokeStoreReply read(FieldReader& fields, const v1::RevokeStoreReply& wire) {
  RevokeStoreReply reply{StoreId(wire.store()), wire.name(), wire.was_revoked(), {}};
  for (const std::uint64_t value : wire.closed()) {
    const auto log = Origin::from_value(value);
    if (!log) fields.complain("a log without a name was closed");
    reply.closed.push_back(log.value_or(Origin()));
  }
  return reply;
}

}  // namespace perk::central

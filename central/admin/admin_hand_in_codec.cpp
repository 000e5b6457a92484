// Requests and replies about logs that are handed in.
#include "central/admin/admin_proto.h"
#include "sync/wire/message_codec.h"

namespace perk::central {
namespace {

/// As it would come over its store's line.
std::optional<sync::Batch> read_batch(const std::string& bytes) {
  auto message = sync::decode_message({sync::kBatchFrame, {bytes.begin(), bytes.end()}});
  auto* const batch = message ? std::get_if<sync::Batch>(&message.value()) : nullptr;
  if (batch == nullptr) return std::nullopt;
  return std::move(*batch);
}

}  // namespace

void write(const BringLogRequest& request, v1::BringLogRequest& wire) {
  wire.set_store(request.store.value());
  for (const sync::Batch& batch : request.batches)
    wire.add_batches(to_wire(sync::encode_message(batch).payload));
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
}

BringLogRequest read(FieldReader& fields, const v1::BringLogRequest& wire) {
  BringLogRequest request;
  request.store = StoreId(wire.store());
  for (const std::string& bytes : wire.batches()) {
    auto batch = read_batch(bytes);
    if (!batch) fields.complain("a batch of the log cannot be read");
    if (batch) request.batches.push_back(*std::move(batch));
  }
  request.reason = wire.reason();
  request.operator_name = wire.operator_name();
  return request;
}

void write(const BringLogReply& reply, v1::BringLogReply& wire) {
  wire.set_store(reply.store.value());
  wire.set_name(reply.name);
  wire.set_log(reply.log.value());
  wire.set_held(reply.held.value());
  wire.set_through(reply.through.value());
  wire.set_brought(reply.brought);
  wire.set_known(reply.known);
  wire.set_useless(reply.useless);
}

BringLogReply read(FieldReader& fields, const v1::BringLogReply& wire) {
  const auto log = Origin::from_value(wire.log());
  if (!log) fields.complain("the log has no name");
  return {StoreId(wire.store()), wire.name(),    log.value_or(Origin()), Seq(wire.held()),
          Seq(wire.through()),   wire.brought(), wire.known(),           wire.useless()};
}

}  // namespace perk::central

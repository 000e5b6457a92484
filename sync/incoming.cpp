#include "sync/incoming.h"

namespace perk::sync {
namespace {

std::string ends_at(const Cursor& cursor) {
  return to_string(cursor.feed) + " ends at " + std::to_string(cursor.index.value());
}

}  // namespace

Result<Done, Refusal> Incoming::accept(const Batch& batch) {
  if (batch.epoch != expected_.epoch || batch.after != expected_.index) {
    const std::string after = std::to_string(batch.after.value());
    return failed(Refusal{
        RefusalCode::OutOfOrder, "a batch after " + after + " where " + ends_at(expected_), {}});
  }
  if (batch.after_hash != expected_.hash) {
    return failed(
        Refusal{RefusalCode::Forked, ends_at(expected_) + " with another hash at the peer", {}});
  }
  expected_.index = batch.through;
  expected_.hash = batch.through_hash;
  appending_.push_back(memory_of(batch));
  bytes_in_flight_ += appending_.back();
  to_acknowledge_.push_back({batch.through, batch.through_hash});
  return Done{};
}

void Incoming::append_answered() {
  bytes_in_flight_ -= appending_.front();
  appending_.pop_front();
}

Result<std::optional<Ack>, Refusal> Incoming::held(const Durable& durable) {
  std::optional<BatchEnd> reached;
  while (!to_acknowledge_.empty() && to_acknowledge_.front().through <= durable.through()) {
    reached = to_acknowledge_.front();
    to_acknowledge_.pop_front();
  }
  if (!reached || reached->through != durable.through()) return std::optional<Ack>();
  if (reached->hash != durable.hash()) {
    const std::string where = std::to_string(durable.through().value());
    return failed(Refusal{RefusalCode::Forked,
                          to_string(durable.feed()) + " at " + where + " is held with another hash",
                          {}});
  }
  return std::optional<Ack>(Ack(durable));
}

}  // namespace perk::sync

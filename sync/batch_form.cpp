#include "sync/batch_form.h"

namespace perk::sync {
namespace {

bool is_in_order(const Batch& batch) {
  FeedIndex last = batch.after;
  for (const Item& item : batch.items) {
    if (item.index <= last || item.index > batch.through) return false;
    last = item.index;
  }
  return true;
}

bool is_named_by_its_log(const Batch& batch) {
  for (const Item& item : batch.items) {
    if (item.event.origin.value() != batch.feed.key()) return false;
    if (item.event.seq.value() != item.index.value()) return false;
  }
  return true;
}

bool has_all_bytes(const Batch& batch) {
  for (const Item& item : batch.items) {
    if (item.bytes.empty()) return false;
  }
  return true;
}

bool is_dense(const Batch& batch) {
  return batch.items.size() == batch.through.value() - batch.after.value();
}

}  // namespace

std::optional<std::string> fault_in_form(const Batch& batch) {
  if (batch.through <= batch.after) return "a batch that carries nothing";
  if (!is_in_order(batch)) return "a batch whose items are out of order or outside of it";
  if (batch.feed.is_shard()) return std::nullopt;
  if (!is_dense(batch)) return "a batch of a log with events missing";
  if (batch.feed.is_past() && !has_all_bytes(batch)) return "a past event without its bytes";
  if (batch.feed.is_past()) return std::nullopt;
  if (!is_named_by_its_log(batch)) return "a batch of a log with events of another";
  if (!has_all_bytes(batch)) return "a batch of a log with an event without bytes";
  return std::nullopt;
}

}  // namespace perk::sync

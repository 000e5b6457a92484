#include "sync/receiving.h"

#include "sync/batch_form.h"

namespace perk::sync {
namespace {

Failed<Refusal> malformed(std::string sentence) {
  return failed(Refusal{RefusalCode::Malformed, std::move(sentence), {}});
}

}  // namespace

Result<Done, Refusal> Receiving::accept(const Batch& batch) {
  const auto found = feeds_.find(batch.feed);
  if (found == feeds_.end()) return malformed("a batch of a feed that was not asked for");
  if (credits_ == 0) return malformed("a batch without a credit for it");
  if (memory_of(batch) > batch_memory_max_) return malformed("a batch above the size agreed on");
  if (const auto fault = fault_in_form(batch)) return malformed(*fault);
  auto accepted = found->second.accept(batch);
  if (accepted) --credits_;
  return accepted;
}

bool Receiving::append_answered(FeedId feed) {
  const auto found = feeds_.find(feed);
  if (found == feeds_.end() || !found->second.is_appending()) return false;
  found->second.append_answered();
  return true;
}

Result<std::optional<Ack>, Refusal> Receiving::held(const Durable& durable) {
  const auto found = feeds_.find(durable.feed());
  PERK_CHECK(found != feeds_.end(), "only an open feed has appends to answer");
  return found->second.held(durable);
}

std::size_t Receiving::bytes_in_flight() const {
  std::size_t bytes = 0;
  for (const auto& [feed, incoming] : feeds_) bytes += incoming.bytes_in_flight();
  return bytes;
}

}  // namespace perk::sync

#include "sync/outgoing.h"

#include <algorithm>

namespace perk::sync {

Outgoing::Outgoing(const Cursor& receiver_holds, FeedIndex local_end)
    : sent_(receiver_holds),
      confirmed_(receiver_holds.index),
      local_end_(std::max(local_end, receiver_holds.index)) {}

Cursor Outgoing::start_read() {
  is_reading_ = true;
  grew_while_reading_ = false;
  return sent_;
}

Outgoing::ReadOutcome Outgoing::read_done(const Batch& batch) {
  is_reading_ = false;
  if (!continues(batch)) return ReadOutcome::Broken;
  if (batch.through == batch.after) {
    may_have_more_ = grew_while_reading_;
    return ReadOutcome::NothingMore;
  }
  sent_.index = batch.through;
  sent_.hash = batch.through_hash;
  local_end_ = std::max(local_end_, batch.through);
  in_flight_.push_back({batch.through, batch.through_hash, memory_of(batch)});
  return ReadOutcome::ToSend;
}

std::size_t Outgoing::largest_in_flight() const {
  std::size_t bytes = 0;
  for (const BatchEnd& end : in_flight_) bytes = std::max(bytes, end.bytes);
  return bytes;
}

bool Outgoing::continues(const Batch& batch) const {
  return batch.feed == sent_.feed && batch.epoch == sent_.epoch && batch.after == sent_.index &&
         batch.after_hash == sent_.hash && batch.through >= batch.after;
}

void Outgoing::grew(FeedIndex end) {
  local_end_ = std::max(local_end_, end);
  if (end <= sent_.index) return;
  may_have_more_ = true;
  grew_while_reading_ = is_reading_;
}

Result<Done, Refusal> Outgoing::acked(const Ack& ack) {
  const auto is_acked = [&](const BatchEnd& end) { return end.through == ack.through; };
  const auto found = std::find_if(in_flight_.begin(), in_flight_.end(), is_acked);
  const std::string where = to_string(ack.feed) + " through " + std::to_string(ack.through.value());
  if (found == in_flight_.end()) {
    return failed(
        Refusal{RefusalCode::Malformed, "an Ack of " + where + ", where no batch ended", {}});
  }
  if (found->hash != ack.hash) {
    return failed(Refusal{RefusalCode::Forked, where + " has another hash at the peer", {}});
  }
  confirmed_ = ack.through;
  in_flight_.erase(in_flight_.begin(), found + 1);
  return Done{};
}

}  // namespace perk::sync

#include "sync/sending.h"

#include <algorithm>

namespace perk::sync {

void Sending::open(const Cursor& receiver_holds, FeedIndex local_end) {
  feeds_.insert_or_assign(receiver_holds.feed, Outgoing(receiver_holds, local_end));
}

void Sending::grew(FeedId feed, FeedIndex end) {
  const auto found = feeds_.find(feed);
  if (found != feeds_.end()) found->second.grew(end);
}

std::optional<Cursor> Sending::next_read() {
  if (!has_room()) return std::nullopt;
  auto turn = feeds_.upper_bound(last_read_);
  for (std::size_t asked = 0; asked < feeds_.size(); ++asked, ++turn) {
    if (turn == feeds_.end()) turn = feeds_.begin();
    if (!turn->second.wants_read()) continue;
    last_read_ = turn->first;
    ++reads_under_way_;
    return turn->second.start_read();
  }
  return std::nullopt;
}

bool Sending::has_room() const {
  return reads_under_way_ < credits_ && batches_in_flight_ + reads_under_way_ < in_flight_max_;
}

Outgoing::ReadOutcome Sending::read_done(FeedId feed, const Batch& batch) {
  const auto found = feeds_.find(feed);
  const bool was_asked = found != feeds_.end() && found->second.is_reading();
  if (!was_asked) return Outgoing::ReadOutcome::Broken;
  --reads_under_way_;
  const auto outcome = found->second.read_done(batch);
  if (outcome == Outgoing::ReadOutcome::ToSend) {
    --credits_;
    ++batches_in_flight_;
  }
  return outcome;
}

Result<Done, Refusal> Sending::acked(const Ack& ack) {
  const auto found = feeds_.find(ack.feed);
  if (found == feeds_.end()) {
    return failed(Refusal{RefusalCode::Malformed, "an Ack of a feed that is not sent", {}});
  }
  const std::size_t before = found->second.batches_in_flight();
  auto result = found->second.acked(ack);
  batches_in_flight_ -= before - found->second.batches_in_flight();
  return result;
}

std::size_t Sending::largest_in_flight() const {
  std::size_t bytes = 0;
  for (const auto& [feed, outgoing] : feeds_) bytes = std::max(bytes, outgoing.largest_in_flight());
  return bytes;
}

std::uint64_t Sending::backlog() const {
  std::uint64_t events = 0;
  for (const auto& [feed, outgoing] : feeds_) events += outgoing.backlog();
  return events;
}

}  // namespace perk::sync

// All the feeds we send, sharing the credits that the peer gave. Reads ahead only what may be sent,
// and goes round the feeds, so that a long one cannot starve the others. Single-threaded; no clock.
#pragma once

#include <cstddef>
#include <map>
#include <optional>

#include "sync/outgoing.h"

namespace perk::sync {

class Sending {
 public:
  explicit Sending(std::size_t batches_in_flight_max) : in_flight_max_(batches_in_flight_max) {}

  void open(const Cursor& receiver_holds, FeedIndex local_end);
  /// The peer has room for this many batches more.
  void granted(std::uint32_t batches) { credits_ += batches; }
  /// Of a feed that is not sent: ignored.
  void grew(FeedId feed, FeedIndex end);

  /// The next read to make, if there is room for what it brings. Each is answered by read_done().
  [[nodiscard]] std::optional<Cursor> next_read();
  /// What a read brought; a batch ToSend has used up its credit.
  [[nodiscard]] Outgoing::ReadOutcome read_done(FeedId feed, const Batch& batch);

  [[nodiscard]] Result<Done, Refusal> acked(const Ack& ack);

  [[nodiscard]] std::uint64_t backlog() const;
  /// The largest batch on its way, in bytes (memory_of()); 0 if there is none.
  [[nodiscard]] std::size_t largest_in_flight() const;
  [[nodiscard]] std::size_t reads_under_way() const { return reads_under_way_; }

 private:
  [[nodiscard]] bool has_room() const;

  std::size_t in_flight_max_;
  std::uint64_t credits_ = 0;
  std::size_t reads_under_way_ = 0;
  std::size_t batches_in_flight_ = 0;
  std::map<FeedId, Outgoing> feeds_;
  FeedId last_read_;
};

}  // namespace perk::sync

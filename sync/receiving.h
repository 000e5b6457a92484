// All the feeds we receive, under the credits that we gave. What a peer can make us hold is bounded
// here: credits times batch_memory_max. Single-threaded; no clock.
#pragma once

#include <cstddef>
#include <map>
#include <optional>

#include "sync/incoming.h"

namespace perk::sync {

class Receiving {
 public:
  explicit Receiving(std::size_t batch_memory_max) : batch_memory_max_(batch_memory_max) {}

  void open(const Cursor& held) { feeds_.insert_or_assign(held.feed, Incoming(held)); }
  /// We told the peer that it may send so many batches more.
  void grant(std::uint32_t batches) { credits_ += batches; }

  /// Takes a batch that is to be appended now, or says why not.
  [[nodiscard]] Result<Done, Refusal> accept(const Batch& batch);
  /// An append was answered. False if none was under way for this feed.
  [[nodiscard]] bool append_answered(FeedId feed);
  /// The Ack to say for what is now held; see Incoming. The feed must be open.
  [[nodiscard]] Result<std::optional<Ack>, Refusal> held(const Durable& durable);

  /// Memory of the batches received and not yet answered by the sink.
  [[nodiscard]] std::size_t bytes_in_flight() const;

 private:
  std::size_t batch_memory_max_;
  std::uint64_t credits_ = 0;
  std::map<FeedId, Incoming> feeds_;
};

}  // namespace perk::sync

// One feed that we send: how far the receiver has confirmed it, what is on its way, how far it was
// read. Knows nothing of credits or of other feeds: Sending decides whose turn it is. Holds no events,
// only the ends of the batches that are on their way. Single-threaded; no clock.
#pragma once

#include <cstddef>
#include <deque>

#include "ledger/result.h"
#include "sync/messages.h"

namespace perk::sync {

class Outgoing {
 public:
  /// `local_end`: how far we hold it, as far as known; more may turn up by reading.
  Outgoing(const Cursor& receiver_holds, FeedIndex local_end);

  /// There may be something to read, and no read is under way.
  [[nodiscard]] bool wants_read() const { return may_have_more_ && !is_reading_; }
  [[nodiscard]] bool is_reading() const { return is_reading_; }
  /// Where to read from. One read at a time.
  [[nodiscard]] Cursor start_read();

  enum class ReadOutcome {
    NothingMore,  ///< Until grew().
    ToSend,       ///< The batch is now on its way.
    Broken,       ///< It does not continue where the last one ended: our own source is wrong.
  };
  [[nodiscard]] ReadOutcome read_done(const Batch& batch);
  void grew(FeedIndex end);

  /// Refuses an Ack of what is not the end of a batch on its way (Malformed), or with another hash
  /// than ours (Forked).
  [[nodiscard]] Result<Done, Refusal> acked(const Ack& ack);

  /// Events (of a shard feed: positions) that the receiver has not confirmed.
  [[nodiscard]] std::uint64_t backlog() const { return local_end_.value() - confirmed_.value(); }
  [[nodiscard]] std::size_t batches_in_flight() const { return in_flight_.size(); }
  /// The largest of them, in bytes (memory_of()); 0 if there is none.
  [[nodiscard]] std::size_t largest_in_flight() const;

 private:
  struct BatchEnd {
    FeedIndex through;
    Digest hash;
    std::size_t bytes;
  };

  [[nodiscard]] bool continues(const Batch& batch) const;

  Cursor sent_;          ///< The end of what is on its way.
  FeedIndex confirmed_;  ///< What the receiver holds durably.
  FeedIndex local_end_;
  std::deque<BatchEnd> in_flight_;
  bool is_reading_ = false;
  bool may_have_more_ = true;
  bool grew_while_reading_ = false;
};

}  // namespace perk::sync

// One feed that we receive: where the next batch must begin, which appends are under way, which ends
// are still to be acknowledged. Knows nothing of credits or of other feeds. Holds no events.
// Single-threaded; no clock.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>

#include "ledger/result.h"
#include "sync/messages.h"

namespace perk::sync {

class Incoming {
 public:
  explicit Incoming(const Cursor& held) : expected_(held) {}

  /// Takes a batch that is to be appended now. Refuses one that does not continue where the last one
  /// ended (OutOfOrder), or that continues another history (Forked).
  [[nodiscard]] Result<Done, Refusal> accept(const Batch& batch);

  [[nodiscard]] bool is_appending() const { return !appending_.empty(); }
  /// An append was answered, well or badly: its memory is free.
  void append_answered();
  /// The Ack to say, if any. None when the sink holds more than this connection brought (an append of
  /// an earlier connection came late): the sender knows only the ends of its own batches, and will
  /// reach that point. Refuses when what is held differs from what was sent (Forked).
  [[nodiscard]] Result<std::optional<Ack>, Refusal> held(const Durable& durable);

  [[nodiscard]] std::size_t bytes_in_flight() const { return bytes_in_flight_; }

 private:
  struct BatchEnd {
    FeedIndex through;
    Digest hash;
  };

  Cursor expected_;                    ///< Where the next batch must begin.
  std::deque<std::size_t> appending_;  ///< Memory of each append under way, oldest first.
  std::deque<BatchEnd> to_acknowledge_;
  std::size_t bytes_in_flight_ = 0;
};

}  // namespace perk::sync

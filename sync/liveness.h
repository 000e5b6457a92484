// What one end of a connection knows of its being alive: when it last spoke, last heard, and last got
// anywhere. The watchdog is on progress, not on TCP; and a line that is slow is not one that is stuck.
// Single-threaded; time is an argument.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ledger/time.h"
#include "sync/limits.h"

namespace perk::sync {

class Liveness {
 public:
  Liveness(const ReplicatorLimits& limits, Instant now);

  void heard(Instant now) { heard_ = now; }
  /// Bytes came, of a message that may not be whole for long.
  void heard_bytes(std::size_t bytes, Instant now);
  void spoke(Instant now) { spoke_ = now; }
  /// The handshake is done; each end says something at least this often.
  void streaming(Millis heartbeat, Instant now);
  /// How much the peer has not acknowledged, each time that it may have changed.
  void backlog_is(std::uint64_t backlog, Instant now);
  /// The largest batch on its way, in bytes, each time that it may have changed.
  void sending(std::size_t batch_bytes) { batch_bytes_ = batch_bytes; }
  /// The peer acknowledged something.
  void progressed(Instant now);

  enum class Verdict { Alive, PingDue, HandshakeLate, Silent, Stuck };
  [[nodiscard]] Verdict judge(Instant now) const;

 private:
  [[nodiscard]] Millis time_to_progress() const;

  Millis heartbeat_, silence_max_, progress_max_, handshake_max_;
  std::size_t window_bytes_;
  std::uint32_t bytes_per_second_min_;
  Instant began_, heard_, spoke_, progressed_;
  std::size_t batch_bytes_ = 0;
  std::size_t heard_since_progress_ = 0;  ///< Bytes.
  bool is_streaming_ = false;
  bool has_backlog_ = false;
};

}  // namespace perk::sync

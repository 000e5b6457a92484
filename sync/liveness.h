// What one end of a connection knows of its being alive: when it last spoke, last heard, and last got
// anywhere. The watchdog is on progress, not on TCP. Single-threaded; time is an argument.
#pragma once

#include <cstdint>

#include "ledger/time.h"
#include "sync/limits.h"

namespace perk::sync {

class Liveness {
 public:
  Liveness(const ReplicatorLimits& limits, Instant now);

  void heard(Instant now) { heard_ = now; }
  void spoke(Instant now) { spoke_ = now; }
  /// The handshake is done; each end says something at least this often.
  void streaming(Millis heartbeat, Instant now);
  /// How much the peer has not acknowledged, each time that it may have changed.
  void backlog_is(std::uint64_t backlog, Instant now);
  /// The peer acknowledged something.
  void progressed(Instant now) { progressed_ = now; }

  enum class Verdict { Alive, PingDue, HandshakeLate, Silent, Stuck };
  [[nodiscard]] Verdict judge(Instant now) const;

 private:
  Millis heartbeat_, silence_max_, progress_max_, handshake_max_;
  Instant began_, heard_, spoke_, progressed_;
  bool is_streaming_ = false;
  bool has_backlog_ = false;
};

}  // namespace perk::sync

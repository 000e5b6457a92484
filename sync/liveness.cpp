#include "sync/liveness.h"

namespace perk::sync {

Liveness::Liveness(const ReplicatorLimits& limits, Instant now)
    : heartbeat_(limits.heartbeat),
      silence_max_(limits.silence_max),
      progress_max_(limits.progress_max),
      handshake_max_(limits.handshake_max),
      began_(now),
      heard_(now),
      spoke_(now),
      progressed_(now) {}

void Liveness::streaming(Millis heartbeat, Instant now) {
  heartbeat_ = heartbeat;
  is_streaming_ = true;
  progressed_ = now;
}

void Liveness::backlog_is(std::uint64_t backlog, Instant now) {
  if (!has_backlog_) progressed_ = now;
  has_backlog_ = backlog > 0;
}

Liveness::Verdict Liveness::judge(Instant now) const {
  if (!is_streaming_)
    return now - began_ >= handshake_max_ ? Verdict::HandshakeLate : Verdict::Alive;
  if (now - heard_ >= silence_max_) return Verdict::Silent;
  if (has_backlog_ && now - progressed_ >= progress_max_) return Verdict::Stuck;
  return now - spoke_ >= heartbeat_ ? Verdict::PingDue : Verdict::Alive;
}

}  // namespace perk::sync

#include "sync/liveness.h"

#include <algorithm>

namespace perk::sync {

Liveness::Liveness(const ReplicatorLimits& limits, Instant now)
    : heartbeat_(limits.heartbeat),
      silence_max_(limits.silence_max),
      progress_max_(limits.progress_max),
      handshake_max_(limits.handshake_max),
      window_bytes_(limits.credits * limits.batch_bytes_max),
      bytes_per_second_min_(limits.bytes_per_second_min),
      began_(now),
      heard_(now),
      spoke_(now),
      progressed_(now) {}

void Liveness::streaming(Millis heartbeat, Instant now) {
  heartbeat_ = heartbeat;
  is_streaming_ = true;
  progressed(now);
}

void Liveness::heard_bytes(std::size_t bytes, Instant now) {
  heard_ = now;
  heard_since_progress_ += bytes;
}

void Liveness::progressed(Instant now) {
  progressed_ = now;
  heard_since_progress_ = 0;
}

void Liveness::backlog_is(std::uint64_t backlog, Instant now) {
  if (!has_backlog_) progressed(now);
  has_backlog_ = backlog > 0;
}

Liveness::Verdict Liveness::judge(Instant now) const {
  if (!is_streaming_)
    return now - began_ >= handshake_max_ ? Verdict::HandshakeLate : Verdict::Alive;
  if (now - heard_ >= silence_max_) return Verdict::Silent;
  if (has_backlog_ && now - progressed_ >= time_to_progress()) return Verdict::Stuck;
  return now - spoke_ >= heartbeat_ ? Verdict::PingDue : Verdict::Alive;
}

// An Ack later than the last one waits for one batch to get there, and then behind what the peer had on
// its way to us: never more than it has credits for, and those bytes are heard. Pings are too few bytes
// to buy a stuck peer any time.
Millis Liveness::time_to_progress() const {
  const std::size_t bytes = batch_bytes_ + std::min(heard_since_progress_, window_bytes_);
  return progress_max_ + Millis(static_cast<std::int64_t>(bytes * 1'000 / bytes_per_second_min_));
}

}  // namespace perk::sync

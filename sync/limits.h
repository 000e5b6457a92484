// The bounds one end of the protocol keeps to: memory, and how long to wait for what. Values only.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ledger/time.h"
#include "sync/messages.h"

namespace perk::sync {

/// The slowest line that is worth having: half of 64 kbit/s. Slower than this is as good as dead, to
/// the watchdog and to a frame's deadline (net/frame_stream.h) alike.
inline constexpr std::uint32_t kLineBytesPerSecondMin = 4'000;

struct ReplicatorLimits {
  std::uint32_t credits = 8;  ///< Batches the peer may have under way to us.
  /// Of events, before framing and compression. Small, so that a slow line soon has something
  /// acknowledged: 64 kbit/s takes 8 s for one. A fast one is kept busy by the number of them.
  std::size_t batch_bytes_max = 64 * 1024;
  /// What one received batch may take in memory (memory_of()). Generous beside batch_bytes_max: a
  /// single event may be large, and an item without bytes still costs its name.
  std::size_t batch_memory_max = 8'000'000;
  /// Batches we have under way to the peer, however many credits it gives.
  std::size_t batches_in_flight_max = 64;
  Millis heartbeat{2'000};     ///< A ping when nothing was sent for so long.
  Millis silence_max{10'000};  ///< Not a byte heard for so long: the link is dead.
  /// A backlog, and no Ack for so long and the time that the bytes on their way take: shake hands again.
  Millis progress_max{15'000};
  std::uint32_t bytes_per_second_min = kLineBytesPerSecondMin;  ///< How slow those may be.
  Millis handshake_max{10'000};                                 ///< From connect to streaming.
  /// Requests for rights that may wait for an answer on a connection, as many as tills ask at once in
  /// the largest shop; one more is answered Busy.
  std::uint32_t rights_requests_max = 64;
  std::uint32_t version_min = kVersionMin;
  std::uint32_t version_max = kVersionMax;
};

}  // namespace perk::sync

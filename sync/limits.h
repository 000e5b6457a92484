// The bounds one end of the protocol keeps to: memory, and how long to wait for what. Values only.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ledger/time.h"
#include "sync/messages.h"

namespace perk::sync {

struct ReplicatorLimits {
  std::uint32_t credits = 8;                ///< Batches the peer may have under way to us.
  std::size_t batch_bytes_max = 1'000'000;  ///< Of events, before framing and compression.
  /// What one received batch may take in memory (memory_of()). Generous beside batch_bytes_max: a
  /// single event may be large, and an item without bytes still costs its name.
  std::size_t batch_memory_max = 8'000'000;
  /// Batches we have under way to the peer, however many credits it gives.
  std::size_t batches_in_flight_max = 64;
  Millis heartbeat{2'000};       ///< A ping when nothing was sent for so long.
  Millis silence_max{10'000};    ///< Nothing heard for so long: the link is dead.
  Millis progress_max{15'000};   ///< A backlog, and no Ack for so long: shake hands again.
  Millis handshake_max{10'000};  ///< From connect to streaming.
  std::uint32_t version_min = kVersionMin;
  std::uint32_t version_max = kVersionMax;
};

}  // namespace perk::sync

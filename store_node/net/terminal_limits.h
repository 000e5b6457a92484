// What one till's connection, and all of them, may cost a shop's node. A till that is off, broken or
// not a till at all must not keep the others from selling.
#pragma once

#include "sync/net/frame_stream.h"
#include "sync/net/keep_alive.h"

namespace perk::store_node {

/// A till says hello as soon as it is connected; whoever needs longer holds a place and is no till.
inline constexpr Millis kHelloTimeMax{10'000};
/// A large shop has some dozens of tills, each with a connection or two.
inline constexpr std::size_t kTerminalConnectionsMax = 256;
/// Answers that a till has not read: a hundred with their receipts. All connections together: 64 MiB.
inline constexpr std::size_t kUnreadAnswerBytesMax = 256 * 1024;

/// A till that was unpaired sells no longer than that.
inline constexpr Millis kPairingsLookedAtEvery{1'000};

struct TerminalLimits {
  std::size_t connections_max = kTerminalConnectionsMax;  ///< Beyond it a till is turned away.
  std::size_t in_flight_max = 32;  ///< Requests of one connection; beyond it nothing more is read.
  Millis hello_time_max = kHelloTimeMax;  ///< From the connection to the whole TerminalHello.
  sync::KeepAlive keep_alive = {};  ///< A till that is idle and alive stays connected for ever.
  sync::StreamLimits stream{.queue_bytes_max = kUnreadAnswerBytesMax};
};

/// What the limits cost somebody, for the node's status; grow only.
struct TerminalCounters : sync::StreamCounters {
  std::uint64_t silent_closed = 0;  ///< No TerminalHello in its time.
  std::uint64_t turned_away = 0;    ///< Too many connections were open.
};

}  // namespace perk::store_node

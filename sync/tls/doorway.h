// Where a server takes connections in: each becomes a Channel once its peer has proven who it is.
//
//   auto doorway = Doorway::open(io, {"0.0.0.0", 7400}, security, {.service = Service::Sync});
//   if (!doorway) ...                                        // doorway.error() is one clear sentence
//   doorway.value()->start([&](Channel channel) { ... });
//
// Who has not proven it yet is held for a bounded time and in bounded numbers: when all places are taken, the
// newest takes that of the oldest. So strangers who only hold places keep nobody out, a flood of them keeps out
// who is slower than the flood, and those who are inside feel nothing. Without TLS it is a plain listener on
// loopback. Lives on the io_context's one thread; destruction stops accepting and ends the handshakes under
// way, channels already handed over are their owner's.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/net/channel.h"
#include "sync/net/listener.h"
#include "sync/tls/security.h"
#include "sync/tls/tls.h"

namespace perk::sync {

struct DoorwayLimits {
  Millis handshake_max{5'000};
  std::size_t handshakes_max = 64;  ///< Under way at once; one more, and the oldest is hung up on.
};

/// Grow only, but for `handshakes`.
struct DoorwayCounters {
  std::uint64_t let_in = 0;
  std::uint64_t refused = 0;      ///< Proved nothing, or that they may not.
  std::uint64_t timed_out = 0;    ///< Not done within handshake_max.
  std::uint64_t turned_away = 0;  ///< The oldest, when there was one too many at once.
  std::size_t handshakes = 0;     ///< Under way now.
};

class Doorway {
 public:
  using OnChannel = std::function<void(Channel)>;
  /// A peer's address, and why it was not let in, as in "its certificate has expired". For logs: after the
  /// first twenty one a second at most, which tells how many were passed over.
  using OnRefusal = std::function<void(const std::string& peer, const std::string& why)>;

  /// Binds and listens; on any address with TLS, on loopback without. The error is one sentence.
  [[nodiscard]] static Result<std::unique_ptr<Doorway>, std::string> open(
      boost::asio::io_context& io, const Address& address, const Security& security,
      ServerRules rules, DoorwayLimits limits = {});
  Doorway(const Doorway&) = delete;
  Doorway& operator=(const Doorway&) = delete;
  ~Doorway();

  /// Before start(), if at all.
  void tell_refusals(OnRefusal on_refusal);
  /// Once.
  void start(OnChannel on_channel);
  void stop();
  /// With the port that was bound.
  [[nodiscard]] const Address& address() const;
  [[nodiscard]] const DoorwayCounters& counters() const;

 private:
  class Porter;
  Doorway(std::unique_ptr<Listener> listener, std::shared_ptr<Porter> porter);
  std::unique_ptr<Listener> listener_;
  std::shared_ptr<Porter> porter_;
};

}  // namespace perk::sync

// One direction of one connection through the proxy: takes bytes in from one socket and passes them on
// to the other as the link's toxics allow. Both sockets belong to the connection. Runs on the sockets'
// executor, single-threaded.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "ops/proxy/toxics.h"
#include "ops/random.h"

namespace perk::ops {

/// What is on its way in a lane at most: about what sockets would hold for a slow line.
inline constexpr std::size_t kLaneBytesMax = 256 * 1024;

class Lane {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  /// Everything referred to outlives the lane; `reset` ends the whole connection with a RST.
  struct Parts {
    Socket& from;
    Socket& to;
    const LaneToxics& toxics;  ///< Read at every step, so that changes work at once.
    Random& chance;
    std::uint64_t& passed_bytes;     ///< Of the link, in this direction.
    std::uint64_t& swallowed_bytes;  ///< Of the link.
    std::function<void()> reset;
  };
  explicit Lane(Parts parts);

  /// Both run until the stream ends or the connection is closed.
  boost::asio::awaitable<void> take_in();
  boost::asio::awaitable<void> pass_on();
  /// Wakes both, for them to find their sockets closed.
  void close();
  /// Whether something was swallowed: such a stream can never be whole again.
  [[nodiscard]] bool has_gap() const { return has_gap_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Parcel {
    std::vector<char> bytes;  ///< Empty: the end of the stream.
    Clock::time_point due;
  };
  [[nodiscard]] Clock::time_point due_time();
  boost::asio::awaitable<void> wait_for_room();
  boost::asio::awaitable<void> wait_for_parcel();
  boost::asio::awaitable<void> wait_until(const Parcel& parcel);
  void alter(Parcel& parcel);
  boost::asio::awaitable<bool> write(const Parcel& parcel);
  /// Returns how many of `left` bytes may go now; resets the connection and returns 0 at its limit.
  [[nodiscard]] std::size_t next_piece(std::size_t left);
  boost::asio::awaitable<void> rest_after(std::size_t written);

  Parts parts_;
  std::deque<Parcel> queue_;
  std::size_t queued_bytes_ = 0;
  std::uint64_t passed_ = 0;
  Clock::time_point last_due_;
  bool is_closed_ = false;
  bool has_gap_ = false;
  boost::asio::steady_timer wake_reader_, wake_writer_, pause_;
};

}  // namespace perk::ops

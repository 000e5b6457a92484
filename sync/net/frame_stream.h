// Frames over a connection, plain or private (channel.h), with everything bounded: the size of a frame, the time a frame may
// take to arrive, the bytes that wait to be sent, the time a close may take.
//
//   boost::asio::awaitable<void> serve(std::shared_ptr<FrameStream> stream) {
//     for (;;) {
//       auto frame = co_await stream->read_frame();
//       if (!frame) co_return;                  // frame.error().sentence says why, for the log
//       stream->send(answer_to(frame.value()));
//     }
//   }
//
// Threads: all calls, and destruction, on the one thread that runs the socket's io_context; from
// elsewhere, boost::asio::post to stream->executor(). One read_frame() at a time. Never throws; a
// broken frame is counted and ends this connection, nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/limits.h"
#include "sync/net/channel.h"
#include "sync/wire/frame.h"

namespace perk::sync {

struct StreamLimits {
  FrameLimits frame = {};
  std::size_t queue_bytes_max =
      16 * 1024 * 1024;           ///< Waiting to be sent; beyond it the connection ends.
  Millis idle_max{0};             ///< Between frames; 0: any time.
  Millis frame_time_max{10'000};  ///< From a frame's first byte to its last ...
  /// ... and a second more for each so many bytes of it.
  std::uint32_t bytes_per_second_min = kLineBytesPerSecondMin;
  Millis close_time_max{2'000};  ///< For what is queued to leave and the peer to close too.
};

/// Shared by all streams of one server, for its status; grow only.
struct StreamCounters {
  std::uint64_t frames_received = 0;
  std::uint64_t frames_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t frames_refused =
      0;  ///< Malformed, oversized, wrong checksum, cut off in the middle.
  std::uint64_t timeouts = 0;
  std::uint64_t queue_overflows = 0;
};

enum class StreamEnd {
  ClosedByPeer,  ///< Between frames. Over TLS the peer said so itself; of TCP nobody can know.
  ClosedHere,
  FrameRefused,
  TimedOut,
  QueueFull,
  ConnectionLost  ///< Over TLS also: altered on its way, or cut off without the peer's word.
};

/// Why there are no more frames.
struct StreamEnded {
  StreamEnd why = StreamEnd::ConnectionLost;
  std::string sentence;
};

class FrameStream {
 public:
  /// Takes a connected channel and sets TCP_NODELAY.
  FrameStream(Channel channel, StreamLimits limits, std::shared_ptr<StreamCounters> counters);
  /// Over plain TCP.
  FrameStream(boost::asio::ip::tcp::socket socket, StreamLimits limits,
              std::shared_ptr<StreamCounters> counters)
      : FrameStream(Channel(std::move(socket)), limits, std::move(counters)) {}
  FrameStream(const FrameStream&) = delete;
  FrameStream& operator=(const FrameStream&) = delete;
  /// Ends the connection at once, unless close() was called: then what is queued still leaves.
  ~FrameStream();

  /// The next frame, or why there is none; from then on always the same answer.
  [[nodiscard]] boost::asio::awaitable<Result<Frame, StreamEnded>> read_frame();
  /// Told of bytes as they come, frames or not, from within read_frame().
  void on_bytes(std::function<void(std::size_t)> heard);
  /// Queues a frame; never blocks. After close() or the end it does nothing.
  void send(const Frame& frame);
  /// Sends what is queued, tells the peer, waits for it to close too (at most close_time_max). A peer that
  /// closes is told in return.
  void close();
  /// Ends now: the reader is told `why`. Counts a FrameRefused, for frames refused by their content.
  void abort(StreamEnded why);

  [[nodiscard]] bool is_open() const;
  [[nodiscard]] std::size_t queued_bytes() const;
  [[nodiscard]] boost::asio::any_io_executor executor() const;
  /// "127.0.0.1:54312", for logs.
  [[nodiscard]] const std::string& peer() const;
  /// Whose certificate the peer showed; none over plain TCP.
  [[nodiscard]] const std::optional<CertificateFacts>& peer_facts() const;

 private:
  class Connection;
  std::shared_ptr<Connection> connection_;
};

}  // namespace perk::sync

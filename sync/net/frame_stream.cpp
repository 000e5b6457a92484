#include "sync/net/frame_stream.h"

#include <optional>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/net/outgoing_bytes.h"
#include "sync/wire/frame_assembler.h"

namespace perk::sync {
namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

std::chrono::milliseconds to_chrono(Millis time) { return std::chrono::milliseconds(time.count()); }

std::string name_of_peer(const tcp::socket& socket) {
  ErrorCode error;
  const auto endpoint = socket.remote_endpoint(error);
  return error ? "unknown" : endpoint.address().to_string() + ':' + std::to_string(endpoint.port());
}

}  // namespace

// Lives as long as the FrameStream or an operation under way needs it.
class FrameStream::Connection : public std::enable_shared_from_this<FrameStream::Connection> {
 public:
  Connection(Channel channel, StreamLimits limits, std::shared_ptr<StreamCounters> counters)
      : transport_(std::move(channel.transport)),
        peer_facts_(std::move(channel.peer)),
        limits_(limits),
        counters_(std::move(counters)),
        assembler_(limits.frame),
        outgoing_(limits.queue_bytes_max),
        read_timer_(transport_->socket().get_executor()),
        close_timer_(transport_->socket().get_executor()),
        peer_(name_of_peer(transport_->socket())) {
    ErrorCode ignored;  // Without it the stream is slower, and still right.
    transport_->socket().set_option(tcp::no_delay(true), ignored);
  }

  asio::awaitable<Result<Frame, StreamEnded>> read_frame() {
    const auto self = shared_from_this();
    deadline_bytes_.reset();
    for (;;) {
      std::optional<Frame> frame = is_closing_ ? std::nullopt : take_frame();
      if (frame && !ended_) co_return std::move(*frame);
      if (ended_) co_return failed(*ended_);
      set_read_deadline();
      is_reading_ = true;
      ErrorCode error;
      const auto room = assembler_.room();
      const std::size_t count =
          co_await async_read_some(*transport_, asio::buffer(room.data(), room.size()),
                                   asio::redirect_error(asio::use_awaitable, error));
      is_reading_ = false;
      took(count, error);
    }
  }

  void on_bytes(std::function<void(std::size_t)> heard) { on_bytes_ = std::move(heard); }

  void send(const Frame& frame) {
    if (ended_ || is_closing_) return;
    const auto bytes = encode_frame(frame, limits_.frame);
    if (!outgoing_.push(bytes)) {
      ++counters_->queue_overflows;
      return end({StreamEnd::QueueFull, "the peer takes its frames too slowly"});
    }
    ++counters_->frames_sent;
    write();
  }

  void close() {
    if (ended_ || is_closing_) return;
    is_closing_ = true;
    close_timer_.expires_after(to_chrono(limits_.close_time_max));
    close_timer_.async_wait([self = shared_from_this()](ErrorCode error) {
      if (!error) self->end({StreamEnd::ClosedHere, "closed"});
    });
    if (outgoing_.is_empty()) finish_sending();
  }

  void abort(StreamEnded why) {
    if (why.why == StreamEnd::FrameRefused && !ended_) ++counters_->frames_refused;
    end(std::move(why));
  }

  [[nodiscard]] bool is_open() const { return !ended_ && !is_closing_; }
  [[nodiscard]] bool is_closing() const { return is_closing_; }
  [[nodiscard]] std::size_t queued_bytes() const { return outgoing_.size(); }
  [[nodiscard]] asio::any_io_executor executor() { return close_timer_.get_executor(); }
  [[nodiscard]] const std::string& peer() const { return peer_; }
  [[nodiscard]] const std::optional<CertificateFacts>& peer_facts() const { return peer_facts_; }

 private:
  std::optional<Frame> take_frame() {
    auto next = assembler_.next();
    if (!next) {
      abort({StreamEnd::FrameRefused, to_string(next.error())});
      return std::nullopt;
    }
    auto frame = std::move(next).value();
    if (frame) {
      ++counters_->frames_received;
      read_timer_.cancel();
    }
    return frame;
  }

  /// What a read brought. While closing, the peer's bytes are read only to see its end.
  void took(std::size_t count, const ErrorCode& error) {
    counters_->bytes_received += count;
    if (!is_closing_) assembler_.filled(count);
    if (on_bytes_ && count > 0 && !is_closing_) on_bytes_(count);
    if (!error) return;
    if (is_closing_) return end({StreamEnd::ClosedHere, "closed"});
    if (error != asio::error::eof) return end({StreamEnd::ConnectionLost, error.message()});
    if (!assembler_.is_inside_frame())
      return end({StreamEnd::ClosedByPeer, "the peer closed the connection"});
    abort({StreamEnd::FrameRefused, "the connection ended in the middle of a frame"});
  }

  /// Gives the frame that has begun its time, and more once its length is known; waits for the first
  /// byte of one as long as is allowed.
  void set_read_deadline() {
    const std::size_t bytes = assembler_.is_inside_frame() ? assembler_.frame_bytes() : 0;
    if (is_closing_ || deadline_bytes_ == bytes) return;
    if (!deadline_bytes_ || *deadline_bytes_ == 0) frame_began_ = std::chrono::steady_clock::now();
    deadline_bytes_ = bytes;
    const auto time =
        bytes == 0
            ? limits_.idle_max
            : limits_.frame_time_max +
                  Millis(static_cast<std::int64_t>(bytes * 1000 / limits_.bytes_per_second_min));
    // Set also when there is no deadline: a wait that ran out just now finds the new time, not its own.
    read_timer_.expires_at(time == Millis(0) ? std::chrono::steady_clock::time_point::max()
                                             : frame_began_ + to_chrono(time));
    if (time == Millis(0)) return;
    read_timer_.async_wait([weak = weak_from_this()](ErrorCode error) {
      const auto self = weak.lock();
      if (!error && self && self->is_reading_) self->time_out();
    });
  }

  void time_out() {
    if (is_closing_ || read_timer_.expiry() > std::chrono::steady_clock::now()) return;
    ++counters_->timeouts;
    end({StreamEnd::TimedOut,
         assembler_.is_inside_frame() ? "a frame took too long to arrive" : "nothing came"});
  }

  void write() {
    const auto bytes = outgoing_.begin_write();
    if (bytes.empty()) return;
    transport_->write(asio::buffer(bytes.data(), bytes.size()),
                      [self = shared_from_this()](ErrorCode error, std::size_t count) {
                        self->wrote(count, error);
                      });
  }

  void wrote(std::size_t count, const ErrorCode& error) {
    counters_->bytes_sent += count;
    outgoing_.end_write();
    if (error) return end({StreamEnd::ConnectionLost, error.message()});
    if (is_closing_ && outgoing_.is_empty()) return finish_sending();
    write();
  }

  /// Closing outright with bytes of the peer unread would reset the connection and could destroy our
  /// last words on their way; so: say that no more comes, and wait for the peer's end.
  void finish_sending() {
    transport_->finish_sending([self = shared_from_this()](ErrorCode error) {
      if (error) return self->end({StreamEnd::ClosedHere, "closed"});
      if (!self->is_reading_) self->drain();
    });
  }

  void drain() {
    if (ended_) return;
    const auto room = assembler_.room();
    transport_->read_some(asio::buffer(room.data(), room.size()),
                          [self = shared_from_this()](ErrorCode error, std::size_t) {
                            if (error) return self->end({StreamEnd::ClosedHere, "closed"});
                            self->drain();
                          });
  }

  void end(StreamEnded why) {
    if (ended_) return;
    ended_ = std::move(why);
    read_timer_.cancel();
    close_timer_.cancel();
    if (ended_->why == StreamEnd::ClosedByPeer && outgoing_.is_empty()) return answer_close();
    transport_->close();
  }

  /// The peer said that it is done: it hears the same of us, if it takes that soon.
  void answer_close() {
    close_timer_.expires_after(to_chrono(limits_.close_time_max));
    close_timer_.async_wait([self = shared_from_this()](ErrorCode error) {
      if (!error) self->transport_->close();
    });
    transport_->finish_sending([self = shared_from_this()](ErrorCode) {
      self->close_timer_.cancel();
      self->transport_->close();
    });
  }

  const std::unique_ptr<Transport> transport_;
  const std::optional<CertificateFacts> peer_facts_;
  StreamLimits limits_;
  std::shared_ptr<StreamCounters> counters_;
  FrameAssembler assembler_;
  OutgoingBytes outgoing_;
  asio::steady_timer read_timer_;
  asio::steady_timer close_timer_;
  std::string peer_;
  std::function<void(std::size_t)> on_bytes_;
  std::optional<StreamEnded> ended_;
  bool is_closing_ = false;
  bool is_reading_ = false;
  std::optional<std::size_t> deadline_bytes_;  ///< The frame bytes that the read timer is set for.
  std::chrono::steady_clock::time_point frame_began_;
};

FrameStream::FrameStream(Channel channel, StreamLimits limits,
                         std::shared_ptr<StreamCounters> counters)
    : connection_(std::make_shared<Connection>(std::move(channel), limits, std::move(counters))) {}

FrameStream::~FrameStream() {
  if (!connection_->is_closing()) connection_->abort({StreamEnd::ClosedHere, "closed"});
}

asio::awaitable<Result<Frame, StreamEnded>> FrameStream::read_frame() {
  return connection_->read_frame();
}
void FrameStream::on_bytes(std::function<void(std::size_t)> heard) {
  connection_->on_bytes(std::move(heard));
}
void FrameStream::send(const Frame& frame) { connection_->send(frame); }
void FrameStream::close() { connection_->close(); }
void FrameStream::abort(StreamEnded why) { connection_->abort(std::move(why)); }
bool FrameStream::is_open() const { return connection_->is_open(); }
std::size_t FrameStream::queued_bytes() const { return connection_->queued_bytes(); }
asio::any_io_executor FrameStream::executor() const { return connection_->executor(); }
const std::string& FrameStream::peer() const { return connection_->peer(); }
const std::optional<CertificateFacts>& FrameStream::peer_facts() const {
  return connection_->peer_facts();
}

}  // namespace perk::sync

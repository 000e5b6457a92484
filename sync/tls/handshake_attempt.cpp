#include "sync/tls/handshake_attempt.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace perk::sync {
namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Why = HandshakeFailure::Why;

HandshakeAttempt::HandshakeAttempt(tcp::socket socket, std::shared_ptr<const TlsSettings> settings)
    : settings_(std::move(settings)), socket_(std::move(socket)), timer_(socket_->get_executor()) {}

asio::awaitable<Result<Channel, HandshakeFailure>> HandshakeAttempt::run(Millis deadline) {
  const auto self = shared_from_this();
  start_timer(deadline);
  std::string words = co_await shake_hands();
  timer_.cancel();
  if (ended_ == Why::TimedOut)
    co_return failed(HandshakeFailure{*ended_, "it took too long to prove who it is"});
  if (ended_) co_return failed(HandshakeFailure{*ended_, "the connection was given up"});
  if (!words.empty()) {
    close();
    co_return failed(HandshakeFailure{Why::Refused, std::move(words)});
  }
  const TlsHandshake& handshake = transport_->handshake();
  auto peer = handshake.peer;
  const auto service = handshake.service;
  co_return Channel(std::move(transport_), std::move(peer), service);
}

asio::awaitable<std::string> HandshakeAttempt::shake_hands() {
  if (settings_->role == TlsRole::Server) {
    // A peer that says nothing costs a socket, and none of TLS's memory.
    ErrorCode error;
    co_await socket_->async_wait(tcp::socket::wait_read,
                                 asio::redirect_error(asio::use_awaitable, error));
    if (error || ended_) co_return "it ended the connection";
  }
  tcp::socket socket = std::move(*socket_);
  socket_.reset();
  transport_ = TlsTransport::make(std::move(socket), settings_);
  if (!transport_) co_return "this machine has no memory left for it";
  co_return co_await transport_->shake_hands();
}

void HandshakeAttempt::start_timer(Millis deadline) {
  timer_.expires_after(std::chrono::milliseconds(deadline.count()));
  timer_.async_wait([weak = weak_from_this()](ErrorCode cancelled) {
    const auto late = weak.lock();
    if (cancelled || !late || late->ended_) return;
    late->ended_ = Why::TimedOut;
    late->close();
  });
}

void HandshakeAttempt::abandon() {
  if (!ended_) ended_ = Why::Abandoned;
  close();
}

void HandshakeAttempt::close() {
  ErrorCode ignored;  // Closing is all that can be done about it.
  if (socket_) socket_->close(ignored);
  if (transport_) transport_->close();
}

}  // namespace perk::sync

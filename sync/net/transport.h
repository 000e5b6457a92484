// What bytes travel on: a TCP connection as it is, or TLS over one (sync/tls). A port, so that what uses
// streams needs no TLS library.
//
// Threads: all calls on the one thread that runs the socket's io_context. One read and one write at a time;
// both may be under way together. Never throws. Whoever starts an operation keeps the transport alive until
// `done` was called.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace perk::sync {

class Transport {
 public:
  using ErrorCode = boost::system::error_code;
  using Done = std::function<void(ErrorCode, std::size_t)>;

  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  /// Some bytes, or an error: asio::error::eof only if the peer said that no more comes.
  virtual void read_some(boost::asio::mutable_buffer room, Done done) = 0;
  virtual void write(boost::asio::const_buffer bytes, Done done) = 0;
  /// Tells the peer that no more comes; `done` once that is on its way, perhaps at once. Reading goes on:
  /// the peer's own end is an error of read_some(). Once, after the last write.
  virtual void finish_sending(std::function<void(ErrorCode)> done) = 0;
  /// Ends the connection now; what is under way fails.
  virtual void close() = 0;
  /// The connection below, for its options and names.
  [[nodiscard]] virtual boost::asio::ip::tcp::socket& socket() = 0;
};

/// read_some() with a completion token, for coroutines.
template <typename Token>
auto async_read_some(Transport& transport, boost::asio::mutable_buffer room, Token&& token) {
  const auto start = [&transport, room](auto handler) {
    // Shared because a Done can be copied and a coroutine cannot; it is resumed once.
    const auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
    transport.read_some(room, [waiting](Transport::ErrorCode error, std::size_t count) {
      std::move (*waiting)(error, count);
    });
  };
  return boost::asio::async_initiate<Token, void(Transport::ErrorCode, std::size_t)>(start, token);
}

}  // namespace perk::sync

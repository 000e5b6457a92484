// TLS over one connection, as a transport; and the attempt to come to it within a deadline. For the files of
// this folder only. Threads as in transport.h.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "ledger/result.h"
#include "sync/net/channel.h"
#include "sync/tls/tls_settings.h"

namespace perk::sync {

class TlsTransport final : public Transport {
 public:
  /// Null, and the socket closed, if OpenSSL fails.
  [[nodiscard]] static std::unique_ptr<TlsTransport> make(
      boost::asio::ip::tcp::socket socket, std::shared_ptr<const TlsSettings> settings);

  /// Both ends prove who they are; the client comes back once the server said that it is let in. Empty, or
  /// why not, as in "its certificate has expired". Stays alive until it is back.
  [[nodiscard]] boost::asio::awaitable<std::string> shake_hands();
  [[nodiscard]] const TlsHandshake& handshake() const { return *handshake_; }

  void read_some(boost::asio::mutable_buffer room, Done done) override;
  void write(boost::asio::const_buffer bytes, Done done) override;
  void finish_sending(std::function<void(ErrorCode)> done) override;
  void close() override;
  [[nodiscard]] boost::asio::ip::tcp::socket& socket() override { return stream_.next_layer(); }

 private:
  using Stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;
  TlsTransport(boost::asio::ip::tcp::socket socket, std::unique_ptr<TlsHandshake> handshake,
               openssl::Connection connection);
  [[nodiscard]] boost::asio::awaitable<ErrorCode> let_in();
  [[nodiscard]] boost::asio::awaitable<ErrorCode> wait_to_be_let_in();

  const std::unique_ptr<TlsHandshake> handshake_;  ///< Before the stream: OpenSSL points to it.
  Stream stream_;
};

}  // namespace perk::sync

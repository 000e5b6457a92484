#include "sync/tls/tls_transport.h"

#include <array>

#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "sync/tls/tls_words.h"

namespace perk::sync {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// In TLS 1.3 a client has finished before the server has looked at its certificate. This byte, the first
/// that a server says, is how the client knows that it was let in, and else hears why not.
constexpr std::uint8_t kLetIn = 'P';

}  // namespace

std::unique_ptr<TlsTransport> TlsTransport::make(tcp::socket socket,
                                                 std::shared_ptr<const TlsSettings> settings) {
  auto handshake = std::make_unique<TlsHandshake>();
  handshake->settings = std::move(settings);
  auto connection = begin_connection(*handshake);
  if (!connection) return nullptr;
  return std::unique_ptr<TlsTransport>(
      new TlsTransport(std::move(socket), std::move(handshake), std::move(connection)));
}

TlsTransport::TlsTransport(tcp::socket socket, std::unique_ptr<TlsHandshake> handshake,
                           openssl::Connection connection)
    : handshake_(std::move(handshake)), stream_(std::move(socket), connection.release()) {
  ErrorCode ignored;  // Without it a handshake is slower, and still right.
  stream_.next_layer().set_option(tcp::no_delay(true), ignored);
}

asio::awaitable<std::string> TlsTransport::shake_hands() {
  const bool is_server = handshake_->settings->role == TlsRole::Server;
  ErrorCode error;
  co_await stream_.async_handshake(is_server ? Stream::server : Stream::client,
                                   asio::redirect_error(asio::use_awaitable, error));
  ERR_clear_error();
  if (!handshake_->refusal.empty()) co_return handshake_->refusal;
  if (error) co_return words_for_handshake(error);
  if (!is_agreed(stream_.native_handle(), *handshake_)) co_return handshake_->refusal;
  error = is_server ? co_await let_in() : co_await wait_to_be_let_in();
  co_return error ? words_for_handshake(error) : std::string();
}

asio::awaitable<TlsTransport::ErrorCode> TlsTransport::let_in() {
  ErrorCode error;
  co_await asio::async_write(stream_, asio::buffer(&kLetIn, 1),
                             asio::redirect_error(asio::use_awaitable, error));
  co_return error;
}

asio::awaitable<TlsTransport::ErrorCode> TlsTransport::wait_to_be_let_in() {
  ErrorCode error;
  std::uint8_t heard = 0;
  co_await asio::async_read(stream_, asio::buffer(&heard, 1),
                            asio::redirect_error(asio::use_awaitable, error));
  if (!error && heard != kLetIn) error = asio::error::no_protocol_option;
  co_return error;
}

void TlsTransport::read_some(asio::mutable_buffer room, Done done) {
  stream_.async_read_some(room, [done = std::move(done)](ErrorCode error, std::size_t count) {
    if (error) ERR_clear_error();
    done(error, count);
  });
}

void TlsTransport::write(asio::const_buffer bytes, Done done) {
  asio::async_write(stream_, bytes, std::move(done));
}

/// Asio's async_shutdown would read for the peer's end too, and OpenSSL takes what the peer still says
/// meanwhile for an error that ends all reading: our close would reset the connection and could destroy our
/// last words. So the peer's end counts as heard while our own is being written, and only then.
void TlsTransport::finish_sending(std::function<void(ErrorCode)> done) {
  SSL* connection = stream_.native_handle();
  const int heard = SSL_get_shutdown(connection) & SSL_RECEIVED_SHUTDOWN;
  SSL_set_shutdown(connection, SSL_get_shutdown(connection) | SSL_RECEIVED_SHUTDOWN);
  stream_.async_shutdown(std::move(done));  // Talks to OpenSSL before it returns, and never again.
  SSL_set_shutdown(connection, (SSL_get_shutdown(connection) & ~SSL_RECEIVED_SHUTDOWN) | heard);
}

void TlsTransport::close() {
  ErrorCode ignored;  // Closing is all that can be done about it.
  stream_.next_layer().close(ignored);
}

}  // namespace perk::sync

#include "sync/net/listener.h"

#include <utility>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>

namespace perk::sync {
namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds kPauseAfterFailure{100};

Failed<std::string> cannot_listen(const Address& address, const std::string& why) {
  return failed("Cannot listen on " + to_string(address) + ": " + why + ".");
}

ErrorCode bind_and_listen(tcp::acceptor& socket, const tcp::endpoint& endpoint) {
  ErrorCode error;
  socket.open(endpoint.protocol(), error);
  if (!error) socket.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) socket.bind(endpoint, error);
  if (!error) socket.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

}  // namespace

class Listener::Acceptor : public std::enable_shared_from_this<Listener::Acceptor> {
 public:
  Acceptor(tcp::acceptor socket, Address address)
      : socket_(std::move(socket)), pause_(socket_.get_executor()), address_(std::move(address)) {}

  void start(OnConnection on_connection) {
    on_connection_ = std::make_shared<const OnConnection>(std::move(on_connection));
    accept();
  }

  void stop() {
    ErrorCode ignored;
    socket_.close(ignored);
    pause_.cancel();
    on_connection_ = nullptr;
  }

  [[nodiscard]] const Address& address() const { return address_; }

 private:
  void accept() {
    socket_.async_accept([self = shared_from_this()](ErrorCode error, tcp::socket peer) {
      if (!self->on_connection_) return;
      if (error) return self->pause();
      const auto handler = self->on_connection_;  // Survives a stop() from within.
      (*handler)(std::move(peer));
      if (self->on_connection_) self->accept();
    });
  }

  void pause() {
    pause_.expires_after(kPauseAfterFailure);
    pause_.async_wait([self = shared_from_this()](ErrorCode) {
      if (self->on_connection_) self->accept();
    });
  }

  tcp::acceptor socket_;
  asio::steady_timer pause_;
  Address address_;
  std::shared_ptr<const OnConnection> on_connection_;  ///< Never copied: coroutines may run in it.
};

Result<std::unique_ptr<Listener>, std::string> Listener::open(asio::io_context& io,
                                                              const Address& address, Reach reach) {
  ErrorCode error;
  const auto ip =
      asio::ip::make_address(address.host == "localhost" ? "127.0.0.1" : address.host, error);
  if (error) return cannot_listen(address, "it is not an IP address");
  if (reach == Reach::LoopbackOnly && !ip.is_loopback()) {
    return cannot_listen(
        address, "it is not a loopback address, and this server is not to be reached from outside");
  }
  tcp::acceptor socket(io);
  if (const ErrorCode failure = bind_and_listen(socket, {ip, address.port})) {
    return cannot_listen(address, failure.message());
  }
  const std::uint16_t port = socket.local_endpoint(error).port();
  if (error) return cannot_listen(address, error.message());
  auto acceptor = std::make_shared<Acceptor>(std::move(socket), Address{address.host, port});
  return std::unique_ptr<Listener>(new Listener(std::move(acceptor)));
}

Listener::Listener(std::shared_ptr<Acceptor> acceptor) : acceptor_(std::move(acceptor)) {}
Listener::~Listener() { stop(); }
void Listener::start(OnConnection on_connection) { acceptor_->start(std::move(on_connection)); }
void Listener::stop() { acceptor_->stop(); }
const Address& Listener::address() const { return acceptor_->address(); }

}  // namespace perk::sync

#include "tests/tls/relay.h"

#include <array>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace perk::test {
namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

struct Relay::Line {
  explicit Line(asio::io_context& io) : client(io), server(io) {}

  void close() {
    ErrorCode ignored;
    client.close(ignored);
    server.close(ignored);
  }

  static asio::awaitable<void> carry(std::shared_ptr<Line> line, tcp::socket& from, tcp::socket& to,
                                     Relay& relay, bool is_up) {
    std::array<std::uint8_t, 65'536> room{};
    for (;;) {
      ErrorCode error;
      auto token = asio::redirect_error(asio::use_awaitable, error);
      const std::size_t count = co_await from.async_read_some(asio::buffer(room), token);
      if (line->is_over) co_return;
      if (error) break;
      Bytes bytes(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(count));
      line->seen.append(bytes.begin(), bytes.end());
      const auto& change = is_up ? relay.on_up : relay.on_down;
      if (change) change(bytes);
      co_await asio::async_write(to, asio::buffer(bytes), token);
      if (line->is_over || error) co_return;
    }
    ErrorCode ignored;
    to.shutdown(tcp::socket::shutdown_send, ignored);
  }

  tcp::socket client;
  tcp::socket server;
  std::string seen;
  bool is_over = false;
};

Relay::Relay(asio::io_context& io, const sync::Address& server)
    : line_(std::make_shared<Line>(io)),
      acceptor_(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
  const auto meet = [](std::shared_ptr<Line> line, Relay& relay,
                       tcp::endpoint to) -> asio::awaitable<void> {
    ErrorCode error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await relay.acceptor_.async_accept(line->client, token);
    if (line->is_over || error) co_return;
    co_await line->server.async_connect(to, token);
    if (line->is_over || error) co_return;
    asio::co_spawn(line->client.get_executor(),
                   Line::carry(line, line->client, line->server, relay, true), asio::detached);
    asio::co_spawn(line->client.get_executor(),
                   Line::carry(line, line->server, line->client, relay, false), asio::detached);
  };
  const tcp::endpoint to(asio::ip::make_address(server.host), server.port);
  asio::co_spawn(io, meet(line_, *this, to), asio::detached);
}

Relay::~Relay() { cut(); }

sync::Address Relay::address() const { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }

void Relay::cut() {
  line_->is_over = true;
  line_->close();
}

const std::string& Relay::seen() const { return line_->seen; }

}  // namespace perk::test

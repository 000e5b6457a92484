#include "ops/proxy/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace perk::ops {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

void close_with_rst(tcp::socket& socket) {
  error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

Connection::Connection(tcp::socket client, std::shared_ptr<LinkState> link)
    : link_(std::move(link)),
      client_(std::move(client)),
      upstream_(client_.get_executor()),
      up_({client_, upstream_, link_->toxics.up, link_->chance, link_->up_bytes,
           link_->swallowed_bytes, [this] { reset(); }}),
      down_({upstream_, client_, link_->toxics.down, link_->chance, link_->down_bytes,
             link_->swallowed_bytes, [this] { reset(); }}) {
  ++link_->open_connections;
}

Connection::~Connection() { --link_->open_connections; }

asio::awaitable<void> Connection::run(tcp::endpoint upstream) {
  const auto self = shared_from_this();
  error_code error;
  co_await upstream_.async_connect(upstream, asio::redirect_error(asio::use_awaitable, error));
  if (error || !client_.is_open()) co_return reset();
  client_.set_option(tcp::no_delay(true), error);
  upstream_.set_option(tcp::no_delay(true), error);
  for (Lane* lane : {&up_, &down_}) {
    start(&Lane::take_in, *lane);
    start(&Lane::pass_on, *lane);
  }
}

void Connection::start(asio::awaitable<void> (Lane::*half)(), Lane& lane) {
  const auto keep_until_done = [](std::shared_ptr<Connection> self,
                                  asio::awaitable<void> work) -> asio::awaitable<void> {
    co_await std::move(work);
    (void)self;
  };
  asio::co_spawn(client_.get_executor(), keep_until_done(shared_from_this(), (lane.*half)()),
                 asio::detached);
}

void Connection::reset() {
  up_.close();
  down_.close();
  close_with_rst(client_);
  close_with_rst(upstream_);
}

void Connection::toxics_changed() {
  const bool up_would_flow = up_.has_gap() && !link_->toxics.up.is_black_hole;
  const bool down_would_flow = down_.has_gap() && !link_->toxics.down.is_black_hole;
  if (link_->toxics.is_cut || up_would_flow || down_would_flow) reset();
}

}  // namespace perk::ops

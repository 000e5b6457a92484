#include "ops/proxy/link.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/socket.h>

#include "ops/proxy/loopback.h"

namespace perk::ops {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// Lets the port's holder and its listener have one address.
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

error_code bind_to(tcp::acceptor& acceptor, const tcp::endpoint& address) {
  error_code error;
  acceptor.open(address.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.set_option(ReusePort(true), error);
  if (!error) acceptor.bind(address, error);
  return error;
}

}  // namespace

Link::Link(const asio::any_io_executor& executor, std::string name, Endpoint upstream,
           std::uint64_t seed)
    : executor_(executor),
      name_(std::move(name)),
      upstream_(std::move(upstream)),
      state_(std::make_shared<LinkState>(LinkState{{}, Random(seed)})),
      port_holder_(executor) {}

Link::~Link() { stop(); }

Result<Link::Endpoint, std::string> Link::open(const Endpoint& listen_at) {
  const auto fail = [&](const std::string& why) {
    return failed("link " + name_ + " cannot listen on " + to_string(listen_at) + ": " + why);
  };
  // Alone first: with SO_REUSEPORT two proxies could share an address without noticing.
  error_code error;
  {
    tcp::acceptor alone(executor_);
    alone.open(listen_at.protocol(), error);
    if (!error) alone.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) alone.bind(listen_at, error);
    if (!error) address_ = alone.local_endpoint(error);
  }
  if (error) return fail(error.message());
  if (const error_code taken = bind_to(port_holder_, address_)) return fail(taken.message());
  if (const auto listening = listen(); !listening) return failed(listening.error());
  return address_;
}

Result<Done, std::string> Link::listen() {
  auto acceptor = std::make_shared<tcp::acceptor>(executor_);
  error_code error = bind_to(*acceptor, address_);
  if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) return failed("link " + name_ + " cannot listen again: " + error.message());
  acceptor_ = std::move(acceptor);
  asio::co_spawn(executor_, accept_all(acceptor_), asio::detached);
  return Done{};
}

asio::awaitable<void> Link::accept_all(std::shared_ptr<Acceptor> acceptor) {
  while (acceptor->is_open()) {
    error_code error;
    tcp::socket client =
        co_await acceptor->async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (!acceptor->is_open()) co_return;
    if (!error) welcome(std::move(client));
  }
}

void Link::welcome(tcp::socket client) {
  std::erase_if(connections_, [](const auto& connection) { return connection.expired(); });
  const auto connection = std::make_shared<Connection>(std::move(client), state_);
  connections_.push_back(connection);
  asio::co_spawn(executor_, connection->run(upstream_), asio::detached);
}

Result<Done, std::string> Link::change(const LinkToxics& toxics) {
  state_->toxics = toxics;
  tell_connections();
  if (toxics.is_cut && acceptor_ != nullptr) {
    error_code ignored;
    acceptor_->close(ignored);
    acceptor_.reset();
  }
  if (!toxics.is_cut && acceptor_ == nullptr) return listen();
  return Done{};
}

void Link::tell_connections() {
  for (const auto& weak : connections_) {
    if (const auto connection = weak.lock()) connection->toxics_changed();
  }
}

LinkStatus Link::status() const {
  return {name_,
          address_,
          upstream_,
          state_->toxics,
          state_->up_bytes,
          state_->down_bytes,
          state_->swallowed_bytes,
          state_->open_connections};
}

void Link::stop() {
  LinkToxics cut = state_->toxics;
  cut.is_cut = true;
  (void)change(cut);
  error_code ignored;
  port_holder_.close(ignored);
}

}  // namespace perk::ops

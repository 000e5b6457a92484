#include "sync/net/dialer.h"

#include <memory>
#include <vector>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace perk::sync {
namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

// One attempt; shared with its timer, which outlives it by a turn of the loop.
struct Attempt {
  explicit Attempt(const asio::any_io_executor& executor)
      : resolver(executor), socket(executor), timer(executor) {}
  tcp::resolver resolver;
  tcp::socket socket;
  asio::steady_timer timer;
  bool is_late = false;
};

void start_timer(const std::shared_ptr<Attempt>& attempt, Millis deadline) {
  attempt->timer.expires_after(std::chrono::milliseconds(deadline.count()));
  attempt->timer.async_wait([weak = std::weak_ptr(attempt)](ErrorCode error) {
    const auto late = weak.lock();
    if (error || !late) return;
    late->is_late = true;
    late->resolver.cancel();
    ErrorCode ignored;
    late->socket.close(ignored);
  });
}

asio::awaitable<std::vector<tcp::endpoint>> endpoints_of(std::shared_ptr<Attempt> attempt,
                                                         const Address& address) {
  ErrorCode error;
  std::vector<tcp::endpoint> endpoints;
  const auto literal =
      asio::ip::make_address(address.host == "localhost" ? "127.0.0.1" : address.host, error);
  if (!error) {
    endpoints.emplace_back(literal, address.port);
    co_return endpoints;
  }
  const auto found = co_await attempt->resolver.async_resolve(
      address.host, std::to_string(address.port), asio::redirect_error(asio::use_awaitable, error));
  for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  co_return endpoints;
}

}  // namespace

asio::awaitable<Result<tcp::socket, std::string>> dial(Address address, Millis deadline) {
  const auto executor = co_await asio::this_coro::executor;
  const auto attempt = std::make_shared<Attempt>(executor);
  start_timer(attempt, deadline);
  ErrorCode error = asio::error::host_not_found;
  const std::vector<tcp::endpoint> endpoints = co_await endpoints_of(attempt, address);
  for (const tcp::endpoint& endpoint : endpoints) {
    if (attempt->is_late) break;
    ErrorCode ignored;
    attempt->socket.close(ignored);
    co_await attempt->socket.async_connect(endpoint,
                                           asio::redirect_error(asio::use_awaitable, error));
    if (!error) break;
  }
  attempt->timer.cancel();
  if (attempt->is_late) error = asio::error::timed_out;
  if (!error) co_return std::move(attempt->socket);
  co_return failed("Cannot connect to " + to_string(address) + ": " + error.message() + ".");
}

}  // namespace perk::sync

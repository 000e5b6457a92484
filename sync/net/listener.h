// Accepts connections on an address and hands each to its owner.
//
//   auto listener = Listener::open(io, {"127.0.0.1", 0}, Reach::LoopbackOnly);
//   if (!listener) ...                                        // listener.error() is one clear sentence
//   listener.value()->start([&](tcp::socket socket) {
//     auto stream = std::make_shared<FrameStream>(std::move(socket), limits, counters);
//     boost::asio::co_spawn(io, serve(stream), boost::asio::detached);
//   });
//
// Lives on the io_context's one thread. Destruction stops accepting; connections already handed over
// are their owner's.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "ledger/result.h"
#include "sync/net/address.h"

namespace perk::sync {

/// Until streams are private (TLS), servers are heard on this machine only.
enum class Reach { LoopbackOnly, AnyAddress };

class Listener {
 public:
  using OnConnection = std::function<void(boost::asio::ip::tcp::socket)>;

  /// Binds and listens; port 0 takes any free one. Failure is a sentence with the address in it.
  [[nodiscard]] static Result<std::unique_ptr<Listener>, std::string> open(
      boost::asio::io_context& io, const Address& address, Reach reach);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  /// Once. Failures to accept (no file descriptors left) are waited out and tried again.
  void start(OnConnection on_connection);
  void stop();
  /// With the port that was bound.
  [[nodiscard]] const Address& address() const;

 private:
  class Acceptor;
  explicit Listener(std::shared_ptr<Acceptor> acceptor);
  std::shared_ptr<Acceptor> acceptor_;
};

}  // namespace perk::sync

// Streams over real sockets on this machine's loopback, for tests: everything runs on the test's own
// thread, and a test that hangs fails after ten seconds.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "sync/net/dialer.h"
#include "sync/net/frame_stream.h"
#include "sync/net/listener.h"

namespace perk::test {

class Loopback {
 public:
  using Coroutine = boost::asio::awaitable<void>;
  using Stream = std::shared_ptr<sync::FrameStream>;

  /// Each connection accepted becomes a stream and is served.
  explicit Loopback(std::function<Coroutine(Stream)> serve, sync::StreamLimits limits = {})
      : counters_(std::make_shared<sync::StreamCounters>()) {
    auto opened = sync::Listener::open(io_, {"127.0.0.1", 0}, sync::Reach::LoopbackOnly);
    PERK_CHECK(opened.has_value(), "a test could not listen on loopback");
    listener_ = std::move(opened).value();
    listener_->start([this, serve = std::move(serve), limits](boost::asio::ip::tcp::socket socket) {
      auto stream = std::make_shared<sync::FrameStream>(std::move(socket), limits, counters_);
      boost::asio::co_spawn(io_, serve(std::move(stream)), boost::asio::detached);
    });
  }

  /// Runs until the coroutine returns; false if that takes ten seconds.
  [[nodiscard]] bool run(Coroutine client) {
    bool is_done = false;
    boost::asio::co_spawn(io_, std::move(client),
                          [this, &is_done](const std::exception_ptr& error) {
                            is_done = error == nullptr;
                            io_.stop();
                          });
    io_.restart();
    io_.run_for(std::chrono::seconds(10));
    return is_done;
  }

  /// A client's bare socket, connected.
  [[nodiscard]] boost::asio::awaitable<boost::asio::ip::tcp::socket> connect() {
    auto socket = co_await sync::dial(listener_->address(), Millis(5'000));
    PERK_CHECK(socket.has_value(), "a test could not connect to itself");
    co_return std::move(socket).value();
  }
  [[nodiscard]] boost::asio::awaitable<Stream> connect_stream() {
    auto socket = co_await connect();
    co_return std::make_shared<sync::FrameStream>(std::move(socket), sync::StreamLimits{},
                                                  std::make_shared<sync::StreamCounters>());
  }

  [[nodiscard]] const sync::StreamCounters& counters() const { return *counters_; }
  [[nodiscard]] const sync::Address& address() const { return listener_->address(); }
  boost::asio::io_context& io() { return io_; }

 private:
  boost::asio::io_context io_;
  std::shared_ptr<sync::StreamCounters> counters_;
  std::unique_ptr<sync::Listener> listener_;
};

}  // namespace perk::test

// Streams over real sockets on this machine's loopback, for tests, plain or private: everything runs on the
// test's own thread, and a test that hangs fails after ten seconds.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "sync/net/dialer.h"
#include "sync/net/frame_stream.h"
#include "sync/tls/doorway.h"
#include "sync/tls/secure_dialer.h"

namespace perk::test {

class Loopback {
 public:
  using Coroutine = boost::asio::awaitable<void>;
  using Stream = std::shared_ptr<sync::FrameStream>;
  /// Of both ends, if the streams are private.
  struct Ends {
    sync::Identity head_office;
    sync::Identity store;
  };

  /// Each connection accepted becomes a stream and is served.
  explicit Loopback(std::function<Coroutine(Stream)> serve, sync::StreamLimits limits = {},
                    const std::optional<Ends>& ends = std::nullopt)
      : counters_(std::make_shared<sync::StreamCounters>()) {
    if (ends) {
      auto client =
          sync::TlsClient::make(ends->store, sync::Service::Sync, ends->head_office.party());
      PERK_CHECK(client.has_value(), "a test could not make its client");
      client_.emplace(std::move(client).value());
    }
    auto opened = sync::Doorway::open(
        io_, {"127.0.0.1", 0},
        ends ? sync::Security::tls(ends->head_office) : sync::Security::insecure_loopback(), {});
    PERK_CHECK(opened.has_value(), "a test could not listen on loopback");
    doorway_ = std::move(opened).value();
    doorway_->start([this, serve = std::move(serve), limits](sync::Channel channel) {
      auto stream = std::make_shared<sync::FrameStream>(std::move(channel), limits, counters_);
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
    auto socket = co_await sync::dial(doorway_->address(), Millis(5'000));
    PERK_CHECK(socket.has_value(), "a test could not connect to itself");
    co_return std::move(socket).value();
  }
  /// A client's end of the kind that is served here: plain, or private and let in.
  [[nodiscard]] boost::asio::awaitable<sync::Channel> connect_channel() {
    if (!client_) co_return sync::Channel(co_await connect());
    auto channel = co_await sync::dial(doorway_->address(), Millis(5'000), *client_);
    PERK_CHECK(channel.has_value(), "a test was not let in by itself");
    co_return std::move(channel).value();
  }
  [[nodiscard]] boost::asio::awaitable<Stream> connect_stream() {
    auto channel = co_await connect_channel();
    co_return std::make_shared<sync::FrameStream>(std::move(channel), sync::StreamLimits{},
                                                  std::make_shared<sync::StreamCounters>());
  }

  /// The client's end, if the streams are private.
  [[nodiscard]] const std::optional<sync::TlsClient>& client() const { return client_; }
  [[nodiscard]] const sync::StreamCounters& counters() const { return *counters_; }
  [[nodiscard]] const sync::Address& address() const { return doorway_->address(); }
  boost::asio::io_context& io() { return io_; }

 private:
  boost::asio::io_context io_;
  std::shared_ptr<sync::StreamCounters> counters_;
  std::optional<sync::TlsClient> client_;
  std::unique_ptr<sync::Doorway> doorway_;
};

}  // namespace perk::test

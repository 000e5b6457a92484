// A fault proxy in front of an upstream that echoes, in one thread, for tests: the test itself is a
// coroutine beside them. A test that does not end within 20 s fails.
#pragma once

#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "ops/proxy/control.h"
#include "ops/proxy/fault_proxy.h"
#include "ops/proxy/loopback.h"

namespace perk::ops {

class ProxyBench {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using Endpoint = boost::asio::ip::tcp::endpoint;
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;
  using Error = boost::system::error_code;

  ProxyBench() : echo_(io_, Endpoint(loopback(), 0)), proxy_(io_.get_executor(), 7) {
    boost::asio::co_spawn(io_, echo_all(), boost::asio::detached);
    const auto opened = proxy_.add_link("bakery", Endpoint(loopback(), 0), echo_.local_endpoint());
    EXPECT_TRUE(opened) << (opened ? "" : opened.error());
    if (opened) address_ = opened.value();
  }

  void run(const std::function<Awaitable<void>()>& test) {
    bool is_done = false;
    boost::asio::co_spawn(io_, test(), [&](const std::exception_ptr& thrown) {
      EXPECT_FALSE(thrown) << "the test's coroutine threw";
      is_done = true;
      io_.stop();
    });
    io_.run_for(std::chrono::seconds(20));
    EXPECT_TRUE(is_done) << "not done within 20 s";
  }

  Awaitable<Socket> connect(Error& error) {
    Socket socket(io_);
    co_await socket.async_connect(address_, quietly(error));
    co_return socket;
  }
  Awaitable<void> say(Socket& socket, std::string text, Error& error) {
    co_await boost::asio::async_write(socket, boost::asio::buffer(text), quietly(error));
  }
  /// Reads so many bytes, or up to the end.
  Awaitable<std::string> hear(Socket& socket, std::size_t bytes, Error& error) {
    std::string text(bytes, '\0');
    text.resize(
        co_await boost::asio::async_read(socket, boost::asio::buffer(text), quietly(error)));
    co_return text;
  }
  /// Lets everything else that is ready run once.
  Awaitable<void> turn() { co_await boost::asio::post(io_, boost::asio::use_awaitable); }
  void set(const std::vector<std::string>& toxic) {
    const auto outcome = proxy_.set("bakery", toxic);
    ASSERT_TRUE(outcome) << outcome.error();
  }
  void heal() { ASSERT_TRUE(proxy_.clear_all()); }

  FaultProxy& proxy() { return proxy_; }
  boost::asio::io_context& io() { return io_; }
  [[nodiscard]] std::size_t heard_upstream() const { return heard_upstream_; }
  static boost::asio::redirect_error_t<boost::asio::use_awaitable_t<>> quietly(Error& error) {
    return boost::asio::redirect_error(boost::asio::use_awaitable, error);
  }
  static boost::asio::ip::address loopback() { return boost::asio::ip::address_v4::loopback(); }

 private:
  Awaitable<void> echo_all() {
    while (true) {
      Error error;
      Socket socket = co_await echo_.async_accept(quietly(error));
      if (error) co_return;
      boost::asio::co_spawn(io_, echo_one(std::move(socket)), boost::asio::detached);
    }
  }
  Awaitable<void> echo_one(Socket socket) {
    std::array<char, 4096> buffer{};
    while (true) {
      Error error;
      const std::size_t got =
          co_await socket.async_read_some(boost::asio::buffer(buffer), quietly(error));
      heard_upstream_ += got;
      if (error) co_return;
      co_await boost::asio::async_write(socket, boost::asio::buffer(buffer, got), quietly(error));
      if (error) co_return;
    }
  }

  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor echo_;
  FaultProxy proxy_;
  Endpoint address_;
  std::size_t heard_upstream_ = 0;
};

}  // namespace perk::ops

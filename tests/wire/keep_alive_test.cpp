#include "sync/net/keep_alive.h"

#include <gtest/gtest.h>
#include <netinet/tcp.h>

#include "tests/wire/loopback.h"

namespace perk::sync {
namespace {

using test::Loopback;

int option(boost::asio::ip::tcp::socket& socket, int level, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  EXPECT_EQ(::getsockopt(socket.native_handle(), level, name, &value, &size), 0);
  return value;
}

TEST(KeepAlive, TheKernelIsToldWhenToAskAndWhenToGiveUp) {
  Loopback loopback([](Loopback::Stream) -> Loopback::Coroutine { co_return; });
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Loopback::Coroutine {
    auto socket = co_await net.connect();
    EXPECT_EQ(option(socket, SOL_SOCKET, SO_KEEPALIVE), 0);
    keep_alive(socket, {Millis(20'000), Millis(5'000), 4});
    EXPECT_EQ(option(socket, SOL_SOCKET, SO_KEEPALIVE), 1);
    EXPECT_EQ(option(socket, IPPROTO_TCP, TCP_KEEPIDLE), 20);
    EXPECT_EQ(option(socket, IPPROTO_TCP, TCP_KEEPINTVL), 5);
    EXPECT_EQ(option(socket, IPPROTO_TCP, TCP_KEEPCNT), 4);
    EXPECT_EQ(option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT), 40'000);
  }(loopback)));
}

TEST(KeepAlive, AKernelCountsInWholeSecondsAndNeverInNone) {
  Loopback loopback([](Loopback::Stream) -> Loopback::Coroutine { co_return; });
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Loopback::Coroutine {
    auto socket = co_await net.connect();
    keep_alive(socket, {Millis(1), Millis(1'001), 1});
    EXPECT_EQ(option(socket, SOL_SOCKET, SO_KEEPALIVE), 1);
    EXPECT_EQ(option(socket, IPPROTO_TCP, TCP_KEEPIDLE), 1);
    EXPECT_EQ(option(socket, IPPROTO_TCP, TCP_KEEPINTVL), 2);
  }(loopback)));
}

}  // namespace
}  // namespace perk::sync

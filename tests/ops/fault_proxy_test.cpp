#include "ops/proxy/fault_proxy.h"

#include <bit>
#include <chrono>

#include <gtest/gtest.h>

#include "tests/ops/proxy_bench.h"

namespace perk::ops {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

class FaultProxyTest : public testing::Test, protected ProxyBench {};

TEST_F(FaultProxyTest, CarriesBytesBothWaysWhenNothingIsWrong) {
  run([&]() -> Awaitable<void> {
    Error error;
    Socket socket = co_await connect(error);
    co_await say(socket, "cappuccino", error);
    EXPECT_EQ(co_await hear(socket, 10, error), "cappuccino");
    EXPECT_FALSE(error);
    EXPECT_EQ(proxy().status().front().up_bytes, 10U);
    EXPECT_EQ(proxy().status().front().down_bytes, 10U);
  });
}

TEST_F(FaultProxyTest, CarriesMoreThanItHoldsWhileNobodyReads) {
  run([&]() -> Awaitable<void> {
    Error error;
    Socket socket = co_await connect(error);
    const std::string much(3 * kLaneBytesMax, 'x');
    boost::asio::co_spawn(io(), say(socket, much, error), boost::asio::detached);
    Error read_error;
    EXPECT_EQ((co_await hear(socket, much.size(), read_error)).size(), much.size());
  });
}

TEST_F(FaultProxyTest, AnEndOfStreamIsPassedOn) {
  run([&]() -> Awaitable<void> {
    Error error;
    Socket socket = co_await connect(error);
    co_await say(socket, "bye", error);
    socket.shutdown(Socket::shutdown_send);
    EXPECT_EQ(co_await hear(socket, 100, error), "bye");
    EXPECT_EQ(error, boost::asio::error::eof);
  });
}

TEST_F(FaultProxyTest, ACutResetsOpenConnectionsAndRefusesNewOnes) {
  run([&]() -> Awaitable<void> {
    Error error;
    Socket socket = co_await connect(error);
    co_await say(socket, "hi", error);
    co_await hear(socket, 2, error);
    set({"cut"});
    co_await hear(socket, 1, error);
    EXPECT_EQ(error, boost::asio::error::connection_reset);
    co_await connect(error);
    EXPECT_EQ(error, boost::asio::error::connection_refused);
  });
}

TEST_F(FaultProxyTest, AHealedLinkListensWhereItListenedBefore) {
  run([&]() -> Awaitable<void> {
    for (int round = 0; round < 3; ++round) {
      set({"cut"});
      heal();
      Error error;
      Socket socket = co_await connect(error);
      co_await say(socket, "back", error);
      EXPECT_EQ(co_await hear(socket, 4, error), "back");
      EXPECT_FALSE(error) << error.message();
    }
  });
}

TEST_F(FaultProxyTest, ABlackHoleAcceptsAndSwallows) {
  run([&]() -> Awaitable<void> {
    set({"black_hole"});
    Error error;
    Socket socket = co_await connect(error);
    EXPECT_FALSE(error);
    co_await say(socket, "lost", error);
    EXPECT_FALSE(error);
    while (proxy().status().front().swallowed_bytes < 4) co_await turn();
    heal();
    Socket second = co_await connect(error);
    co_await say(second, "found", error);
    EXPECT_EQ(co_await hear(second, 5, error), "found");
    EXPECT_EQ(heard_upstream(), 5U);
  });
}

TEST_F(FaultProxyTest, AStreamWithAGapIsResetOnceTheBlackHoleIsGone) {
  run([&]() -> Awaitable<void> {
    Error error;
    Socket socket = co_await connect(error);
    co_await say(socket, "one", error);
    co_await hear(socket, 3, error);
    set({"black_hole", "up"});
    co_await say(socket, "two", error);
    while (proxy().status().front().swallowed_bytes < 3) co_await turn();
    heal();
    EXPECT_EQ(co_await hear(socket, 3, error), "");
    EXPECT_EQ(error, boost::asio::error::connection_reset);
  });
}

TEST_F(FaultProxyTest, OneWayLetsOnlyOneDirectionPass) {
  run([&]() -> Awaitable<void> {
    set({"one_way", "up"});
    Error error;
    Socket socket = co_await connect(error);
    co_await say(socket, "anyone?", error);
    while (heard_upstream() < 7) co_await turn();
    EXPECT_EQ(proxy().status().front().down_bytes, 0U);
    EXPECT_EQ(socket.available(), 0U);
  });
}

TEST_F(FaultProxyTest, LatencyDelaysAndKeepsOrder) {
  run([&]() -> Awaitable<void> {
    set({"latency", "60", "40", "up"});
    Error error;
    Socket socket = co_await connect(error);
    const auto start = Clock::now();
    for (const char* word : {"one ", "two ", "three ", "four "}) co_await say(socket, word, error);
    EXPECT_EQ(co_await hear(socket, 19, error), "one two three four ");
    EXPECT_GE(Clock::now() - start, milliseconds(20));
  });
}

TEST_F(FaultProxyTest, ADelayIsForgottenWhenItIsCleared) {
  run([&]() -> Awaitable<void> {
    set({"latency", "3600000"});
    Error error;
    Socket socket = co_await connect(error);
    co_await say(socket, "at last", error);
    heal();
    EXPECT_EQ(co_await hear(socket, 7, error), "at last");
  });
}

TEST_F(FaultProxyTest, BandwidthBoundsTheRate) {
  run([&]() -> Awaitable<void> {
    set({"bandwidth", "20000", "down"});
    Error error;
    Socket socket = co_await connect(error);
    const auto start = Clock::now();
    co_await say(socket, std::string(4000, 'x'), error);
    EXPECT_EQ((co_await hear(socket, 4000, error)).size(), 4000U);
    // The last piece (1/20 s of bytes) is passed on without a rest after it.
    EXPECT_GE(Clock::now() - start, milliseconds(140));
  });
}

TEST_F(FaultProxyTest, ASlicerChangesNoByte) {
  run([&]() -> Awaitable<void> {
    set({"slicer", "3", "1"});
    Error error;
    Socket socket = co_await connect(error);
    std::string text;
    for (int i = 0; i < 50; ++i) text += std::to_string(i);
    co_await say(socket, text, error);
    EXPECT_EQ(co_await hear(socket, text.size(), error), text);
  });
}

TEST_F(FaultProxyTest, WhatIsAlteredIsAsLongAndOneBitInAByteIsOther) {
  run([&]() -> Awaitable<void> {
    set({"alter", "10"});
    Error error;
    Socket socket = co_await connect(error);
    const std::string text(500, 'x');
    co_await say(socket, text, error);
    const std::string heard = co_await hear(socket, text.size(), error);
    EXPECT_EQ(heard.size(), text.size());
    std::size_t altered = 0;
    for (const char byte : heard) {
      const auto flipped = static_cast<unsigned>(static_cast<unsigned char>(byte ^ 'x'));
      EXPECT_LE(std::popcount(flipped), 2);  // Altered on the way there, on the way back, or both.
      altered += flipped == 0 ? 0 : 1;
    }
    EXPECT_GT(altered, 20U);
    EXPECT_LT(altered, 250U);
  });
}

TEST_F(FaultProxyTest, ResetAfterPassesExactlySoManyBytesFirst) {
  run([&]() -> Awaitable<void> {
    set({"reset_after", "5", "up"});
    Error error;
    Socket socket = co_await connect(error);
    co_await say(socket, "twelve bytes", error);
    co_await hear(socket, 100, error);
    EXPECT_EQ(error, boost::asio::error::connection_reset);
    while (heard_upstream() < 5) co_await turn();
    EXPECT_EQ(proxy().status().front().up_bytes, 5U);
    EXPECT_EQ(heard_upstream(), 5U);
  });
}

TEST_F(FaultProxyTest, AClientWhoseUpstreamIsGoneIsReset) {
  const auto nobody = [] {
    boost::asio::io_context io;
    return boost::asio::ip::tcp::acceptor(io, {ProxyBench::loopback(), 0}).local_endpoint();
  }();
  const auto link = proxy().add_link("kiosk", {loopback(), 0}, nobody);
  ASSERT_TRUE(link) << link.error();
  run([&]() -> Awaitable<void> {
    Error error;
    Socket socket(io());
    co_await socket.async_connect(link.value(), quietly(error));
    co_await hear(socket, 1, error);
    EXPECT_EQ(error, boost::asio::error::connection_reset);
  });
}

TEST_F(FaultProxyTest, RefusesASecondLinkOfOneNameOrOnATakenAddress) {
  const auto twice = proxy().add_link("bakery", {loopback(), 0}, {loopback(), 1});
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error(), "there are two links named 'bakery'");
  const auto taken = proxy().add_link("kiosk", proxy().status().front().listen, {loopback(), 1});
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().find("Address already in use"), std::string::npos) << taken.error();
}

TEST_F(FaultProxyTest, ControlLinesAreObeyedOrRefusedWithASentence) {
  EXPECT_EQ(obey(proxy(), "set bakery latency 20 up\n"), "ok\n");
  EXPECT_EQ(obey(proxy(), "set bakery bandwidth 9000\n"), "ok\n");
  const std::string status = obey(proxy(), "status\n");
  EXPECT_NE(status.find("toxics: up latency 20 0; up bandwidth 9000; down bandwidth 9000\nok\n"),
            std::string::npos)
      << status;
  EXPECT_EQ(obey(proxy(), "clear bakery\n"), "ok\n");
  EXPECT_NE(obey(proxy(), "status\n").find("toxics: none"), std::string::npos);
  EXPECT_EQ(obey(proxy(), "set cafe cut\n"), "no: there is no link 'cafe'; there are: bakery\n");
  EXPECT_EQ(obey(proxy(), "hello\n"),
            "no: say 'set NAME TOXIC', 'clear', 'clear NAME' or 'status'\n");
}

TEST_F(FaultProxyTest, ARunningProxyIsToldOverItsControlPort) {
  boost::asio::ip::tcp::acceptor control(io(), {loopback(), 0});
  boost::asio::co_spawn(io(), serve_control(control, proxy()), boost::asio::detached);
  std::optional<Result<std::string, std::string>> told, refused;
  std::thread operator_thread([&] {
    told = ask_proxy(control.local_endpoint(), "set bakery cut");
    refused = ask_proxy(control.local_endpoint(), "set bakery warp 9");
    boost::asio::post(io(), [&] { io().stop(); });
  });
  io().run_for(std::chrono::seconds(20));
  operator_thread.join();
  ASSERT_TRUE(told && refused);
  EXPECT_TRUE(*told);
  EXPECT_TRUE(proxy().status().front().toxics.is_cut);
  ASSERT_FALSE(*refused);
  EXPECT_EQ(refused->error(), "there is no toxic 'warp'");
}

}  // namespace
}  // namespace perk::ops

// Listening, dialling, backing off, ticking, and messages over a stream.
#include <limits>
#include <set>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "sync/net/backoff.h"
#include "sync/net/message_link.h"
#include "sync/net/ticker.h"
#include "sync/wire/message_codec.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/manual_clock.h"
#include "tests/support/random.h"
#include "tests/support/sync_fakes.h"
#include "tests/wire/loopback.h"
#include "tests/wire/random_values.h"

namespace perk::sync {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using test::Loopback;
using Coroutine = Loopback::Coroutine;
using Stream = Loopback::Stream;

asio::awaitable<void> say(tcp::socket& socket, std::vector<std::uint8_t> bytes) {
  boost::system::error_code ignored;
  co_await asio::async_write(socket, asio::buffer(bytes),
                             asio::redirect_error(asio::use_awaitable, ignored));
}

/// False when the peer has ended the connection.
asio::awaitable<bool> hear_some(tcp::socket& socket) {
  std::array<char, 1'024> bytes{};
  boost::system::error_code ended;
  co_await socket.async_read_some(asio::buffer(bytes),
                                  asio::redirect_error(asio::use_awaitable, ended));
  co_return !ended;
}

struct NotingObserver final : PumpObserver {
  void on_streaming() override {}
  void on_peer_holds(const Durable&) override {}
  void on_heard() override {}
  void on_ended(const Refusal& why) override { ended = why.sentence; }
  std::string ended;
};

std::string why_not_open(asio::io_context& io, const Address& address,
                         Reach reach = Reach::LoopbackOnly) {
  const auto opened = Listener::open(io, address, reach);
  return opened ? "it was opened" : opened.error();
}

TEST(Listener, TakesAFreePortAndSaysWhich) {
  asio::io_context io;
  const auto listener = Listener::open(io, {"localhost", 0}, Reach::LoopbackOnly);
  ASSERT_TRUE(listener) << listener.error();
  EXPECT_NE(listener.value()->address().port, 0);
}

TEST(Listener, IsNotToBeReachedFromOutsideUnlessTold) {
  asio::io_context io;
  EXPECT_EQ(why_not_open(io, {"0.0.0.0", 0}),
            "Cannot listen on 0.0.0.0:0: it is not a loopback address, and this server is not to "
            "be reached from "
            "outside.");
}

TEST(Listener, SaysWhatIsWrongWithItsAddress) {
  asio::io_context io;
  EXPECT_EQ(why_not_open(io, {"the shop", 1}),
            "Cannot listen on the shop:1: it is not an IP address.");
  const auto first = Listener::open(io, {"127.0.0.1", 0}, Reach::LoopbackOnly);
  ASSERT_TRUE(first);
  const Address taken = first.value()->address();
  EXPECT_EQ(why_not_open(io, taken),
            "Cannot listen on " + to_string(taken) + ": Address already in use.");
}

TEST(Dial, SaysWhomItCouldNotReach) {
  asio::io_context io;
  Address address;
  {
    const auto listener = Listener::open(io, {"127.0.0.1", 0}, Reach::LoopbackOnly);
    address = listener.value()->address();
  }
  std::string why;
  asio::co_spawn(
      io,
      [&]() -> Coroutine {
        auto socket = co_await dial(address, Millis(5'000));
        why = socket ? "it was reached" : socket.error();
      },
      asio::detached);
  io.run_for(std::chrono::seconds(10));
  EXPECT_EQ(why, "Cannot connect to " + to_string(address) + ": Connection refused.");
}

TEST(Dial, GivesUpAtItsDeadline) {
  asio::io_context io;
  // Nobody accepts here, and one waiting connection is all there is room for: later ones hang.
  tcp::acceptor full(io);
  full.open(tcp::v4());
  full.bind({asio::ip::address_v4::loopback(), 0});
  full.listen(0);
  const Address address{"127.0.0.1", full.local_endpoint().port()};
  std::vector<std::string> whys;
  asio::co_spawn(
      io,
      [&]() -> Coroutine {
        std::vector<tcp::socket> waiting;
        for (int i = 0; i < 3; ++i) {
          auto socket = co_await dial(address, Millis(200));
          if (socket) {
            waiting.push_back(std::move(socket).value());
          } else {
            whys.push_back(socket.error());
          }
        }
      },
      asio::detached);
  io.run_for(std::chrono::seconds(10));
  ASSERT_FALSE(whys.empty());
  EXPECT_EQ(whys.back(), "Cannot connect to " + to_string(address) + ": Connection timed out.");
}

TEST(Backoff, DoublesItsBoundUpToTheCap) {
  Backoff backoff({Millis(100), Millis(1'000)});
  const std::vector<std::int64_t> bounds{100, 200, 400, 800, 1'000, 1'000, 1'000};
  for (const std::int64_t bound : bounds) {
    // The random number that is the bound itself, of bound + 1 choices, gives the longest wait.
    EXPECT_EQ(backoff.next(static_cast<std::uint64_t>(bound)), Millis(bound));
  }
}

TEST(Backoff, SpreadsOverAllOfItsBound) {
  test::Random random(1);
  std::set<std::int64_t> waits;
  for (int i = 0; i < 200; ++i) {
    const Millis wait = Backoff({Millis(9), Millis(9)}).next(random.next());
    EXPECT_LE(wait, Millis(9));
    waits.insert(wait.count());
  }
  EXPECT_EQ(waits.size(), 10U);
}

TEST(Backoff, NeverComesBackBeforeItWasAskedTo) {
  test::Random random(1);
  Backoff backoff({Millis(100), Millis(1'000)});
  for (int i = 0; i < 100; ++i) {
    const Millis wait = backoff.next(random.next(), Millis(5'000));
    EXPECT_GE(wait, Millis(5'000));
    EXPECT_LE(wait, Millis(6'000));
  }
}

TEST(Backoff, StartsAgainAfterASuccess) {
  Backoff backoff({Millis(100), Millis(1'000)});
  for (int i = 0; i < 5; ++i) EXPECT_LE(backoff.next(1'000), Millis(1'000));
  backoff.succeeded();
  EXPECT_EQ(backoff.next(100), Millis(100));
}

TEST(Backoff, SurvivesMoreFailuresThanAnyoneCounts) {
  Backoff backoff({Millis(60'000), Millis(600'000)});
  for (int i = 0; i < 10'000; ++i) {
    const Millis wait = backoff.next(~std::uint64_t{0});
    ASSERT_GE(wait, Millis(0));
    ASSERT_LE(wait, Millis(600'000));
  }
}

TEST(Backoff, StaysAwayNoLongerThanTenMinutesMoreWhateverItIsTold) {
  constexpr std::int64_t kForEver = std::numeric_limits<std::int64_t>::max();
  Backoff backoff({Millis(100), Millis(1'000)});
  EXPECT_EQ(backoff.next(0, Millis(kForEver)), kRetryAfterMax);
  EXPECT_EQ(backoff.next(200, Millis(kForEver)), kRetryAfterMax + Millis(200));
  EXPECT_EQ(backoff.next(0, Millis(-kForEver)), Millis(0));
}

TEST(Backoff, CountsNoFurtherThanItsCapHoweverLongItsFirstWait) {
  constexpr Millis kLong(std::numeric_limits<std::int64_t>::max() / 4);
  Backoff backoff({kLong, kLong});
  for (int i = 0; i < 30; ++i)
    EXPECT_EQ(backoff.next(static_cast<std::uint64_t>(kLong.count())), kLong);
}

TEST(Address, ReadsHostAndPort) {
  EXPECT_EQ(parse_address("127.0.0.1:7400"), (Address{"127.0.0.1", 7400}));
  EXPECT_EQ(parse_address("hq.example:1"), (Address{"hq.example", 1}));
  EXPECT_EQ(parse_address("[::1]:7400"), (Address{"::1", 7400}));
  EXPECT_EQ(to_string(Address{"::1", 7400}), "[::1]:7400");
  EXPECT_EQ(to_string(Address{"127.0.0.1", 7400}), "127.0.0.1:7400");
}

TEST(Address, IsNothingElse) {
  for (const auto* text :
       {"", ":", "127.0.0.1", "127.0.0.1:", ":7400", "127.0.0.1:65536", "127.0.0.1:-1", "::1:7400",
        "127.0.0.1:7400 ", "[]:1", "[[::1]:1", "[::]1]:1"}) {
    EXPECT_EQ(parse_address(text), std::nullopt) << text;
  }
}

TEST(Ticker, TicksUntilItIsDestroyed) {
  asio::io_context io;
  int ticks = 0;
  std::unique_ptr<Ticker> ticker;
  ticker = std::make_unique<Ticker>(io.get_executor(), Millis(1), [&] {
    if (++ticks == 3) ticker.reset();
  });
  io.run_for(std::chrono::seconds(10));  // Runs out of work as soon as the ticker is gone.
  EXPECT_EQ(ticks, 3);
  EXPECT_TRUE(io.stopped());
}

TEST(MessageLink, CarriesMessagesBothWays) {
  const auto echo = [](Stream stream) -> Coroutine {
    MessageLink link(stream);
    for (;;) {
      auto message = co_await link.read_message();
      if (!message) co_return;
      link.send(message.value());
    }
  };
  Loopback loopback(echo);
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    MessageLink link(co_await net.connect_stream());
    test::Random random(1);
    for (int i = 0; i < 100; ++i) {
      const Message message = test::random_message(random);
      link.send(message);
      auto answer = co_await link.read_message();
      EXPECT_TRUE(answer.has_value());
      if (!answer) break;
      EXPECT_EQ(answer.value(), message);
    }
  }(loopback)));
}

TEST(MessageLink, EndsOnAMessageThatCannotBeRead) {
  std::string why;
  const auto serve = [&why](Stream stream) -> Coroutine {
    MessageLink link(stream);
    auto message = co_await link.read_message();
    if (!message) why = message.error().sentence;
  };
  Loopback loopback(serve);
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    const auto stream = co_await net.connect_stream();
    stream->send({8, {0xff, 0xff}});  // Said to be a Ping.
    auto end = co_await stream->read_frame();
    EXPECT_FALSE(end.has_value());
  }(loopback)));
  EXPECT_EQ(why, "the bytes are not a Ping");
  EXPECT_EQ(loopback.counters().frames_refused, 1U);
}

// The first half of a message must count as a sign of life: on a slow line the second is long in coming.
TEST(MessageLink, TellsItsPumpOfBytesThatAreNoMessageYet) {
  test::ManualClock clock;
  test::MemoryDisk disk;
  test::MemoryFeedSource source(disk);
  test::MemoryFeedSink sink(disk);
  test::MemoryDoorkeeper doorkeeper(disk);
  NotingObserver observer;
  ReplicatorLimits limits;
  limits.handshake_max = Millis(3'600'000);
  const auto serve = [&](Stream stream) -> Coroutine {
    MessageLink link(stream);
    const auto pump = Pump::acceptor(limits, {source, sink, link, observer, clock}, doorkeeper, {});
    link.tell_of_bytes(*pump);
    auto hello = co_await link.read_message();
    if (hello) pump->receive(std::move(hello).value());
    clock.advance(limits.silence_max - Millis(1));
    auto never_whole = co_await link.read_message();
    EXPECT_FALSE(never_whole.has_value());
    clock.advance(Millis(1));  // Since the Hello long enough, since half a message not.
    pump->tick();
    EXPECT_TRUE(pump->is_streaming()) << observer.ended;
  };
  Loopback loopback(serve);
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    const FrameLimits frames;
    Hello hello;
    hello.incarnation = test::store(9);
    auto socket = co_await net.connect();
    co_await hear_some(socket);  // The Challenge.
    co_await say(socket, encode_frame(encode_message(hello), frames));
    co_await hear_some(socket);  // The Welcome: the clock was moved.
    auto half = encode_frame({5, std::vector<std::uint8_t>(1'000, 1)}, frames);
    half.resize(20);
    co_await say(socket, half);
    socket.shutdown(tcp::socket::shutdown_send);
    while (co_await hear_some(socket)) {
    }
  }(loopback)));
  EXPECT_EQ(loopback.counters().frames_received, 1U);
}

}  // namespace
}  // namespace perk::sync

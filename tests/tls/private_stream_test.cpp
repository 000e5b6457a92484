// Frames over TLS, with somebody on the line. What streams promise on any line is in tests/wire.
#include <optional>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include "tests/support/random.h"
#include "tests/tls/relay.h"
#include "tests/tls/trust.h"
#include "tests/wire/loopback.h"

namespace perk::sync {
namespace {

namespace asio = boost::asio;
using test::Loopback;
using test::Relay;
using Bytes = std::vector<std::uint8_t>;
using Coroutine = Loopback::Coroutine;
using Stream = Loopback::Stream;

/// What the server heard, and why it heard no more.
struct Heard {
  std::vector<Frame> frames;
  std::optional<StreamEnded> ended;
};

Coroutine listen(Stream stream, Heard& heard) {
  for (;;) {
    auto frame = co_await stream->read_frame();
    if (!frame) {
      heard.ended = frame.error();
      co_return;
    }
    heard.frames.push_back(std::move(frame).value());
  }
}

std::function<Coroutine(Stream)> into(Heard& heard) {
  return [&heard](Stream stream) { return listen(std::move(stream), heard); };
}

Coroutine until(const std::function<bool()>& is_so, asio::io_context& io) {
  while (!is_so()) co_await asio::post(io, asio::use_awaitable);
}

Bytes incompressible(std::uint64_t seed, std::size_t size) {
  test::Random random(seed);
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

class PrivateStream : public ::testing::Test {
 protected:
  /// A client's channel through somebody on the line.
  static asio::awaitable<Channel> connect_through(Relay& relay, Loopback& net) {
    auto channel = co_await dial(relay.address(), Millis(5'000), *net.client());
    PERK_CHECK(channel.has_value(), "a test was not let in through its relay");
    co_return std::move(channel).value();
  }
  static Stream stream_over(Channel channel) {
    return std::make_shared<FrameStream>(std::move(channel), StreamLimits{},
                                         std::make_shared<StreamCounters>());
  }

  test::Trust trust;
  const Loopback::Ends ends{trust.identity(Party::head_office()), trust.identity(Party::store(17))};
};

TEST_F(PrivateStream, KnowsWhoIsAtItsOtherEnd) {
  Heard heard;
  std::optional<CertificateFacts> facts;
  const auto serve = [&](Stream stream) -> Coroutine {
    facts = stream->peer_facts();
    co_return;
  };
  Loopback loopback(serve, {}, ends);
  ASSERT_TRUE(loopback.run([](Loopback& net, auto& found, const auto& both) -> Coroutine {
    const auto stream = co_await net.connect_stream();
    EXPECT_EQ(stream->peer_facts(), both.head_office.facts());
    while (!found) co_await asio::post(net.io(), asio::use_awaitable);
    EXPECT_EQ(found, both.store.facts());
  }(loopback, facts, ends)));
}

TEST_F(PrivateStream, CarriesMegabytesBothWaysAtOnce) {
  constexpr std::size_t kFrames = 100;
  constexpr std::size_t kSize = 100'000;
  Heard heard;
  const auto serve = [&](Stream stream) -> Coroutine {
    for (std::size_t i = 0; i < kFrames; ++i) stream->send({1, incompressible(i, kSize)});
    co_await listen(stream, heard);
  };
  Loopback loopback(serve, {}, ends);
  ASSERT_TRUE(loopback.run([](Loopback& net, Heard& other) -> Coroutine {
    const auto stream = co_await net.connect_stream();
    for (std::size_t i = 0; i < kFrames; ++i) stream->send({2, incompressible(1'000 + i, kSize)});
    for (std::size_t i = 0; i < kFrames; ++i) {
      auto frame = co_await stream->read_frame();
      EXPECT_TRUE(frame.has_value());
      if (!frame) co_return;
      EXPECT_EQ(frame.value(), (Frame{1, incompressible(i, kSize)})) << i;
    }
    stream->close();
    co_await until([&] { return other.ended.has_value(); }, net.io());
  }(loopback, heard)));
  ASSERT_EQ(heard.frames.size(), kFrames);
  for (std::size_t i = 0; i < kFrames; ++i)
    EXPECT_EQ(heard.frames[i], (Frame{2, incompressible(1'000 + i, kSize)})) << i;
  EXPECT_EQ(heard.ended->why, StreamEnd::ClosedByPeer) << heard.ended->sentence;
}

TEST_F(PrivateStream, LosesNothingToASlowReader) {
  constexpr std::size_t kFrames = 80;
  constexpr std::size_t kSize = 100'000;
  const auto serve = [&](Stream stream) -> Coroutine {
    for (std::size_t i = 0; i < kFrames; ++i) stream->send({1, incompressible(i, kSize)});
    stream->close();
    co_return;
  };
  Loopback loopback(serve, {.close_time_max = Millis(60'000)}, ends);
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    auto channel = co_await net.connect_channel();
    Bytes all;
    std::array<std::uint8_t, 1'500> room{};
    boost::system::error_code error;
    while (!error) {
      const auto count = co_await async_read_some(*channel.transport, asio::buffer(room),
                                                  asio::redirect_error(asio::use_awaitable, error));
      all.insert(all.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(count));
    }
    EXPECT_EQ(error, asio::error::eof);
    Bytes expected;
    for (std::size_t i = 0; i < kFrames; ++i) {
      const auto frame = encode_frame({1, incompressible(i, kSize)}, {});
      expected.insert(expected.end(), frame.begin(), frame.end());
    }
    EXPECT_TRUE(all == expected);
  }(loopback)));
}

TEST_F(PrivateStream, ShowsNothingToWhoeverListens) {
  Heard heard;
  Loopback loopback(into(heard), {}, ends);
  const std::string secret = "a card number, or what it may spend";
  Relay relay(loopback.io(), loopback.address());
  ASSERT_TRUE(loopback.run(
      [](Loopback& net, Relay& spy, Heard& other, const std::string& words) -> Coroutine {
        const auto stream = stream_over(co_await connect_through(spy, net));
        stream->send({5, Bytes(words.begin(), words.end())});
        co_await until([&] { return other.frames.size() == 1; }, net.io());
      }(loopback, relay, heard, secret)));
  EXPECT_EQ(heard.frames.front().payload, Bytes(secret.begin(), secret.end()));
  EXPECT_GT(relay.seen().size(), secret.size());
  EXPECT_EQ(relay.seen().find(secret), std::string::npos);
  EXPECT_EQ(relay.seen().find("perk:store:17"), std::string::npos) << "who it is was shown";
}

TEST_F(PrivateStream, EndsAtTheFirstAlteredByteAndDeliversNothingOfIt) {
  // A record is five bytes of header, the sealed frame, and its seal.
  for (const std::size_t at : {0U, 1U, 3U, 4U, 5U, 20U, 60U}) {
    Heard heard;
    Loopback loopback(into(heard), {}, ends);
    Relay relay(loopback.io(), loopback.address());
    ASSERT_TRUE(loopback.run(
        [](Loopback& net, Relay& forger, Heard& other, std::size_t where) -> Coroutine {
          const auto stream = stream_over(co_await connect_through(forger, net));
          stream->send({5, Bytes(40, 1)});
          co_await until([&] { return other.frames.size() == 1; }, net.io());
          forger.on_up = [where](Relay::Bytes& bytes) { bytes.at(where) ^= 1; };
          stream->send({6, Bytes(40, 1)});
          // A length that grew waits for bytes: those of the next frame.
          for (int i = 0; i < 40; ++i) stream->send({7, Bytes(40, 1)});
          co_await until([&] { return other.ended.has_value(); }, net.io());
        }(loopback, relay, heard, at)));
    EXPECT_EQ(heard.frames.size(), 1U) << at;
    EXPECT_EQ(heard.ended->why, StreamEnd::ConnectionLost) << at;
  }
}

TEST_F(PrivateStream, TakesNothingTwice) {
  Heard heard;
  Loopback loopback(into(heard), {}, ends);
  Relay relay(loopback.io(), loopback.address());
  ASSERT_TRUE(loopback.run([](Loopback& net, Relay& player, Heard& other) -> Coroutine {
    const auto stream = stream_over(co_await connect_through(player, net));
    player.on_up = [](Relay::Bytes& bytes) {
      const Relay::Bytes again = bytes;
      bytes.insert(bytes.end(), again.begin(), again.end());
    };
    stream->send({5, Bytes(40, 1)});
    co_await until([&] { return other.ended.has_value(); }, net.io());
  }(loopback, relay, heard)));
  EXPECT_EQ(heard.frames.size(), 1U);
  EXPECT_EQ(heard.ended->why, StreamEnd::ConnectionLost);
}

TEST_F(PrivateStream, SeesThatItWasCutOff) {
  Heard heard;
  Loopback loopback(into(heard), {}, ends);
  Relay relay(loopback.io(), loopback.address());
  ASSERT_TRUE(loopback.run([](Loopback& net, Relay& cutter, Heard& other) -> Coroutine {
    const auto stream = stream_over(co_await connect_through(cutter, net));
    stream->send({5, {}});
    co_await until([&] { return other.frames.size() == 1; }, net.io());
    cutter.cut();  // Between frames, and with an orderly end of TCP.
    co_await until([&] { return other.ended.has_value(); }, net.io());
    auto frame = co_await stream->read_frame();
    EXPECT_FALSE(frame.has_value());
    if (!frame) {
      EXPECT_EQ(frame.error().why, StreamEnd::ConnectionLost) << frame.error().sentence;
    }
  }(loopback, relay, heard)));
  EXPECT_EQ(heard.ended->why, StreamEnd::ConnectionLost) << heard.ended->sentence;
}

TEST_F(PrivateStream, ThatIsDroppedIsNotTakenForOneThatClosed) {
  Heard heard;
  Loopback loopback(into(heard), {}, ends);
  ASSERT_TRUE(loopback.run([](Loopback& net, Heard& other) -> Coroutine {
    co_await net.connect_stream();  // And lets go of it.
    co_await until([&] { return other.ended.has_value(); }, net.io());
  }(loopback, heard)));
  EXPECT_EQ(heard.ended->why, StreamEnd::ConnectionLost) << heard.ended->sentence;
}

TEST_F(PrivateStream, ClosesWithAWordFromBothEnds) {
  Heard heard;
  Loopback loopback(into(heard), {}, ends);
  ASSERT_TRUE(loopback.run([](Loopback& net, Heard& other) -> Coroutine {
    auto channel = co_await net.connect_channel();
    channel.transport->finish_sending(
        [](boost::system::error_code error) { EXPECT_FALSE(error) << error.message(); });
    std::array<char, 10> room{};
    boost::system::error_code error;
    co_await async_read_some(*channel.transport, asio::buffer(room),
                             asio::redirect_error(asio::use_awaitable, error));
    EXPECT_EQ(error, asio::error::eof) << error.message();
    co_await until([&] { return other.ended.has_value(); }, net.io());
  }(loopback, heard)));
  EXPECT_EQ(heard.ended->why, StreamEnd::ClosedByPeer);
}

/// The peer goes on talking, megabytes of it, before it listens: closing outright would reset the
/// connection, and destroy what of the last words it has no room for yet.
TEST_F(PrivateStream, ItsLastWordsReachAPeerThatGoesOnTalking) {
  const Frame last{4, incompressible(7, 300'000)};
  const auto refuse = [&](Stream stream) -> Coroutine {
    auto first = co_await stream->read_frame();
    stream->send(last);
    stream->close();
  };
  Loopback loopback(refuse, {.close_time_max = Millis(60'000)}, ends);
  ASSERT_TRUE(loopback.run([](Loopback& net, const Frame& words) -> Coroutine {
    auto channel = co_await net.connect_channel();
    Bytes talk = encode_frame({5, {}}, {});
    talk.resize(4'000'000);
    std::optional<boost::system::error_code> talked;
    channel.transport->write(asio::buffer(talk), [&](auto error, std::size_t) { talked = error; });
    co_await until([&] { return talked.has_value(); }, net.io());
    EXPECT_FALSE(*talked) << talked->message();
    Bytes heard;
    Bytes room(100'000);
    boost::system::error_code error;
    while (!error) {
      const auto count = co_await async_read_some(*channel.transport, asio::buffer(room),
                                                  asio::redirect_error(asio::use_awaitable, error));
      heard.insert(heard.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(count));
    }
    EXPECT_EQ(error, asio::error::eof) << error.message();
    EXPECT_TRUE(heard == encode_frame(words, {}));
  }(loopback, last)));
}

}  // namespace
}  // namespace perk::sync

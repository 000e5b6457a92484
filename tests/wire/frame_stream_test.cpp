#include "sync/net/frame_stream.h"

#include <optional>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include "tests/support/random.h"
#include "tests/tls/trust.h"
#include "tests/wire/loopback.h"
#include "tests/wire/random_values.h"

namespace perk::sync {
namespace {

namespace asio = boost::asio;
using test::Loopback;
using Bytes = std::vector<std::uint8_t>;
using Coroutine = Loopback::Coroutine;
using Stream = Loopback::Stream;

Coroutine echo(Stream stream) {
  for (;;) {
    auto frame = co_await stream->read_frame();
    if (!frame) co_return;
    stream->send(frame.value());
  }
}

/// Reads until the stream ends, and notes why it did.
Coroutine read_and_note_end(Stream stream, std::optional<StreamEnded>& ended) {
  for (;;) {
    auto frame = co_await stream->read_frame();
    if (frame) continue;
    ended = frame.error();
    co_return;
  }
}

std::function<Coroutine(Stream)> note_end(std::optional<StreamEnded>& ended) {
  return [&ended](Stream stream) { return read_and_note_end(std::move(stream), ended); };
}

asio::awaitable<void> write_bytes(Channel& channel, Bytes bytes) {
  auto written = std::make_shared<bool>(false);
  channel.transport->write(asio::buffer(bytes), [written](auto, std::size_t) { *written = true; });
  while (!*written) co_await asio::post(channel.socket().get_executor(), asio::use_awaitable);
}

/// Says that no more comes.
void finish_sending(Channel& channel) {
  channel.transport->finish_sending([](boost::system::error_code) {});
}

/// Waits until the peer ends the connection.
asio::awaitable<void> read_to_end(Channel& channel) {
  boost::system::error_code error;
  std::array<char, 4'096> bytes{};
  while (!error) {
    co_await async_read_some(*channel.transport, asio::buffer(bytes),
                             asio::redirect_error(asio::use_awaitable, error));
  }
}

asio::awaitable<bool> echoes(Stream stream) {
  const Frame frame{7, Bytes(100, 1)};
  stream->send(frame);
  auto answer = co_await stream->read_frame();
  co_return answer.has_value() && answer.value() == frame;
}

enum class Kind { Plain, Private };

/// All that a stream promises, it promises over plain TCP and over TLS.
class FrameStreams : public ::testing::TestWithParam<Kind> {
 protected:
  static std::optional<Loopback::Ends> ends() {
    if (GetParam() == Kind::Plain) return std::nullopt;
    static test::Trust trust;
    static const Loopback::Ends both{trust.identity(Party::head_office()),
                                     trust.identity(Party::store(17))};
    return both;
  }
};

INSTANTIATE_TEST_SUITE_P(Over, FrameStreams, ::testing::Values(Kind::Plain, Kind::Private),
                         [](const auto& kind) {
                           return kind.param == Kind::Plain ? "Plain" : "Tls";
                         });

TEST_P(FrameStreams, CarriesFramesBothWaysInOrder) {
  Loopback loopback(echo, {}, ends());
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    const auto stream = co_await net.connect_stream();
    test::Random random(1);
    std::vector<Frame> sent;
    for (int i = 0; i < 200; ++i) {
      sent.push_back(
          {static_cast<std::uint8_t>(random.next()), test::random_bytes(random, 20'000)});
      stream->send(sent.back());
    }
    for (const Frame& frame : sent) {
      auto answer = co_await stream->read_frame();
      if (!answer) break;
      EXPECT_EQ(answer.value(), frame);
    }
    EXPECT_EQ(net.counters().frames_received, 200U);
    EXPECT_TRUE(stream->is_open());
  }(loopback)));
}

TEST_P(FrameStreams, EndsOnlyTheConnectionThatSentABrokenFrame) {
  Bytes oversized(kFrameHeaderBytes, 0xff);
  Bytes wrong_sum = encode_frame({5, Bytes(40, 1)}, {});
  wrong_sum.back() ^= 1;
  for (const Bytes& broken : {oversized, wrong_sum}) {
    Loopback loopback(echo, {}, ends());
    ASSERT_TRUE(loopback.run([](Loopback& net, Bytes bytes) -> Coroutine {
      const auto bystander = co_await net.connect_stream();
      EXPECT_TRUE(co_await echoes(bystander));
      auto culprit = co_await net.connect_channel();
      co_await write_bytes(culprit, bytes);
      co_await read_to_end(culprit);
      EXPECT_EQ(net.counters().frames_refused, 1U);
      EXPECT_TRUE(co_await echoes(bystander));
    }(loopback, broken)));
  }
}

TEST_P(FrameStreams, CountsAFrameThatWasCutOffInTheMiddle) {
  std::optional<StreamEnded> ended;
  Loopback loopback(note_end(ended), {}, ends());
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    auto socket = co_await net.connect_channel();
    Bytes half = encode_frame({5, Bytes(40, 1)}, {});
    half.resize(half.size() / 2);
    co_await write_bytes(socket, half);
    finish_sending(socket);
    co_await read_to_end(socket);
  }(loopback)));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->why, StreamEnd::FrameRefused);
  EXPECT_EQ(ended->sentence, "the connection ended in the middle of a frame");
  EXPECT_EQ(loopback.counters().frames_refused, 1U);
}

TEST_P(FrameStreams, TellsAPeerThatClosedBetweenFramesFromABrokenOne) {
  std::optional<StreamEnded> ended;
  Loopback loopback(note_end(ended), {}, ends());
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    auto socket = co_await net.connect_channel();
    co_await write_bytes(socket, encode_frame({5, {}}, {}));
    finish_sending(socket);
    co_await read_to_end(socket);
  }(loopback)));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->why, StreamEnd::ClosedByPeer);
  EXPECT_EQ(loopback.counters().frames_refused, 0U);
}

TEST_P(FrameStreams, EndsWhenAFrameTakesTooLongToArrive) {
  std::optional<StreamEnded> ended;
  Loopback loopback(note_end(ended), {.frame = {}, .frame_time_max = Millis(30)}, ends());
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    auto socket = co_await net.connect_channel();
    co_await write_bytes(socket, Bytes(3, 0));
    co_await read_to_end(socket);
  }(loopback)));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->why, StreamEnd::TimedOut);
  EXPECT_EQ(loopback.counters().timeouts, 1U);
}

TEST_P(FrameStreams, GivesALongFrameTheTimeASlowLineNeeds) {
  std::optional<StreamEnded> ended;
  // Ten bytes a second are allowed: the frame may take 4 s although a header alone may take 1 ms.
  Loopback loopback(note_end(ended),
                    {.frame = {}, .frame_time_max = Millis(1), .bytes_per_second_min = 10}, ends());
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    auto socket = co_await net.connect_channel();
    const Bytes frame = encode_frame({5, Bytes(30, 1)}, {});
    co_await write_bytes(socket, {frame.begin(), frame.begin() + kFrameHeaderBytes});
    asio::steady_timer pause(net.io(), std::chrono::milliseconds(50));  // The slow line itself.
    co_await pause.async_wait(asio::use_awaitable);
    co_await write_bytes(socket, {frame.begin() + kFrameHeaderBytes, frame.end()});
    finish_sending(socket);
    co_await read_to_end(socket);
  }(loopback)));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->why, StreamEnd::ClosedByPeer);
  EXPECT_EQ(loopback.counters().frames_received, 1U);
}

TEST_P(FrameStreams, EndsWhenNothingComesForLongerThanAllowed) {
  std::optional<StreamEnded> ended;
  Loopback loopback(note_end(ended), {.frame = {}, .idle_max = Millis(30)}, ends());
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    auto socket = co_await net.connect_channel();
    co_await read_to_end(socket);
  }(loopback)));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->why, StreamEnd::TimedOut);
}

TEST_P(FrameStreams, EndsAPeerThatDoesNotTakeItsFrames) {
  constexpr std::size_t kBound = 1'000'000;
  std::size_t most_queued = 0;
  bool is_open = true;
  const auto flood = [&](Stream stream) -> Coroutine {
    const Frame frame{5, Bytes(10'000, 1)};
    while (stream->is_open()) {
      stream->send(frame);
      most_queued = std::max(most_queued, stream->queued_bytes());
      co_await asio::post(stream->executor(), asio::use_awaitable);
    }
    is_open = stream->is_open();
  };
  Loopback loopback(flood, {.frame = {.compress_above = SIZE_MAX}, .queue_bytes_max = kBound},
                    ends());
  ASSERT_TRUE(loopback.run([](Loopback& net, bool& open) -> Coroutine {
    auto socket = co_await net.connect_channel();
    while (open) co_await asio::post(net.io(), asio::use_awaitable);  // Connected, and never reads.
  }(loopback, is_open)));
  EXPECT_EQ(loopback.counters().queue_overflows, 1U);
  EXPECT_LE(most_queued, kBound);
}

TEST_P(FrameStreams, SendsAllThatWasQueuedBeforeItCloses) {
  const auto say_and_close = [](Stream stream) -> Coroutine {
    for (int i = 0; i < 500; ++i) stream->send({5, Bytes(5'000, static_cast<std::uint8_t>(i))});
    stream->close();
    stream->send({6, {}});  // Too late: says nothing.
    co_return;
  };
  Loopback loopback(say_and_close, {.frame = {.compress_above = SIZE_MAX}}, ends());
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    const auto stream = co_await net.connect_stream();
    int count = 0;
    for (;;) {
      auto frame = co_await stream->read_frame();
      if (!frame) {
        EXPECT_EQ(frame.error().why, StreamEnd::ClosedByPeer) << frame.error().sentence;
        break;
      }
      EXPECT_EQ(frame.value().type, 5);
      ++count;
    }
    EXPECT_EQ(count, 500);
  }(loopback)));
}

TEST_P(FrameStreams, ItsLastWordsArriveAlthoughItReadsNoMore) {
  const auto refuse = [](Stream stream) -> Coroutine {
    auto first = co_await stream->read_frame();
    stream->send({4, {1}});
    stream->close();
  };
  Loopback loopback(refuse, {}, ends());
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    const auto stream = co_await net.connect_stream();
    for (int i = 0; i < 100; ++i) stream->send({5, Bytes(400, 1)});
    auto refusal = co_await stream->read_frame();
    EXPECT_TRUE(refusal.has_value()) << refusal.error().sentence;
    if (refusal) {
      EXPECT_EQ(refusal.value(), (Frame{4, {1}}));
    }
  }(loopback)));
}

TEST_P(FrameStreams, ThatIsDroppedTellsItsReader) {
  Loopback loopback(echo, {}, ends());
  std::optional<StreamEnded> ended;
  ASSERT_TRUE(loopback.run([](Loopback& net, std::optional<StreamEnded>& end) -> Coroutine {
    auto stream = co_await net.connect_stream();
    asio::co_spawn(net.io(), read_and_note_end(stream, end), asio::detached);
    co_await asio::post(net.io(), asio::use_awaitable);  // The reader waits now.
    stream->abort({StreamEnd::ClosedHere, "the shop closes"});
    while (!end) co_await asio::post(net.io(), asio::use_awaitable);
  }(loopback, ended)));
  EXPECT_EQ(ended->why, StreamEnd::ClosedHere);
  EXPECT_EQ(ended->sentence, "the shop closes");
}

TEST_P(FrameStreams, LivesThroughRandomBytes) {
  Loopback loopback(echo, {}, ends());
  ASSERT_TRUE(loopback.run([](Loopback& net) -> Coroutine {
    test::Random random(1);
    for (int i = 0; i < 100; ++i) {
      auto socket = co_await net.connect_channel();
      co_await write_bytes(socket, test::random_bytes(random, 500));
      finish_sending(socket);
      co_await read_to_end(socket);
    }
    EXPECT_GT(net.counters().frames_refused, 80U);
    EXPECT_TRUE(co_await echoes(co_await net.connect_stream()));
  }(loopback)));
}

}  // namespace
}  // namespace perk::sync

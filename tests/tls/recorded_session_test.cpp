// Somebody on the line who wrote down all of a session, and plays it again: to head office, and to a store.
#include <algorithm>

#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "tests/tls/relay.h"
#include "tests/tls/trust.h"
#include "tests/wire/loopback.h"

namespace perk::sync {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using test::Loopback;
using test::Relay;
using Bytes = std::vector<std::uint8_t>;
using Coroutine = Loopback::Coroutine;
using Stream = Loopback::Stream;

class RecordedSession : public ::testing::Test {
 protected:
  /// Head office's side: says a word, and hears what is said until the stream ends.
  Coroutine serve(Stream stream) {
    ++sessions;
    stream->send({7, Bytes(100, 7)});
    for (;;) {
      auto frame = co_await stream->read_frame();
      if (!frame) break;
      ++frames;
    }
    ++ended;
  }

  /// One whole session of store 17, with both ends' last words, written down.
  Coroutine record(Loopback& net, Relay& relay) {
    relay.on_up = [this](Relay::Bytes& bytes) { up.insert(up.end(), bytes.begin(), bytes.end()); };
    relay.on_down = [this](Relay::Bytes& bytes) {
      down.insert(down.end(), bytes.begin(), bytes.end());
    };
    auto channel = co_await dial(relay.address(), Millis(5'000), *net.client());
    PERK_CHECK(channel.has_value(), "a test was not let in through its relay");
    FrameStream stream(std::move(channel).value(), {}, std::make_shared<StreamCounters>());
    stream.send({5, Bytes(40, 1)});
    auto word = co_await stream.read_frame();
    EXPECT_TRUE(word.has_value());
    stream.close();
    while (ended == 0) co_await asio::post(net.io(), asio::use_awaitable);
  }

  test::Trust trust;
  const Loopback::Ends ends{trust.identity(Party::head_office()), trust.identity(Party::store(17))};
  Bytes up, down;
  int sessions = 0, frames = 0, ended = 0;
};

TEST_F(RecordedSession, IsWorthNothingToHeadOffice) {
  Loopback loopback([this](Stream stream) { return serve(std::move(stream)); }, {}, ends);
  Relay relay(loopback.io(), loopback.address());
  ASSERT_TRUE(loopback.run(record(loopback, relay)));
  ASSERT_EQ(sessions, 1);
  ASSERT_EQ(frames, 1);
  ASSERT_GT(up.size(), 500U);
  std::size_t heard = 0;
  ASSERT_TRUE(loopback.run([](Loopback& net, const Bytes& said, std::size_t& answer) -> Coroutine {
    auto socket = co_await net.connect();
    boost::system::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await asio::async_write(socket, asio::buffer(said), token);
    Bytes room(65'536);
    answer = co_await asio::async_read(socket, asio::buffer(room), token);
    EXPECT_TRUE(error) << "it was hung up on";
  }(loopback, up, heard)));
  EXPECT_GT(heard, 0U) << "it came as far as a handshake";
  EXPECT_EQ(sessions, 1) << "nobody was let in";
  EXPECT_EQ(frames, 1) << "nothing was heard twice";
}

/// Plays head office to whoever comes first, from a record, and hangs up.
Coroutine play(tcp::acceptor& acceptor, const Bytes& record) {
  boost::system::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  tcp::socket socket = co_await acceptor.async_accept(token);
  Bytes room(65'536);
  co_await socket.async_read_some(asio::buffer(room), token);
  co_await asio::async_write(socket, asio::buffer(record), token);
  while (!error) co_await socket.async_read_some(asio::buffer(room), token);
}

TEST_F(RecordedSession, IsWorthNothingToAStore) {
  Loopback loopback([this](Stream stream) { return serve(std::move(stream)); }, {}, ends);
  Relay relay(loopback.io(), loopback.address());
  ASSERT_TRUE(loopback.run(record(loopback, relay)));
  ASSERT_GT(down.size(), 500U);
  tcp::acceptor acceptor(loopback.io(), tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  const Address there{"127.0.0.1", acceptor.local_endpoint().port()};
  asio::co_spawn(loopback.io(), play(acceptor, down), asio::detached);
  std::string why;
  ASSERT_TRUE(loopback.run([](Loopback& net, Address address, std::string& said) -> Coroutine {
    auto channel = co_await dial(std::move(address), Millis(5'000), *net.client());
    if (!channel) said = channel.error();
  }(loopback, there, why)));
  EXPECT_NE(why, "") << "a record was taken for head office";
  EXPECT_EQ(why.find("within"), std::string::npos) << "it was refused, not waited for: " << why;
}

}  // namespace
}  // namespace perk::sync

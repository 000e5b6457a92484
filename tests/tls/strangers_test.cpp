// Who may come in without a certificate, and how much those may cost who never show one.
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include "sync/net/dialer.h"
#include "tests/tls/doorstep.h"
#include "tests/tls/raw_peer.h"
#include "tests/tls/trust.h"

namespace perk::sync {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using test::Doorstep;
using test::RawManners;
using test::RawPeer;
using ::testing::ElementsAre;

class TlsStrangers : public ::testing::Test {
 protected:
  test::Trust trust;
  const Identity head_office = trust.identity(Party::head_office());
  const Identity store = trust.identity(Party::store(17));
  const TlsClient store_client =
      TlsClient::make(store, Service::Sync, Party::head_office()).value();
  const TlsClient stranger =
      TlsClient::make_stranger(trust.authority().certificate(), Party::head_office()).value();
};

TEST_F(TlsStrangers, MayEnrolWhereThatIsAllowed) {
  Doorstep door(head_office, {.strangers = Strangers::MayEnrol});
  const auto channel = door.enter(stranger);
  ASSERT_TRUE(channel) << channel.error();
  ASSERT_TRUE(door.run_until([&] { return door.inside.size() == 1; }));
  EXPECT_EQ(door.inside.front().service, Service::Enrolment);
  EXPECT_EQ(door.inside.front().peer, std::nullopt);
  EXPECT_EQ(door.why_not(store_client), "it was let in");
}

TEST_F(TlsStrangers, MayNotEnrolElsewhere) {
  Doorstep door(head_office, {});
  EXPECT_EQ(door.why_not(stranger), "Cannot talk to HERE: it offers another service.");
}

TEST_F(TlsStrangers, MayDoNothingButEnrol) {
  Doorstep door(head_office, {.strangers = Strangers::MayEnrol});
  RawPeer peer(door.io(), RawManners{});  // Asks for perk-sync/1, and shows nothing.
  std::string why;
  const auto entering = [&]() -> asio::awaitable<void> {
    why = co_await peer.enter(door.address());
  };
  ASSERT_TRUE(door.run(entering()));
  EXPECT_EQ(why, "tlsv13 alert certificate required (SSL routines)");
  EXPECT_EQ(door.counters().let_in, 0U);
}

TEST_F(TlsStrangers, TrustNobodyButHeadOffice) {
  Doorstep door(store, {.service = Service::Terminal, .strangers = Strangers::MayEnrol});
  EXPECT_EQ(door.why_not(stranger),
            "Cannot talk to HERE: its certificate is of store 17, not of head office.");
}

TEST_F(TlsStrangers, AreNobodyWhoRenewsACertificate) {
  Doorstep door(head_office, {.strangers = Strangers::MayEnrol});
  const auto renewing = TlsClient::make(store, Service::Enrolment, Party::head_office()).value();
  ASSERT_TRUE(door.enter(renewing));
  ASSERT_TRUE(door.run_until([&] { return door.inside.size() == 1; }));
  ASSERT_TRUE(door.inside.front().peer);
  EXPECT_EQ(door.inside.front().peer->party, Party::store(17));
}

TEST_F(TlsStrangers, WhoAreSilentAreHungUpOnAfterAWhile) {
  Doorstep door(head_office, {}, {.handshake_max = Millis(50)});
  std::vector<tcp::socket> silent;
  const auto connect = [&]() -> asio::awaitable<void> {
    silent.push_back((co_await dial(door.address(), Millis(5'000))).value());
    std::array<char, 1> nothing{};
    boost::system::error_code ended;
    co_await silent.back().async_read_some(asio::buffer(nothing),
                                           asio::redirect_error(asio::use_awaitable, ended));
  };
  ASSERT_TRUE(door.run(connect()));
  EXPECT_EQ(door.counters().timed_out, 1U);
  EXPECT_THAT(door.refusals, ElementsAre("it took too long to prove who it is"));
}

TEST_F(TlsStrangers, WhoAreSilentAreBoundedInNumberAndDoNotHarmThoseInside) {
  constexpr std::size_t kMax = 4;
  Doorstep door(head_office, {}, {.handshake_max = Millis(60'000), .handshakes_max = kMax});
  auto inside = door.enter(store_client);
  ASSERT_TRUE(inside);
  std::vector<tcp::socket> silent;
  const auto connect = [&]() -> asio::awaitable<void> {
    silent.push_back((co_await dial(door.address(), Millis(5'000))).value());
  };
  for (std::size_t i = 0; i < kMax; ++i) ASSERT_TRUE(door.run(connect()));
  ASSERT_TRUE(door.run_until([&] { return door.counters().handshakes == kMax; }));
  EXPECT_EQ(door.counters().turned_away, 0U);
  // One too many, whoever it is.
  EXPECT_EQ(door.why_not(store_client), "Cannot talk to HERE: it ended the connection.");
  EXPECT_EQ(door.counters().turned_away, 1U);
  EXPECT_EQ(door.counters().handshakes, kMax);
  // Who is inside still is.
  bool is_heard = false;
  std::array<char, 1> room{};
  door.inside.front().transport->read_some(
      asio::buffer(room), [&](auto error, std::size_t count) { is_heard = !error && count == 1; });
  inside.value().transport->write(asio::buffer("x", 1), [](auto, std::size_t) {});
  EXPECT_TRUE(door.run_until([&] { return is_heard; }));
  // When one leaves, there is a place again.
  silent.pop_back();
  ASSERT_TRUE(door.run_until([&] { return door.counters().handshakes == kMax - 1; }));
  EXPECT_EQ(door.why_not(store_client), "it was let in");
}

TEST_F(TlsStrangers, AreLetGoWhenTheServerStops) {
  Doorstep door(head_office, {}, {.handshake_max = Millis(60'000)});
  std::vector<tcp::socket> silent;
  const auto connect = [&]() -> asio::awaitable<void> {
    silent.push_back((co_await dial(door.address(), Millis(5'000))).value());
  };
  ASSERT_TRUE(door.run(connect()));
  ASSERT_TRUE(door.run_until([&] { return door.counters().handshakes == 1; }));
  door.doorway().stop();
  EXPECT_TRUE(door.run_until([&] { return door.counters().handshakes == 0; }));
  EXPECT_TRUE(door.refusals.empty());
}

TEST_F(TlsStrangers, ReachNoPlainServerFromOutside) {
  asio::io_context io;
  const auto plain =
      Doorway::open(io, {"0.0.0.0", 0}, Security::insecure_loopback(), ServerRules{});
  ASSERT_FALSE(plain);
  EXPECT_EQ(plain.error(),
            "Cannot listen on 0.0.0.0:0: it is not a loopback address, and this server is not to "
            "be reached from outside.");
}

}  // namespace
}  // namespace perk::sync

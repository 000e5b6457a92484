// Who is not let in, what each end says about it, and what both ends agree on when they do.
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "sync/net/dialer.h"
#include "sync/tls/certificate.h"
#include "sync/tls/openssl.h"
#include "tests/tls/doorstep.h"
#include "tests/tls/raw_peer.h"
#include "tests/tls/trust.h"

namespace perk::sync {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using test::Doorstep;
using test::kHour;
using test::RawManners;
using test::RawPeer;
using ::testing::ElementsAre;

constexpr test::Validity kExpired{Millis(-2 * kHour.count()), Millis(-kHour.count())};
constexpr test::Validity kNotYet{kHour, Millis(2 * kHour.count())};

TlsClient client_of(const Identity& own, Service service = Service::Sync,
                    const Party& server = Party::head_office()) {
  return TlsClient::make(own, service, server).value();
}

class TlsRefusals : public ::testing::Test {
 protected:
  /// Nobody came in, and the server says why; the client's own words are the answer.
  std::string refused(Doorstep& door, const TlsClient& client, const std::string& server_says) {
    std::string why = door.why_not(client);
    EXPECT_TRUE(door.run_until([&] { return door.counters().handshakes == 0; }));
    EXPECT_THAT(door.refusals, ElementsAre(server_says));
    EXPECT_EQ(door.counters().let_in, 0U);
    EXPECT_EQ(ERR_peek_error(), 0U) << "an error was left behind";
    return why;
  }
  /// The same for a peer that is not ours: what OpenSSL tells it.
  std::string refused_raw(const RawManners& manners, const std::string& server_says,
                          ServerRules rules = {}) {
    Doorstep door(head_office, std::move(rules));
    RawPeer peer(door.io(), manners);
    std::string why = "it took too long";
    const auto entering = [&]() -> asio::awaitable<void> {
      why = co_await peer.enter(door.address());
    };
    EXPECT_TRUE(door.run(entering()));
    EXPECT_TRUE(door.run_until([&] { return door.counters().handshakes == 0; }));
    EXPECT_THAT(door.refusals, ElementsAre(server_says));
    EXPECT_EQ(door.counters().let_in, 0U);
    return why;
  }
  RawManners raw(test::Papers papers) const {
    RawManners manners;
    manners.papers = std::move(papers);
    return manners;
  }

  test::Trust trust;
  test::Trust stranger;
  const Identity head_office = trust.identity(Party::head_office());
  const Identity store = trust.identity(Party::store(17));
};

TEST_F(TlsRefusals, AreNotForWhoMayComeIn) {
  Doorstep door(head_office, {});
  auto channel = door.enter(client_of(store));
  ASSERT_TRUE(channel) << channel.error();
  ASSERT_TRUE(door.run_until([&] { return door.inside.size() == 1; }));
  ASSERT_TRUE(door.inside.front().peer);
  EXPECT_EQ(*door.inside.front().peer, store.facts());
  EXPECT_EQ(door.inside.front().service, Service::Sync);
  ASSERT_TRUE(channel.value().peer);
  EXPECT_EQ(*channel.value().peer, head_office.facts());
  EXPECT_EQ(channel.value().service, Service::Sync);
  EXPECT_TRUE(door.refusals.empty());
}

TEST_F(TlsRefusals, MeetWhoHasNoCertificate) {
  EXPECT_EQ(refused_raw({}, "it showed no certificate"),
            "tlsv13 alert certificate required (SSL routines)");
}

TEST_F(TlsRefusals, MeetWhoIsOfAnotherAuthority) {
  // A store of the other chain, which for once trusts this chain's head office.
  test::Papers papers = stranger.papers(Party::store(17));
  papers.authority = trust.authority().certificate();
  EXPECT_EQ(refused_raw(raw(papers), "its certificate is of another authority"),
            "tlsv1 alert unknown ca (SSL routines)");
}

TEST_F(TlsRefusals, MeetAServerOfAnotherAuthority) {
  Doorstep door(head_office, {});
  EXPECT_EQ(refused(door, client_of(stranger.identity(Party::store(17))),
                    "it says that our certificate is of another authority"),
            "Cannot talk to HERE: its certificate is of another authority.");
}

TEST_F(TlsRefusals, MeetWhoHasExpired) {
  Doorstep door(head_office, {});
  EXPECT_EQ(refused(door, client_of(trust.identity(Party::store(17), kExpired)),
                    "its certificate has expired"),
            "Cannot talk to HERE: it says that our certificate has expired.");
}

TEST_F(TlsRefusals, MeetWhoIsNotYetValid) {
  Doorstep door(head_office, {});
  EXPECT_EQ(refused(door, client_of(trust.identity(Party::store(17), kNotYet)),
                    "its certificate is not valid yet (is this machine's clock right?)"),
            "Cannot talk to HERE: it says that our certificate is not good.");
}

TEST_F(TlsRefusals, MeetAServerThatHasExpired) {
  Doorstep door(trust.identity(Party::head_office(), kExpired), {});
  EXPECT_EQ(refused(door, client_of(store), "it says that our certificate has expired"),
            "Cannot talk to HERE: its certificate has expired.");
}

TEST_F(TlsRefusals, MeetWhoIsRevoked) {
  std::vector<CertificateFacts> asked;
  Doorstep door(head_office, {.is_welcome = [&](const CertificateFacts& facts) {
                  asked.push_back(facts);
                  return false;
                }});
  EXPECT_EQ(refused(door, client_of(store), "its certificate is of store 17, and is revoked"),
            "Cannot talk to HERE: it says that our certificate is revoked.");
  EXPECT_THAT(asked, ElementsAre(store.facts()));
}

TEST_F(TlsRefusals, AskOnlyOfCertificatesThatAreOtherwiseGood) {
  int asked = 0;
  Doorstep door(head_office, {.is_welcome = [&](const CertificateFacts&) {
                  ++asked;
                  return true;
                }});
  static_cast<void>(door.why_not(client_of(trust.identity(Party::store(17), kExpired))));
  static_cast<void>(door.why_not(client_of(trust.identity(Party::terminal(1)))));
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(door.why_not(client_of(store)), "it was let in");
  EXPECT_EQ(asked, 1);
}

TEST_F(TlsRefusals, MeetEveryoneButStoresAtTheSyncService) {
  for (const Party& party : {Party::terminal(4), Party::operator_named("ana")}) {
    Doorstep door(head_office, {});
    EXPECT_EQ(
        refused(door, client_of(trust.identity(party)),
                "its certificate is of " + to_string(party) + ", who may not use perk-sync/1"),
        "Cannot talk to HERE: it says that our certificate is not for this use.");
  }
}

TEST_F(TlsRefusals, MeetStoresAtTheAdminService) {
  Doorstep door(head_office, {.service = Service::Admin});
  EXPECT_EQ(refused(door, client_of(store, Service::Admin),
                    "its certificate is of store 17, who may not use perk-admin/1"),
            "Cannot talk to HERE: it says that our certificate is not for this use.");
  const auto ana = trust.identity(Party::operator_named("ana"));
  EXPECT_EQ(door.why_not(client_of(ana, Service::Admin)), "it was let in");
}

TEST_F(TlsRefusals, MeetAStoreThatPlaysHeadOffice) {
  Doorstep door(store, {});
  EXPECT_EQ(refused(door, client_of(trust.identity(Party::store(18))),
                    "it says that our certificate is not for this use"),
            "Cannot talk to HERE: its certificate is of store 17, not of head office.");
}

TEST_F(TlsRefusals, MeetAnotherStoreThanTheTillExpects) {
  Doorstep door(store, {.service = Service::Terminal});
  const auto till = trust.identity(Party::terminal(4));
  EXPECT_EQ(refused(door, client_of(till, Service::Terminal, Party::store(18)),
                    "it says that our certificate is not for this use"),
            "Cannot talk to HERE: its certificate is of store 17, not of store 18.");
  EXPECT_EQ(door.why_not(client_of(till, Service::Terminal, Party::store(17))), "it was let in");
}

TEST_F(TlsRefusals, MeetHeadOfficesCertificateInAClient) {
  EXPECT_EQ(
      refused_raw(raw(trust.papers(Party::head_office())), "its certificate is not for this use"),
      "sslv3 alert unsupported certificate (SSL routines)");
}

TEST_F(TlsRefusals, MeetACertificateThatAStoreIssued) {
  const test::Papers signer = trust.papers(Party::store(17));
  test::Papers papers = trust.papers(Party::store(18));
  papers.certificate = trust.odd_certificate(papers, "URI:perk:store:18", "CA:FALSE", &signer);
  RawManners manners = raw(papers);
  manners.chain = {signer.certificate};
  static_cast<void>(refused_raw(manners, "its certificate was signed by one that may not sign"));
  manners.chain = {};  // And does not show who issued it.
  static_cast<void>(refused_raw(manners, "its certificate is of another authority"));
}

TEST_F(TlsRefusals, MeetAnAuthorityBetweenAPartyAndItsAuthority) {
  test::Papers between = trust.papers(Party::store(17));
  between.certificate = trust.odd_certificate(between, "URI:perk:store:17", "critical,CA:TRUE");
  test::Papers papers = trust.papers(Party::store(18));
  papers.certificate = trust.odd_certificate(papers, "URI:perk:store:18", "CA:FALSE", &between);
  RawManners manners = raw(papers);
  manners.chain = {between.certificate};
  static_cast<void>(refused_raw(manners, "its certificate was signed by one that may not sign"));
}

TEST_F(TlsRefusals, MeetACertificateThatNamesTwoParties) {
  test::Papers papers = trust.papers(Party::store(17));
  papers.certificate =
      trust.odd_certificate(papers, "URI:perk:store:17,URI:perk:store:18", "CA:FALSE");
  EXPECT_EQ(refused_raw(raw(papers),
                        "its certificate cannot be used: it does not name exactly one party"),
            "sslv3 alert unsupported certificate (SSL routines)");
}

TEST_F(TlsRefusals, MeetWhoAsksForAnotherServiceSeveralOrNone) {
  const auto ask = [&](std::vector<std::string> services, const std::string& server_says) {
    RawManners manners = raw(trust.papers(Party::store(17)));
    manners.services = std::move(services);
    EXPECT_EQ(refused_raw(manners, server_says),
              "tlsv1 alert no application protocol (SSL routines)");
  };
  const std::string another = "it asks for another service than perk-sync/1";
  ask({"perk-admin/1"}, another);
  ask({"h2"}, another);
  ask({"perk-sync/1", "perk-admin/1"}, another);
  ask({}, "it asks for no service");
  Doorstep door(head_office, {.service = Service::Admin});
  EXPECT_EQ(refused(door, client_of(store), "it asks for another service than perk-admin/1"),
            "Cannot talk to HERE: it offers another service.");
}

TEST_F(TlsRefusals, MeetOlderVersions) {
  RawManners manners = raw(trust.papers(Party::store(17)));
  manners.version_max = TLS1_2_VERSION;
  EXPECT_EQ(
      refused_raw(manners, "the two ends speak no version of TLS in common (Perk speaks 1.3 only)"),
      "tlsv1 alert protocol version (SSL routines)");
}

TEST_F(TlsRefusals, MeetWhoSpeaksPlainly) {
  Doorstep door(head_office, {});
  bool is_over = false;
  const auto speak = [&]() -> asio::awaitable<void> {
    auto socket = (co_await dial(door.address(), Millis(5'000))).value();
    boost::system::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await asio::async_write(socket, asio::buffer(std::string(200, '\x05')), token);
    std::array<char, 100> answer{};
    while (!error) co_await socket.async_read_some(asio::buffer(answer), token);
    is_over = true;
  };
  ASSERT_TRUE(door.run(speak()));
  EXPECT_TRUE(is_over);
  EXPECT_THAT(door.refusals, ElementsAre("it does not speak TLS"));
}

TEST_F(TlsRefusals, MeetAServerThatSpeaksPlainly) {
  Doorstep door(head_office, {});
  auto plain = Listener::open(door.io(), {"127.0.0.1", 0}, Reach::LoopbackOnly).value();
  std::vector<tcp::socket> taken;
  plain->start([&](tcp::socket socket) {
    boost::system::error_code ignored;
    asio::write(socket, asio::buffer(std::string(100, '\x05')), ignored);
    taken.push_back(std::move(socket));
  });
  std::string why;
  const auto dialling = [&]() -> asio::awaitable<void> {
    auto channel = co_await dial(plain->address(), Millis(5'000), client_of(store));
    why = channel ? "it was let in" : channel.error();
  };
  ASSERT_TRUE(door.run(dialling()));
  EXPECT_EQ(why, "Cannot talk to " + to_string(plain->address()) + ": it does not speak TLS.");
}

TEST_F(TlsRefusals, LetNothingButTls13AndItsSuitesThrough) {
  RawManners manners = raw(trust.papers(Party::store(17)));
  Doorstep door(head_office, {});
  RawPeer peer(door.io(), manners);
  std::string why = "it took too long";
  const auto entering = [&]() -> asio::awaitable<void> {
    why = co_await peer.enter(door.address());
  };
  ASSERT_TRUE(door.run(entering()));
  EXPECT_EQ(why, "");
  EXPECT_EQ(SSL_version(peer.ssl()), TLS1_3_VERSION);
  EXPECT_EQ(SSL_get_current_compression(peer.ssl()), nullptr);
  EXPECT_EQ(SSL_SESSION_is_resumable(SSL_get_session(peer.ssl())), 0) << "a ticket was given";
  EXPECT_EQ(SSL_session_reused(peer.ssl()), 0);
}

TEST_F(TlsRefusals, MeetEverySuiteButTheThreeOfTheirs) {
  Doorstep door(head_office, {});
  for (const auto* suite : {"TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"}) {
    RawPeer peer(door.io(), raw(trust.papers(Party::store(17))));
    ASSERT_EQ(SSL_set_ciphersuites(peer.ssl(), suite), 1);
    std::string why;
    const auto entering = [&]() -> asio::awaitable<void> {
      why = co_await peer.enter(door.address());
    };
    ASSERT_TRUE(door.run(entering()));
    EXPECT_EQ(why, "sslv3 alert handshake failure (SSL routines)") << suite;
  }
  EXPECT_EQ(door.counters().let_in, 0U);
}

}  // namespace
}  // namespace perk::sync

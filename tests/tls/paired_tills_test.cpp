// Tills that share a key with their store in place of a certificate: who is let in by it, and who is not.
#include <map>

#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "sync/net/dialer.h"
#include "sync/net/frame_stream.h"
#include "sync/tls/openssl.h"
#include "tests/tls/doorstep.h"
#include "tests/tls/paired_hello.h"
#include "tests/tls/raw_peer.h"
#include "tests/tls/relay.h"

namespace perk::sync {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using test::Doorstep;
using test::KeyUse;
using test::RawManners;
using test::RawPeer;
using test::Relay;
using ::testing::ElementsAre;

constexpr auto kNotTaken =
    "Cannot talk to HERE: it does not take our proof (a till that was unpaired needs to be paired "
    "again).";

PairedKey new_key(std::uint64_t terminal) {
  return PairedKey::make(StoreId(17), TerminalId(terminal)).value();
}
TlsClient till_of(const PairedKey& key) { return TlsClient::make_paired(key).value(); }

class PairedTills : public ::testing::Test {
 protected:
  ServerRules rules() {
    ServerRules rules{.service = Service::Terminal};
    rules.paired_key = [this](const Party& till) -> Result<PairedKey, std::string> {
      const auto found = paired.find(till);
      if (found == paired.end()) return failed(to_string(till) + " is not paired here");
      return found->second;
    };
    return rules;
  }
  void expect_refused(Doorstep& door, const TlsClient& till, const std::string& server_says) {
    EXPECT_EQ(door.why_not(till), kNotTaken);
    EXPECT_TRUE(door.run_until([&] { return door.counters().handshakes == 0; }));
    EXPECT_THAT(door.refusals, ElementsAre(server_says));
    EXPECT_TRUE(door.inside.empty());
    EXPECT_EQ(ERR_peek_error(), 0U) << "an error was left behind";
  }
  /// What OpenSSL tells a peer that is not ours; empty if it was let in.
  std::string enter(Doorstep& door, RawPeer& peer) {
    std::string why = "it took too long";
    const auto entering = [&]() -> asio::awaitable<void> {
      why = co_await peer.enter(door.address());
    };
    EXPECT_TRUE(door.run(entering()));
    EXPECT_TRUE(door.run_until([&] { return door.counters().handshakes == 0; }));
    return why;
  }
  RawManners raw_manners() const {
    RawManners manners;
    manners.services = {"perk-terminal/1"};
    manners.key = test::raw(key);
    return manners;
  }
  /// What the store answers to these bytes before it waits for more.
  static std::vector<std::uint8_t> answer_to(Doorstep& door,
                                             const std::vector<std::uint8_t>& words) {
    std::vector<std::uint8_t> answer(16'384);
    const auto speak = [&]() -> asio::awaitable<void> {
      auto socket = (co_await dial(door.address(), Millis(5'000))).value();
      boost::system::error_code error;
      auto token = asio::redirect_error(asio::use_awaitable, error);
      co_await asio::async_write(socket, asio::buffer(words), token);
      answer.resize(co_await socket.async_read_some(asio::buffer(answer), token));
    };
    EXPECT_TRUE(door.run(speak()));
    EXPECT_TRUE(door.run_until([&] { return door.counters().handshakes == 0; }));
    return answer;
  }

  test::Trust trust;
  const Identity store = trust.identity(Party::store(17));
  const PairedKey key = new_key(42);
  std::map<Party, PairedKey> paired{{Party::terminal(42), key}};
};

TEST_F(PairedTills, AreLetInByTheirKey) {
  Doorstep door(store, rules());
  auto channel = door.enter(till_of(key));
  ASSERT_TRUE(channel) << channel.error();
  ASSERT_TRUE(door.run_until([&] { return door.inside.size() == 1; }));
  const auto& till = door.inside.front().peer;
  ASSERT_TRUE(till);
  EXPECT_EQ(till->party, Party::terminal(42));
  EXPECT_EQ(till->proof, ShownProof::PairedKey);
  EXPECT_EQ(till->fingerprint, key.fingerprint());
  EXPECT_EQ(door.inside.front().service, Service::Terminal);
  ASSERT_TRUE(channel.value().peer);
  EXPECT_EQ(channel.value().peer->party, Party::store(17));
  EXPECT_EQ(channel.value().service, Service::Terminal);
  EXPECT_TRUE(door.refusals.empty());
}

TEST_F(PairedTills, AreLetInBesideThoseWithCertificates) {
  Doorstep door(store, rules());
  const auto certified =
      TlsClient::make(trust.identity(Party::terminal(4)), Service::Terminal, Party::store(17));
  EXPECT_EQ(door.why_not(certified.value()), "it was let in");
  EXPECT_EQ(door.why_not(till_of(key)), "it was let in");
  ASSERT_TRUE(door.run_until([&] { return door.inside.size() == 2; }));
  EXPECT_EQ(door.inside.front().peer->proof, ShownProof::Certificate);
}

TEST_F(PairedTills, WithAnotherKeyAreRefused) {
  Doorstep door(store, rules());
  expect_refused(door, till_of(new_key(42)), "it does not hold the key that was paired");
}

TEST_F(PairedTills, ThatAreNotPairedHearNoMoreThanThoseWithAnotherKey) {
  Doorstep door(store, rules());
  expect_refused(door, till_of(new_key(43)), "terminal 43 is not paired here");
}

TEST_F(PairedTills, AreRefusedOnceTheyAreUnpaired) {
  Doorstep door(store, rules());
  EXPECT_EQ(door.why_not(till_of(key)), "it was let in");
  ASSERT_TRUE(door.run_until([&] { return door.inside.size() == 1; }));
  door.inside.clear();
  paired.clear();
  expect_refused(door, till_of(key), "terminal 42 is not paired here");
}

TEST_F(PairedTills, TakeNoStoreThatLacksTheirKeyWhateverItsCertificate) {
  Doorstep door(store, {.service = Service::Terminal});
  EXPECT_EQ(door.why_not(till_of(key)),
            "Cannot talk to HERE: it shows a certificate, and does not take the key of this "
            "pairing.");
  EXPECT_TRUE(door.inside.empty());
}

TEST_F(PairedTills, HaveNoOtherServiceThanTheirs) {
  Doorstep door(trust.identity(Party::head_office()), {.service = Service::Sync});
  EXPECT_EQ(door.why_not(till_of(key)), "Cannot talk to HERE: it offers another service.");
  std::string why;
  const auto dialling = [&]() -> asio::awaitable<void> {
    auto channel = co_await dial(door.address(), Millis(5'000), Security::paired(key),
                                 Service::Sync, Party::head_office());
    why = channel ? "it was let in" : channel.error();
  };
  ASSERT_TRUE(door.run(dialling()));
  EXPECT_EQ(why, "The key of terminal 42 is good for the tills' line to store 17 only.");
  EXPECT_FALSE(Doorway::open(door.io(), {"127.0.0.1", 0}, Security::paired(key), rules()));
}

TEST_F(PairedTills, AgreeOnFreshKeysAndResumeNothing) {
  Doorstep door(store, rules());
  RawPeer peer(door.io(), raw_manners());
  EXPECT_EQ(enter(door, peer), "");
  EXPECT_EQ(SSL_version(peer.ssl()), TLS1_3_VERSION);
  EXPECT_EQ(SSL_session_reused(peer.ssl()), 1) << "the key was not used";
  EVP_PKEY* fresh = nullptr;
  EXPECT_EQ(SSL_get_peer_tmp_key(peer.ssl(), &fresh), 1) << "no fresh exchange was made";
  EVP_PKEY_free(fresh);
  EXPECT_EQ(SSL_SESSION_has_ticket(SSL_get_session(peer.ssl())), 0) << "a ticket was given";
}

TEST_F(PairedTills, MakeAFreshExchangeOrAreNotTaken) {
  Doorstep door(store, rules());
  const auto usual = answer_to(door, paired_hello(test::raw(key), KeyUse::WithFreshExchange));
  EXPECT_TRUE(test::takes_the_key(usual)) << "the hello is not what it should be";
  const auto alone = answer_to(door, paired_hello(test::raw(key), KeyUse::Alone));
  ASSERT_FALSE(alone.empty());
  EXPECT_FALSE(test::takes_the_key(alone));
  EXPECT_TRUE(door.inside.empty());
}

TEST_F(PairedTills, AreNotTalkedDownToAnOlderVersion) {
  Doorstep door(store, rules());
  RawManners manners = raw_manners();
  manners.version_max = TLS1_2_VERSION;
  RawPeer peer(door.io(), manners);
  EXPECT_EQ(enter(door, peer), "tlsv1 alert protocol version (SSL routines)");
  EXPECT_THAT(door.refusals,
              ElementsAre("the two ends speak no version of TLS in common (Perk speaks 1.3 only)"));
}

TEST_F(PairedTills, AreKnownByATillsNameOnly) {
  paired.emplace(Party::store(17), key);
  for (const char* name : {"perk:store:17", "42", "perk:terminal:042", "anybody"}) {
    Doorstep door(store, rules());
    RawManners manners = raw_manners();
    manners.key->name = name;
    RawPeer peer(door.io(), manners);
    EXPECT_EQ(enter(door, peer), "sslv3 alert illegal parameter (SSL routines)") << name;
    EXPECT_THAT(door.refusals, ElementsAre("it names a key that no till has")) << name;
  }
}

TEST_F(PairedTills, SayNothingBeforeTheyAreKnown) {
  Doorstep door(store, rules());
  RawManners manners = raw_manners();
  manners.key->early_bytes_max = 1'000;
  RawPeer peer(door.io(), manners);
  BIO* const said = BIO_new(BIO_s_mem());
  SSL_set_bio(peer.ssl(), BIO_new(BIO_s_mem()), said);
  SSL_set_connect_state(peer.ssl());
  std::size_t written = 0;
  const std::string word(100, 'x');
  ASSERT_EQ(SSL_write_early_data(peer.ssl(), word.data(), word.size(), &written), 1);
  std::vector<std::uint8_t> words(16'384);
  words.resize(
      static_cast<std::size_t>(BIO_read(said, words.data(), static_cast<int>(words.size()))));
  const auto answer = answer_to(door, words);
  BIO_write(SSL_get_rbio(peer.ssl()), answer.data(), static_cast<int>(answer.size()));
  ASSERT_EQ(SSL_do_handshake(peer.ssl()), 1) << "the store did not say what it takes";
  EXPECT_EQ(SSL_session_reused(peer.ssl()), 1);
  EXPECT_EQ(SSL_get_early_data_status(peer.ssl()), SSL_EARLY_DATA_REJECTED);
  EXPECT_TRUE(door.inside.empty()) << "it was let in before it proved anything";
}

TEST_F(PairedTills, ARecordedSessionIsWorthNothing) {
  Doorstep door(store, rules());
  Relay relay(door.io(), door.address());
  Relay::Bytes up;
  relay.on_up = [&](Relay::Bytes& bytes) { up.insert(up.end(), bytes.begin(), bytes.end()); };
  const auto session = [&]() -> asio::awaitable<void> {
    auto channel = co_await dial(relay.address(), Millis(5'000), till_of(key));
    PERK_CHECK(channel.has_value(), "a test was not let in through its relay");
    FrameStream stream(std::move(channel).value(), {}, std::make_shared<StreamCounters>());
    stream.send({5, std::vector<std::uint8_t>(40, 1)});
    stream.close();
  };
  ASSERT_TRUE(door.run(session()));
  ASSERT_TRUE(door.run_until([&] { return door.inside.size() == 1 && up.size() > 400; }));
  static_cast<void>(answer_to(door, up));
  EXPECT_EQ(door.counters().let_in, 1U) << "a record was taken for the till";
  EXPECT_EQ(door.refusals.size(), 1U);
}

}  // namespace
}  // namespace perk::sync

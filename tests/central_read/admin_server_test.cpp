// The admin tool's line to head office, over real sockets.
#include "central/net/admin_server.h"

#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "central/admin/admin_client.h"
#include "central/admin/admin_codec.h"
#include "central/admin/stands_by.h"
#include "central/net/admin_session.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/operator_proof.h"
#include "sync/crypto/reason_seal.h"
#include "tests/central/central_builders.h"
#include "tests/tls/trust.h"

namespace perk::test {
namespace {

using namespace central;
namespace asio = boost::asio;

/// Answers with the name of what was asked.
AdminReply echo(const AdminAsk& ask, const AdminOnProgress& on_progress) {
  if (const auto* rebuild = std::get_if<RebuildRequest>(&ask.request)) {
    on_progress({rebuild->projection, 1, 2});
    return RebuildReply{rebuild->projection, 1, 2, Millis(3), 4};
  }
  return HealthReply{"1.0", true, Epoch(1), 2, 3, 4, 5, 6};
}

class AdminServerTest : public ::testing::Test {
 protected:
  void serve(AdminAnswerer answerer,
             const sync::Security& security = sync::Security::insecure_loopback()) {
    auto doorway =
        sync::Doorway::open(io_, {"127.0.0.1", 0}, security, {.service = sync::Service::Admin});
    ASSERT_TRUE(doorway);
    server_ = std::make_unique<AdminServer>(io_, std::move(doorway).value(), std::move(answerer));
    address_ = server_->address();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~AdminServerTest() override { stop(); }
  void stop() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] { server_->stop(); });
    thread_.join();
  }
  /// Sends bytes as they are, and reads until the server hangs up.
  std::vector<std::uint8_t> send_raw(const std::vector<std::uint8_t>& bytes) {
    asio::io_context io;
    asio::ip::tcp::socket socket(io);
    socket.connect({asio::ip::make_address(address_.host), address_.port});
    asio::write(socket, asio::buffer(bytes));
    std::vector<std::uint8_t> answer(1'000);
    boost::system::error_code ended;
    answer.resize(asio::read(socket, asio::buffer(answer), ended));
    EXPECT_TRUE(ended);
    return answer;
  }
  std::uint64_t frames_refused() {
    std::promise<std::uint64_t> count;
    asio::post(io_, [&] { count.set_value(server_->counters().frames_refused); });
    return count.get_future().get();
  }

  asio::io_context io_;
  std::unique_ptr<AdminServer> server_;
  sync::Address address_;
  std::thread thread_;
};

TEST_F(AdminServerTest, OneConnectionAsksOneThingAfterAnother) {
  serve(echo);
  AdminClient client(address_, sync::Security::insecure_loopback());
  for (int question = 0; question < 3; ++question) {
    const auto reply = client.call(HealthRequest{});
    ASSERT_TRUE(reply) << reply.error();
    EXPECT_EQ(std::get<HealthReply>(reply.value()).version, "1.0");
  }
}

TEST(AdminAddresses, AreOneOrSeveralWithCommas) {
  EXPECT_EQ(parse_admin_addresses("a:1"), (std::vector<sync::Address>{{"a", 1}}));
  EXPECT_EQ(parse_admin_addresses("a:1,b:2"), (std::vector<sync::Address>{{"a", 1}, {"b", 2}}));
  for (const char* const wrong : {"", "a", "a:1,", ",a:1", "a:1, b:2", "a:1 b:2"})
    EXPECT_EQ(parse_admin_addresses(wrong), std::nullopt) << wrong;
}

TEST_F(AdminServerTest, OfSeveralHeadOfficesTheOneThatServesIsAsked) {
  std::atomic<bool> serves{false};
  std::atomic<int> asked{0};
  serve([&](const AdminAsk& ask, const AdminOnProgress& on_progress) {
    ++asked;
    if (serves) return echo(ask, on_progress);
    return AdminReply(AdminFault{kStandsBy, "This head office stands by."});
  });
  const sync::Address nobody{"127.0.0.1", 1};
  AdminClient client(std::vector{nobody, address_}, sync::Security::insecure_loopback());
  const auto refused = client.call(StoresRequest{});
  ASSERT_TRUE(refused) << refused.error();
  EXPECT_EQ(std::get<AdminFault>(refused.value()).code, kStandsBy) << "nobody serves";
  EXPECT_EQ(asked, 1);
  serves = true;
  for (int question = 0; question < 2; ++question) EXPECT_TRUE(client.call(HealthRequest{}));
  EXPECT_EQ(asked, 3);
  serves = false;
  AdminClient alone(address_, sync::Security::insecure_loopback());
  const auto standing_by = alone.call(StoresRequest{});
  ASSERT_TRUE(standing_by) << standing_by.error();
  EXPECT_EQ(std::get<AdminFault>(standing_by.value()).code, kStandsBy);
}

TEST_F(AdminServerTest, OverTlsAnOperatorIsAnsweredAndNobodyElse) {
  Trust trust;
  serve(echo, sync::Security::tls(trust.identity(sync::Party::head_office())));
  const auto ana = sync::Security::tls(trust.identity(sync::Party::operator_named("ana")));
  const auto reply = AdminClient(address_, ana).call(HealthRequest{});
  EXPECT_TRUE(reply) << reply.error();
  const auto store = sync::Security::tls(trust.identity(sync::Party::store(17)));
  const auto refused = AdminClient(address_, store).call(HealthRequest{});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("our certificate is not for this use"), std::string::npos)
      << refused.error();
  EXPECT_FALSE(AdminClient(address_, sync::Security::insecure_loopback()).call(HealthRequest{}));
}

TEST_F(AdminServerTest, ProgressComesBeforeTheReply) {
  serve(echo);
  AdminClient client(address_, sync::Security::insecure_loopback());
  std::vector<std::string> heard;
  const auto reply = client.call(RebuildRequest{"balance"}, [&](const AdminProgress& progress) {
    heard.push_back(progress.what);
  });
  ASSERT_TRUE(reply) << reply.error();
  EXPECT_EQ(std::get<RebuildReply>(reply.value()).projection, "balance");
  EXPECT_EQ(heard, std::vector<std::string>{"balance"});
}

TEST_F(AdminServerTest, ALongQuestionHoldsUpNobodyElse) {
  std::latch asked(1);
  std::latch released(1);
  serve([&](const AdminAsk& ask, const AdminOnProgress& on_progress) {
    if (std::holds_alternative<VerifyRequest>(ask.request)) {
      asked.count_down();
      released.wait();
      return AdminReply(VerifyReply{});
    }
    return echo(ask, on_progress);
  });
  std::thread auditor([&] {
    AdminClient client(address_, sync::Security::insecure_loopback());
    EXPECT_TRUE(client.call(VerifyRequest{}));
  });
  asked.wait();
  AdminClient client(address_, sync::Security::insecure_loopback());
  EXPECT_TRUE(client.call(HealthRequest{}));
  released.count_down();
  auditor.join();
}

TEST_F(AdminServerTest, ARequestThatCannotBeReadIsAnsweredAndEndsItsConnection) {
  serve(echo);
  const auto answer = send_raw(sync::encode_frame({1, {0xff, 0xff}}, {}));
  ASSERT_GT(answer.size(), sync::kFrameHeaderBytes);
  const sync::Frame reply{answer[8], {answer.begin() + sync::kFrameHeaderBytes, answer.end()}};
  const auto read = decode_admin_answer(reply);
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<AdminFault>(std::get<AdminReply>(read.value())).code, "malformed");
  EXPECT_EQ(frames_refused(), 1U);
}

TEST_F(AdminServerTest, BrokenFramesEndTheirConnectionAndNothingElse) {
  serve(echo);
  std::vector<std::uint8_t> wrong_checksum =
      sync::encode_frame(encode_admin_request(HealthRequest{}), {});
  wrong_checksum[4] ^= 1U;
  EXPECT_TRUE(send_raw(wrong_checksum).empty());
  std::vector<std::uint8_t> oversized(sync::kFrameHeaderBytes, 0);
  oversized[0] = 0x7f;
  EXPECT_TRUE(send_raw(oversized).empty());
  EXPECT_EQ(frames_refused(), 2U);
  EXPECT_TRUE(AdminClient(address_, sync::Security::insecure_loopback()).call(HealthRequest{}));
}

TEST_F(AdminServerTest, WhoAsksWhileHeadOfficeGoesDownIsTold) {
  serve(echo);
  AdminClient client(address_, sync::Security::insecure_loopback());
  EXPECT_TRUE(client.call(HealthRequest{}));
  stop();
  const auto reply = client.call(HealthRequest{});
  ASSERT_FALSE(reply);
  EXPECT_NE(reply.error(), "");
}

/// Who signs, and with what, is told back: the name and whether it holds.
AdminReply who(const AdminAsk& ask, const AdminOnProgress&) {
  if (!ask.word) return AdminFault{"nobody", ""};
  const PublicKey key = sync::LogKey::from_seed({1}).public_key();
  return AdminFault{sync::is_said_with(*ask.word, key) ? "holds" : "broken", ask.word->name};
}

TEST_F(AdminServerTest, ASignedRequestComesWithItsOperatorsWord) {
  serve(who);
  AdminClient client(address_, sync::Security::insecure_loopback(),
                     OperatorIdentity{"ada", sync::LogKey::from_seed({1})});
  for (int question = 0; question < 3; ++question) {
    const auto reply = client.call(HealthRequest{});
    ASSERT_TRUE(reply) << reply.error();
    EXPECT_EQ(std::get<AdminFault>(reply.value()).code, "holds");
    EXPECT_EQ(std::get<AdminFault>(reply.value()).sentence, "ada");
  }
  const auto reply =
      AdminClient(address_, sync::Security::insecure_loopback()).call(HealthRequest{});
  EXPECT_EQ(std::get<AdminFault>(reply.value()).code, "nobody");
}

TEST_F(AdminServerTest, OfASignedRequestTheReasonIsSealedAndWhatItSaysComesBeside) {
  std::optional<AdminAsk> heard;
  serve([&](const AdminAsk& ask, const AdminOnProgress&) -> AdminReply {
    heard = ask;
    return AdminFault{"heard", ""};
  });
  const RevokeStoreRequest revoking{"Main Street", "its machine was stolen", "ada"};
  AdminClient client(address_, sync::Security::insecure_loopback(),
                     OperatorIdentity{"ada", sync::LogKey::from_seed({1})});
  ASSERT_TRUE(client.call(revoking));
  ASSERT_TRUE(heard && heard->opening);
  EXPECT_EQ(heard->opening->text, revoking.reason);
  const auto& signed_one = std::get<RevokeStoreRequest>(heard->request);
  EXPECT_EQ(commitment_in(signed_one.reason), sync::reason_commitment(*heard->opening));
  EXPECT_EQ(heard->word->request, sync::sha256(encode_admin_request(signed_one).payload));
  ASSERT_TRUE(AdminClient(address_, sync::Security::insecure_loopback()).call(revoking));
  EXPECT_FALSE(heard->opening) << "of nobody head office seals it";
  EXPECT_EQ(std::get<RevokeStoreRequest>(heard->request).reason, revoking.reason);
}

TEST_F(AdminServerTest, OverTlsWhoSignsIsWhoseCertificateItIs) {
  Trust trust;
  serve(who, sync::Security::tls(trust.identity(sync::Party::head_office())));
  const auto ada = sync::Security::tls(trust.identity(sync::Party::operator_named("ada")));
  const auto bob = sync::Security::tls(trust.identity(sync::Party::operator_named("bob")));
  const OperatorIdentity identity{"ada", sync::LogKey::from_seed({1})};
  const auto code_of = [](AdminClient client) {
    const auto reply = client.call(HealthRequest{});
    return reply ? std::get<AdminFault>(reply.value()).code : reply.error();
  };
  EXPECT_EQ(code_of(AdminClient(address_, ada, identity)), "holds");
  EXPECT_EQ(code_of(AdminClient(address_, bob, identity)), "not_allowed");
  EXPECT_EQ(code_of(AdminClient(address_, bob)), "nobody");
}

const std::optional<sync::Party> kPlain;  ///< Nobody is known to be at the other end.

/// The frames of one connection, heard without a socket.
class AdminSessionTest : public ::testing::Test {
 protected:
  static Digest greet(AdminSession& session, const std::string& name = "ada") {
    const auto heard = session.hear(encode_admin_request(OperatorHelloRequest{name}));
    return std::get<OperatorChallengeReply>(std::get<AdminReply>(heard)).challenge;
  }
  static SignedRequest by_ada(const Digest& challenge, std::uint64_t counter) {
    const auto bytes = encode_admin_request(HealthRequest{}).payload;
    const OperatorWord word =
        sync::word_of("ada", sync::LogKey::from_seed({1}), challenge, WordCounter(counter), bytes);
    return {"ada", word.counter, word.signature, bytes};
  }
  static bool is_taken(AdminSession& session, const SignedRequest& request) {
    const auto heard = session.hear(encode_signed_request(request));
    if (std::holds_alternative<AdminAsk>(heard)) return true;
    EXPECT_EQ(std::get<AdminFault>(std::get<AdminReply>(heard)).code, "not_allowed");
    return false;
  }
};

TEST_F(AdminSessionTest, EachConnectionHasAChallengeOfItsOwn) {
  AdminSession one(kPlain), other(kPlain);
  const Digest first = greet(one);
  EXPECT_NE(first, greet(other));
  EXPECT_NE(first, greet(one)) << "greeted again, too";
}

TEST_F(AdminSessionTest, NothingIsTakenTwiceOrBeforeItIsGreeted) {
  AdminSession session(kPlain);
  EXPECT_FALSE(is_taken(session, by_ada(Digest(), 1)));
  const Digest challenge = greet(session);
  EXPECT_TRUE(is_taken(session, by_ada(challenge, 1)));
  EXPECT_FALSE(is_taken(session, by_ada(challenge, 1)));
  EXPECT_TRUE(is_taken(session, by_ada(challenge, 5)));
  EXPECT_FALSE(is_taken(session, by_ada(challenge, 4)));
  SignedRequest anothers = by_ada(challenge, 6);
  anothers.name = "bob";
  EXPECT_FALSE(is_taken(session, anothers));
}

TEST_F(AdminSessionTest, OverTlsNobodyIsGreetedButWhoseCertificateItIs) {
  const auto refusal = [](AdminSession& session, const std::string& name) {
    const auto heard = session.hear(encode_admin_request(OperatorHelloRequest{name}));
    const auto* fault = std::get_if<AdminFault>(&std::get<AdminReply>(heard));
    return fault == nullptr ? "" : fault->code;
  };
  AdminSession adas(sync::Party::operator_named("ada"));
  const Digest challenge = greet(adas);
  EXPECT_TRUE(is_taken(adas, by_ada(challenge, 1)));
  EXPECT_EQ(refusal(adas, "bob"), "not_allowed");
  EXPECT_EQ(refusal(adas, "Ada"), "not_allowed");
  EXPECT_FALSE(is_taken(adas, by_ada(challenge, 2))) << "greeted no more";
  AdminSession bobs(sync::Party::operator_named("bob"));
  EXPECT_EQ(refusal(bobs, "ada"), "not_allowed");
  EXPECT_FALSE(is_taken(bobs, by_ada(challenge, 1)));
  EXPECT_FALSE(is_taken(bobs, by_ada(Digest(), 1)));
  greet(bobs, "bob");
  EXPECT_FALSE(is_taken(bobs, by_ada(challenge, 1)));
  AdminSession stores(sync::Party::store(17));
  EXPECT_EQ(refusal(stores, ""), "not_allowed");
}

TEST_F(AdminSessionTest, WhatWasSignedForOneConnectionDoesNotHoldOnAnother) {
  AdminSession one(kPlain), other(kPlain);
  const SignedRequest request = by_ada(greet(one), 1);
  greet(other);
  const auto heard = other.hear(encode_signed_request(request));
  const OperatorWord word = std::get<AdminAsk>(heard).word.value();
  EXPECT_FALSE(sync::is_said_with(word, sync::LogKey::from_seed({1}).public_key()));
}

TEST_F(AdminSessionTest, AnAlteredRequestDoesNotHold) {
  AdminSession session(kPlain);
  SignedRequest request = by_ada(greet(session), 1);
  request.request = encode_admin_request(StoresRequest{}).payload;
  const auto heard = session.hear(encode_signed_request(request));
  const OperatorWord word = std::get<AdminAsk>(heard).word.value();
  EXPECT_FALSE(sync::is_said_with(word, sync::LogKey::from_seed({1}).public_key()));
}

TEST_F(AdminSessionTest, WhatCannotBeReadIsMalformed) {
  AdminSession session(kPlain);
  EXPECT_TRUE(std::holds_alternative<sync::Malformed>(session.hear({4, {0xff}})));
  EXPECT_TRUE(std::holds_alternative<sync::Malformed>(session.hear({1, {0xff, 0xff}})));
  SignedRequest nonsense = by_ada(greet(session), 1);
  nonsense.request = {0xff, 0xff};
  EXPECT_TRUE(
      std::holds_alternative<sync::Malformed>(session.hear(encode_signed_request(nonsense))));
}

TEST(AdminClient, SaysWhenNobodyIsThere) {
  const auto reply =
      AdminClient({"127.0.0.1", 1}, sync::Security::insecure_loopback()).call(HealthRequest{});
  ASSERT_FALSE(reply);
  EXPECT_NE(reply.error().find("127.0.0.1:1"), std::string::npos) << reply.error();
  EXPECT_NE(reply.error().find("perk-central"), std::string::npos);
}

}  // namespace
}  // namespace perk::test

// The admin tool's line to head office, over real sockets.
#include "central/net/admin_server.h"

#include <future>
#include <latch>
#include <thread>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include "central/admin/admin_client.h"
#include "central/admin/admin_codec.h"
#include "tests/central/central_builders.h"
#include "tests/tls/trust.h"

namespace perk::test {
namespace {

using namespace central;
namespace asio = boost::asio;

/// Answers with the name of what was asked.
AdminReply echo(const AdminRequest& request, const AdminOnProgress& on_progress) {
  if (const auto* rebuild = std::get_if<RebuildRequest>(&request)) {
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
  serve([&](const AdminRequest& request, const AdminOnProgress& on_progress) {
    if (std::holds_alternative<VerifyRequest>(request)) {
      asked.count_down();
      released.wait();
      return AdminReply(VerifyReply{});
    }
    return echo(request, on_progress);
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

TEST(AdminClient, SaysWhenNobodyIsThere) {
  const auto reply =
      AdminClient({"127.0.0.1", 1}, sync::Security::insecure_loopback()).call(HealthRequest{});
  ASSERT_FALSE(reply);
  EXPECT_NE(reply.error().find("127.0.0.1:1"), std::string::npos) << reply.error();
  EXPECT_NE(reply.error().find("perk-central"), std::string::npos);
}

}  // namespace
}  // namespace perk::test

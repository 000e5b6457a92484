// Tills that show certificates: each is the terminal that its certificate names, and no other.
#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include "sync/net/frame_stream.h"
#include "sync/tls/secure_dialer.h"
#include "tests/store_node/terminal_bench.h"
#include "tests/tls/trust.h"

namespace perk::test {
namespace {

using namespace store_node;
namespace asio = boost::asio;

struct Chain {
  Trust trust;
};

class CertifiedTillTest : public Chain, public TerminalBench {
 protected:
  CertifiedTillTest()
      : TerminalBench({}, {}, sync::Security::tls(trust.identity(sync::Party::store(3)))) {}

  /// Whoever has this certificate says these things, each after the answer to the one before. The last that is
  /// heard: an answer, or none if it was hung up on.
  std::optional<TerminalMessage> last_word(const sync::Party& party,
                                           const std::vector<TerminalMessage>& words) {
    const auto client = sync::TlsClient::make(trust.identity(party), sync::Service::Terminal,
                                              sync::Party::store(3));
    PERK_CHECK(client.has_value(), "a test could not make its client");
    asio::io_context io;
    std::optional<TerminalMessage> heard;
    asio::co_spawn(io, say(client.value(), server_.address(), words, heard),
                   [](const std::exception_ptr& error) { EXPECT_EQ(error, nullptr); });
    io.run_for(std::chrono::seconds(20));
    EXPECT_TRUE(io.stopped()) << "it took too long";
    return heard;
  }
  static bool is_refused(const std::optional<TerminalMessage>& word) {
    const auto* fault = word ? std::get_if<TerminalFault>(&*word) : nullptr;
    return fault != nullptr && fault->sentence == "the certificate is another terminal's";
  }
  /// Events of the shop's log.
  Seq log_end() {
    const auto word = last_word(sync::Party::terminal(1), {hello_of(1), StatusRequest{1}});
    return std::get<StatusAnswer>(word.value()).log_end;
  }
  static TerminalMessage hello_of(std::uint64_t terminal) {
    return TerminalHello{1, TerminalId(terminal), std::nullopt};
  }
  static TerminalMessage purchase_of(std::uint64_t terminal) {
    SaleRequest request = buy(1, 7, 250);
    request.id.terminal = TerminalId(terminal);
    return request;
  }

 private:
  static asio::awaitable<void> say(sync::TlsClient client, sync::Address store,
                                   std::vector<TerminalMessage> words,
                                   std::optional<TerminalMessage>& heard) {
    auto channel = co_await sync::dial(std::move(store), Millis(10'000), std::move(client));
    if (!channel) co_return;
    sync::FrameStream stream(std::move(channel).value(), {},
                             std::make_shared<sync::StreamCounters>());
    for (const TerminalMessage& word : words) {
      stream.send(encode_terminal_message(word));
      auto frame = co_await stream.read_frame();
      heard.reset();
      if (!frame) co_return;
      auto message = decode_terminal_message(frame.value());
      if (message) heard = std::move(message).value();
    }
    stream.close();
  }
};

TEST_F(CertifiedTillTest, SellsInItsOwnName) {
  const auto answer = last_word(sync::Party::terminal(42), {hello_of(42), purchase_of(42)});
  ASSERT_TRUE(answer);
  EXPECT_EQ(std::get<SaleAnswer>(*answer).outcome, Outcome::Approved);
}

TEST_F(CertifiedTillTest, IsNotWelcomeAsAnotherTill) {
  EXPECT_TRUE(is_refused(last_word(sync::Party::terminal(42), {hello_of(43)})));
}

TEST_F(CertifiedTillTest, SellsNothingInAnotherTillsName) {
  const Seq before = log_end();
  EXPECT_TRUE(is_refused(last_word(sync::Party::terminal(42), {hello_of(42), purchase_of(43)})));
  EXPECT_EQ(log_end(), before);
}

TEST_F(CertifiedTillTest, IsNeitherAStoreNorAnOperatorNorWithoutACertificate) {
  EXPECT_FALSE(last_word(sync::Party::store(3), {hello_of(42)}));
  EXPECT_FALSE(last_word(sync::Party::operator_named("ana"), {hello_of(42)}));
  TillClient plain = connect();
  EXPECT_FALSE(plain.greet(42));
}

}  // namespace
}  // namespace perk::test

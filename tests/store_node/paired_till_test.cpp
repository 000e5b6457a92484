// Tills that are paired with their store: each is the terminal that its key is of, for as long as it is paired.
#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include "store_node/pairings.h"
#include "sync/net/frame_stream.h"
#include "sync/tls/secure_dialer.h"
#include "tests/store_node/scratch.h"
#include "tests/store_node/terminal_bench.h"
#include "tests/tls/trust.h"

namespace perk::test {
namespace {

using namespace store_node;
namespace asio = boost::asio;

struct PairedChain {
  Trust trust;
  ScratchDirectory directory;
  Pairings pairings{directory.file(""), StoreId(3)};
};

/// A till's line; everything that is asked of it is waited for, 20 s at most.
class TillLine {
 public:
  TillLine(const sync::Address& store, const sync::TlsClient& client) {
    const auto dialling = [&]() -> asio::awaitable<void> {
      auto channel = co_await sync::dial(store, Millis(10'000), client);
      if (channel)
        stream_ =
            std::make_shared<sync::FrameStream>(std::move(channel).value(), sync::StreamLimits{},
                                                std::make_shared<sync::StreamCounters>());
      else
        why_not_ = channel.error();
    };
    run(dialling());
  }

  [[nodiscard]] bool is_let_in() const { return stream_ != nullptr; }
  [[nodiscard]] const std::string& why_not() const { return why_not_; }
  /// The next that is heard; none if the connection has ended.
  std::optional<TerminalMessage> hear() {
    std::optional<TerminalMessage> heard;
    const auto hearing = [&]() -> asio::awaitable<void> {
      auto frame = co_await stream_->read_frame();
      if (!frame) co_return;
      auto message = decode_terminal_message(frame.value());
      if (message) heard = std::move(message).value();
    };
    run(hearing());
    return heard;
  }
  std::optional<TerminalMessage> ask(const TerminalMessage& word) {
    stream_->send(encode_terminal_message(word));
    return hear();
  }

 private:
  void run(asio::awaitable<void> work) {
    bool is_done = false;
    asio::co_spawn(io_, std::move(work), [&](const std::exception_ptr& error) {
      EXPECT_EQ(error, nullptr);
      is_done = true;
      io_.stop();
    });
    io_.restart();
    io_.run_for(std::chrono::seconds(20));
    EXPECT_TRUE(is_done) << "it took too long";
  }

  asio::io_context io_;
  std::shared_ptr<sync::FrameStream> stream_;
  std::string why_not_;
};

class PairedTillTest : public PairedChain, public TerminalBench {
 protected:
  PairedTillTest()
      : TerminalBench({}, {}, sync::Security::tls(trust.identity(sync::Party::store(3))),
                      pairings) {}

  sync::PairedKey pair(std::uint64_t terminal) const {
    return pairings.pair(TerminalId(terminal)).value();
  }
  TillLine dial(const sync::PairedKey& key) const {
    return {server_.address(), sync::TlsClient::make_paired(key).value()};
  }
  static TerminalMessage hello_of(std::uint64_t terminal) {
    return TerminalHello{1, TerminalId(terminal), std::nullopt};
  }
  static TerminalMessage purchase_of(std::uint64_t terminal, std::uint64_t counter = 1) {
    SaleRequest request = buy(counter, 7, 250);
    request.id.terminal = TerminalId(terminal);
    return request;
  }
  static bool is_approved(const std::optional<TerminalMessage>& word) {
    const auto* answer = word ? std::get_if<SaleAnswer>(&*word) : nullptr;
    return answer != nullptr && answer->outcome == Outcome::Approved;
  }
  static std::string fault_in(const std::optional<TerminalMessage>& word) {
    const auto* fault = word ? std::get_if<TerminalFault>(&*word) : nullptr;
    return fault == nullptr ? "" : fault->sentence;
  }
  static bool is_welcome(const std::optional<TerminalMessage>& word) {
    return word && std::holds_alternative<TerminalWelcome>(*word);
  }
};

TEST_F(PairedTillTest, SellsInItsOwnName) {
  TillLine till = dial(pair(42));
  ASSERT_TRUE(till.is_let_in()) << till.why_not();
  EXPECT_TRUE(is_welcome(till.ask(hello_of(42))));
  EXPECT_TRUE(is_approved(till.ask(purchase_of(42))));
}

TEST_F(PairedTillTest, IsNotWelcomeAsAnotherTill) {
  TillLine till = dial(pair(42));
  ASSERT_TRUE(till.is_let_in()) << till.why_not();
  EXPECT_EQ(fault_in(till.ask(hello_of(43))), "the paired key is another terminal's");
}

TEST_F(PairedTillTest, SellsNothingInAnotherTillsName) {
  TillLine till = dial(pair(42));
  ASSERT_TRUE(till.is_let_in()) << till.why_not();
  EXPECT_TRUE(is_welcome(till.ask(hello_of(42))));
  EXPECT_EQ(fault_in(till.ask(purchase_of(43))), "the paired key is another terminal's");
}

TEST_F(PairedTillTest, IsCutOffOnceItIsUnpairedAndStaysOut) {
  const auto key = pair(42);
  TillLine till = dial(key);
  ASSERT_TRUE(till.is_let_in()) << till.why_not();
  EXPECT_TRUE(is_welcome(till.ask(hello_of(42))));
  EXPECT_TRUE(is_approved(till.ask(purchase_of(42))));
  ASSERT_TRUE(pairings.unpair(TerminalId(42)));
  EXPECT_EQ(fault_in(till.hear()), "this till is not paired any more");
  EXPECT_FALSE(till.hear()) << "the connection has ended";
  const TillLine again = dial(key);
  EXPECT_FALSE(again.is_let_in());
  EXPECT_NE(again.why_not().find("it does not take our proof"), std::string::npos)
      << again.why_not();
}

TEST_F(PairedTillTest, IsCutOffBeforeItHasSaidHelloToo) {
  TillLine till = dial(pair(42));
  ASSERT_TRUE(till.is_let_in()) << till.why_not();
  ASSERT_TRUE(pairings.unpair(TerminalId(42)));
  EXPECT_EQ(fault_in(till.hear()), "this till is not paired any more");
}

TEST_F(PairedTillTest, WithItsFormerKeyIsCutOffWhenItIsPairedAnew) {
  const auto lost = pair(42);
  TillLine thief = dial(lost);
  ASSERT_TRUE(thief.is_let_in()) << thief.why_not();
  ASSERT_TRUE(pairings.unpair(TerminalId(42)));
  TillLine till = dial(pair(42));
  EXPECT_EQ(fault_in(thief.hear()), "this till is not paired any more");
  EXPECT_TRUE(is_welcome(till.ask(hello_of(42))));
  EXPECT_TRUE(is_approved(till.ask(purchase_of(42))));
}

TEST_F(PairedTillTest, IsAloneInBeingCutOff) {
  TillLine stays = dial(pair(41));
  TillLine certified(server_.address(),
                     sync::TlsClient::make(trust.identity(sync::Party::terminal(40)),
                                           sync::Service::Terminal, sync::Party::store(3))
                         .value());
  TillLine goes = dial(pair(42));
  EXPECT_TRUE(is_welcome(stays.ask(hello_of(41))));
  EXPECT_TRUE(is_welcome(certified.ask(hello_of(40))));
  ASSERT_TRUE(pairings.unpair(TerminalId(42)));
  EXPECT_EQ(fault_in(goes.hear()), "this till is not paired any more");
  EXPECT_TRUE(is_approved(stays.ask(purchase_of(41))));
  EXPECT_TRUE(is_approved(certified.ask(purchase_of(40))));
}

}  // namespace
}  // namespace perk::test

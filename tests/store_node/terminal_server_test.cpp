// Tills on the wire: honest ones are served, broken frames are counted and cost their sender its
// connection, and the node lives.
#include "store_node/net/terminal_server.h"

#include <future>

#include <gtest/gtest.h>

#include "tests/store_node/terminal_bench.h"

namespace perk::test {
namespace {

using namespace store_node;

class TerminalServerTest : public TerminalBench {};

TEST_F(TerminalServerTest, ATillIsWelcomedAndServed) {
  TillClient till = connect();
  const auto welcome = till.greet();
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->store, StoreId(3));
  EXPECT_EQ(welcome->incarnation, store(3));
  EXPECT_EQ(welcome->log_end, Seq(2));
  const auto answer = till.ask<SaleAnswer>(buy(1, 7, 250));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->outcome, Outcome::Approved);
  EXPECT_EQ(answer->remaining, eur(9'750));
  EXPECT_TRUE(sync::is_genuine(*answer->receipt, shop_log_key().public_key()));
}

TEST_F(TerminalServerTest, ManyRequestsUnderWayAreAllAnswered) {
  TillClient till = greeted();
  std::set<RequestId> unanswered;
  for (std::uint64_t counter = 1; counter <= 200; ++counter) {
    ASSERT_TRUE(till.send(buy(counter, 7, 1)));
    unanswered.insert(request(counter));
  }
  while (!unanswered.empty()) {
    const auto message = till.receive();
    ASSERT_TRUE(message);
    EXPECT_EQ(std::get<SaleAnswer>(*message).outcome, Outcome::Approved);
    EXPECT_EQ(unanswered.erase(std::get<SaleAnswer>(*message).id), 1U);
  }
}

/// One request may wait, and the writer can be kept from it.
class BusyShopTest : public TerminalBench {
 protected:
  BusyShopTest() : TerminalBench({.requests_max = 1}) {}
  ~BusyShopTest() override { gate_.set_value(); }
  /// On return the writer is held: what is asked from now on waits.
  void hold_writer() {
    std::promise<void> held;
    EXPECT_TRUE(writer_.ask([&held, gate = gate_.get_future().share()](Till&) {
      held.set_value();
      gate.wait();
    }));
    held.get_future().wait();
  }
  std::promise<void> gate_;
};

TEST_F(BusyShopTest, ARepeatThatFindsTheQueueFullIsNotDeclined) {
  TillClient till = greeted();
  const auto first = till.ask<SaleAnswer>(buy(1, 7, 250));
  ASSERT_TRUE(first);
  ASSERT_EQ(first->outcome, Outcome::Approved);
  hold_writer();
  ASSERT_TRUE(writer_.sell(buy(2, 7, 1), [](const SaleAnswer&) {}));
  const auto again = till.ask<SaleAnswer>(buy(1, 7, 250));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->outcome, Outcome::Unknown) << "its first try was approved";
  EXPECT_EQ(again->reason, "overloaded");
  EXPECT_EQ(again->retry, Retry::MayHelp);
}

TEST_F(TerminalServerTest, ReceiptsCanBeHandedBack) {
  TillClient till = greeted();
  const auto answer = till.ask<SaleAnswer>(buy(1, 7, 250));
  ASSERT_TRUE(answer && answer->receipt);
  const auto handed = till.ask<HandBackAnswer>(HandBack{9, {*answer->receipt}});
  ASSERT_TRUE(handed);
  EXPECT_EQ(handed->number, 9U);
  EXPECT_EQ(handed->outcomes, std::vector{HandBackOutcome::Held});
}

TEST_F(TerminalServerTest, TooManyReceiptsAtOnceAreRefused) {
  TillClient till = greeted();
  const auto answer = till.ask<SaleAnswer>(buy(1, 7, 250));
  ASSERT_TRUE(answer && answer->receipt);
  till.send(HandBack{9, std::vector(kHandBackReceiptsMax + 1, *answer->receipt)});
  const auto fault = till.receive();
  ASSERT_TRUE(fault);
  EXPECT_EQ(std::get<TerminalFault>(*fault).code, TerminalFaultCode::Malformed);
  expect_alive(1);
}

TEST_F(TerminalServerTest, TheFirstMessageMustBeAHello) {
  TillClient till = connect();
  ASSERT_TRUE(till.send(StatusRequest{1}));
  const auto fault = till.receive();
  ASSERT_TRUE(fault);
  EXPECT_EQ(std::get<TerminalFault>(*fault).code, TerminalFaultCode::HelloMissing);
  EXPECT_TRUE(till.is_closed_by_node());
  expect_alive(0);
}

TEST_F(TerminalServerTest, AFrameWithAWrongChecksumEndsItsConnection) {
  TillClient till = greeted();
  auto bytes = frame_of(buy(1, 7, 250));
  bytes.back() ^= 1U;
  till.send_bytes(bytes);
  EXPECT_TRUE(till.is_closed_by_node());
  expect_alive(1);
}

TEST_F(TerminalServerTest, AnOversizedFrameIsRefusedByItsLengthAlone) {
  TillClient till = greeted();
  till.send_bytes({0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 3, 0, 0, 0});
  EXPECT_TRUE(till.is_closed_by_node());
  expect_alive(1);
}

TEST_F(TerminalServerTest, AFrameThatIsCutOffIsRefused) {
  {
    TillClient till = greeted();
    auto bytes = frame_of(buy(1, 7, 250));
    bytes.resize(bytes.size() - 3);
    till.send_bytes(bytes);
  }
  // The end of that connection and the next one are seen in order, by one thread.
  TillClient till = greeted();
  for (int i = 0; i < 1'000; ++i) {
    const auto status = till.ask<StatusAnswer>(StatusRequest{1});
    ASSERT_TRUE(status);
    if (status->frames_refused == 1) break;
  }
  expect_alive(1);
}

TEST_F(TerminalServerTest, ANonsensePayloadIsRefusedWithAFault) {
  TillClient till = greeted();
  till.send_bytes(sync::encode_frame({3, {0xff, 0xff, 0xff}}, {}));
  const auto fault = till.receive();
  ASSERT_TRUE(fault);
  EXPECT_EQ(std::get<TerminalFault>(*fault).code, TerminalFaultCode::Malformed);
  EXPECT_TRUE(till.is_closed_by_node());
  expect_alive(1);
}

TEST_F(TerminalServerTest, AnUnknownMessageIsRefusedWithAFault) {
  TillClient till = greeted();
  till.send_bytes(sync::encode_frame({99, {1, 2, 3}}, {}));
  const auto fault = till.receive();
  ASSERT_TRUE(fault);
  EXPECT_EQ(std::get<TerminalFault>(*fault).code, TerminalFaultCode::Malformed);
  expect_alive(1);
}

TEST_F(TerminalServerTest, AnAnswerIsNotAnythingATillSends) {
  TillClient till = greeted();
  till.send(SaleAnswer{});
  const auto fault = till.receive();
  ASSERT_TRUE(fault);
  EXPECT_EQ(std::get<TerminalFault>(*fault).code, TerminalFaultCode::UnknownMessage);
  expect_alive(1);
}

TEST_F(TerminalServerTest, RandomBytesNeverKillTheNode) {
  std::uint64_t state = 7;
  for (int round = 0; round < 50; ++round) {
    TillClient till = connect();
    std::vector<std::uint8_t> bytes;
    for (int i = 0; i < 60; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      bytes.push_back(static_cast<std::uint8_t>(state >> 56));
    }
    till.send_bytes(bytes);
  }
  TillClient till = greeted();
  EXPECT_TRUE(till.ask<BalanceInquiryAnswer>(BalanceInquiry{2, card_number(7)}));
}

}  // namespace
}  // namespace perk::test

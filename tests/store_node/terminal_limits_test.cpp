// What the node does about connections that cost it and sell nothing: silent ones, too many, deaf ones.
#include "store_node/net/terminal_limits.h"

#include <fstream>
#include <iomanip>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/store_node/terminal_bench.h"

namespace perk::test {
namespace {

using namespace store_node;

class SilenceTest : public TerminalBench {
 protected:
  SilenceTest() : TerminalBench({}, {.hello_time_max = Millis(300)}) {}
};

TEST_F(SilenceTest, AConnectionThatSaysNothingIsClosedAndCounted) {
  TillClient honest = greeted();
  TillClient silent = connect();
  const auto fault = silent.receive();
  ASSERT_TRUE(fault);
  EXPECT_EQ(std::get<TerminalFault>(*fault).code, TerminalFaultCode::HelloMissing);
  EXPECT_TRUE(silent.is_closed_by_node());
  // The honest one came first, so that its deadline, if it still had one, would be over too.
  const auto status = honest.ask<StatusAnswer>(StatusRequest{1});
  ASSERT_TRUE(status) << "a till that said hello may be silent as long as it likes";
  EXPECT_EQ(status->silent_closed, 1U);
}

TEST_F(SilenceTest, AHelloThatDripsInIsNoHello) {
  TillClient dripping = connect();
  auto hello = frame_of(TerminalHello{1, TerminalId(1), std::nullopt});
  hello.pop_back();
  ASSERT_TRUE(dripping.send_bytes(hello));
  EXPECT_TRUE(dripping.is_closed_by_node());
  const auto status = greeted().ask<StatusAnswer>(StatusRequest{1});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->silent_closed, 1U);
}

class CrowdTest : public TerminalBench {
 protected:
  CrowdTest() : TerminalBench({}, {.connections_max = 2}) {}
};

TEST_F(CrowdTest, MoreConnectionsThanAShopHasRoomForAreTurnedAway) {
  TillClient first = greeted();
  {
    const TillClient second = greeted();
    EXPECT_TRUE(connect().is_closed_by_node());
    const auto status = first.ask<StatusAnswer>(StatusRequest{1});
    ASSERT_TRUE(status);
    EXPECT_EQ(status->turned_away, 1U);
  }
  bool is_welcome = false;  // As soon as the node has seen that the second one hung up.
  for (int tries = 0; tries < 10'000 && !is_welcome; ++tries)
    is_welcome = connect().greet().has_value();
  EXPECT_TRUE(is_welcome);
}

class DeafTillTest : public TerminalBench {
 protected:
  DeafTillTest() : TerminalBench({}, {.stream = {.queue_bytes_max = 4'096}}) {}
};

TEST_F(DeafTillTest, ATillThatReadsNoAnswersIsClosedWhenTheyPileUp) {
  TillClient deaf(server_.address().port, TillClient::Reading::AlmostNothing);
  ASSERT_TRUE(deaf.greet());
  // More than the kernel holds on the way: a busy node may not have read the first of them yet.
  constexpr std::uint64_t kMany = 2'000'000;
  std::uint64_t asked = 0;
  while (asked < kMany && deaf.send(StatusRequest{1})) ++asked;
  EXPECT_LT(asked, kMany) << "the node hung up";
  const auto status = greeted().ask<StatusAnswer>(StatusRequest{1});
  ASSERT_TRUE(status);
  EXPECT_EQ(status->slow_closed, 1U);
}

TEST(TerminalLimits, AnAnswerPiledUpIsBoundedByAConstantOfTheNode) {
  EXPECT_EQ(TerminalLimits().stream.queue_bytes_max, kUnreadAnswerBytesMax);
  EXPECT_EQ(TerminalLimits().stream.idle_max, Millis(0)) << "a till may be idle all night";
}

/// The kernel's timer of the node's end of a connection, as /proc/net/tcp tells it: "02" is keep-alive.
std::string timer_of(std::uint16_t node_port, std::uint16_t till_port) {
  const auto hex = [](std::uint16_t port) {
    std::ostringstream text;
    text << std::uppercase << std::hex << std::setw(4) << std::setfill('0') << port;
    return text.str();
  };
  std::ifstream connections("/proc/net/tcp");
  for (std::string line; std::getline(connections, line);) {
    std::istringstream words(line);
    std::string number, local, remote, state, queues, timer;
    words >> number >> local >> remote >> state >> queues >> timer;
    if (local.ends_with(':' + hex(node_port)) && remote.ends_with(':' + hex(till_port)))
      return timer.substr(0, 2);
  }
  return "no such connection";
}

class IdleTillTest : public TerminalBench {};

TEST_F(IdleTillTest, AnIdleTillIsAskedByTheKernelWhetherItIsAlive) {
  const TillClient till = greeted();
  EXPECT_EQ(timer_of(server_.address().port, till.local_port()), "02");
}

}  // namespace
}  // namespace perk::test

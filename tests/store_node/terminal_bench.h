// A shop's node in this process, with its terminal server on a loopback port and a thread of its own:
// what tests of the wire to the tills stand on.
#pragma once

#include <thread>

#include <gtest/gtest.h>

#include "store_node/net/terminal_server.h"
#include "store_node/terminal/terminal_codec.h"
#include "tests/store_node/shop.h"
#include "tests/store_node/till_client.h"

namespace perk::test {

class TerminalBench : public ::testing::Test {
 protected:
  explicit TerminalBench(store_node::WriterLimits waiting = {},
                         store_node::TerminalLimits limits = {},
                         const sync::Security& security = sync::Security::insecure_loopback(),
                         const std::optional<store_node::Pairings>& pairings = std::nullopt)
      : writer_(*shop_.till, shop_.clock, waiting),
        server_(io_, writer_, sync::Log::silent(), limits) {
    shop_.open_card(7, 10'000);
    writer_.start({});
    const auto opened = server_.open({"127.0.0.1", 0}, security, pairings);
    PERK_CHECK(opened.has_value(), "a free port is found");
    thread_ = std::thread([this] { io_.run(); });
  }
  ~TerminalBench() override {
    boost::asio::post(io_, [this] {
      writer_.stop();
      server_.stop();
    });
    thread_.join();
  }

  TillClient connect() { return TillClient(server_.address().port); }
  TillClient greeted() {
    TillClient till = connect();
    EXPECT_TRUE(till.greet());
    return till;
  }
  /// The node still serves others, and has counted what it refused.
  void expect_alive(std::uint64_t frames_refused) {
    TillClient till = greeted();
    const auto status = till.ask<store_node::StatusAnswer>(store_node::StatusRequest{1});
    ASSERT_TRUE(status);
    EXPECT_EQ(status->frames_refused, frames_refused);
    EXPECT_TRUE(
        till.ask<store_node::BalanceInquiryAnswer>(store_node::BalanceInquiry{2, card_number(7)}));
  }
  static std::vector<std::uint8_t> frame_of(const store_node::TerminalMessage& message) {
    return sync::encode_frame(store_node::encode_terminal_message(message), {});
  }

  Shop shop_;
  store_node::Writer writer_;
  boost::asio::io_context io_;
  store_node::TerminalServer server_;
  std::thread thread_;
};

}  // namespace perk::test

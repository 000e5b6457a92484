// A till's line to its store node: connects, introduces the till, asks one thing at a time. Whatever goes
// wrong closes the line and is a sentence; the till decides whether to ask again. Single-threaded, on
// the calling coroutine's executor.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "store_node/terminal/messages.h"
#include "sync/net/address.h"
#include "sync/net/frame_stream.h"
#include "sync/tls/security.h"

namespace perk::ops {

class StoreLine {
 public:
  template <typename T>
  using Asking = boost::asio::awaitable<Result<T, std::string>>;

  /// `security`: the till's, and whose certificate the store is to show.
  StoreLine(sync::Address store, TerminalId terminal, Millis answer_max,
            sync::Security security = sync::Security::insecure_loopback(), sync::Party party = {});

  [[nodiscard]] bool is_open() const { return stream_ != nullptr; }
  /// Connects and says hello.
  Asking<store_node::TerminalWelcome> open(std::optional<store_node::Witness> witness);
  Asking<store_node::SaleAnswer> ask(const store_node::SaleRequest& request);
  Asking<store_node::BalanceInquiryAnswer> ask(const store_node::BalanceInquiry& inquiry);
  Asking<store_node::HandBackAnswer> ask(const store_node::HandBack& hand_back);
  Asking<store_node::StatusAnswer> ask(const store_node::StatusRequest& request);
  /// Asks, and hangs up without waiting for the answer: as a line does that fails at the worst moment.
  void ask_and_hang_up(const store_node::SaleRequest& request);
  void close();

 private:
  /// Waits for an answer of the wanted type that `is_mine`; passes over late answers to others.
  template <typename Answer, typename IsMine>
  Asking<Answer> exchange(store_node::TerminalMessage message, IsMine is_mine);
  boost::asio::awaitable<Result<store_node::TerminalMessage, std::string>> read();

  sync::Address store_;
  TerminalId terminal_;
  Millis answer_max_;
  sync::Security security_;
  sync::Party party_;
  std::shared_ptr<sync::StreamCounters> counters_;
  std::shared_ptr<sync::FrameStream> stream_;
};

}  // namespace perk::ops

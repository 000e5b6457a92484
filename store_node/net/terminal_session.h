// One till's connection. For terminal_server.cpp only; lives on its thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "store_node/net/terminal_server.h"

namespace perk::store_node {

class TerminalServer::Session : public std::enable_shared_from_this<TerminalServer::Session> {
 public:
  Session(sync::Channel channel, Writer& writer, sync::Log log, const TerminalLimits& limits,
          std::shared_ptr<TerminalCounters> counters);

  /// Serves until the connection ends.
  [[nodiscard]] boost::asio::awaitable<void> serve();
  void stop(const TerminalFault& why);
  /// Whether it is open by a paired key that counts no more.
  [[nodiscard]] bool is_unpaired(const Pairings& pairings) const;

 private:
  void expect_hello();
  /// Whether what the connection proved, if anything, is that it speaks for this till.
  [[nodiscard]] bool speaks_for(TerminalId terminal) const;
  [[nodiscard]] std::string words_for_another_till() const;
  [[nodiscard]] boost::asio::awaitable<std::optional<TerminalMessage>> read();
  [[nodiscard]] boost::asio::awaitable<void> wait_for_room(std::size_t in_flight_max);
  [[nodiscard]] bool greet(const TerminalMessage& first);
  /// One more request under way; false ends the connection.
  [[nodiscard]] bool handle(TerminalMessage message);
  [[nodiscard]] bool begin(SaleRequest request);
  [[nodiscard]] bool begin(HandBack hand_back);
  /// Asks the till; what comes back is sent.
  template <typename Ask>
  [[nodiscard]] bool ask(Ask question);
  [[nodiscard]] bool refuse(TerminalFaultCode code, const std::string& sentence);
  /// To be called on the writer's thread: the rest happens on this one.
  void answer_later(TerminalMessage answer);
  void add_counts(StatusAnswer& status) const;
  void answer(const TerminalMessage& message);
  /// Somebody at this till tries numbers, or a card reader is broken: worth a look, once for a connection.
  void alert_of_guesses(std::string_view reason);

  Writer& writer_;
  sync::Log log_;
  const TerminalLimits limits_;
  std::shared_ptr<TerminalCounters> counters_;
  sync::FrameStream stream_;
  boost::asio::steady_timer hello_by_;
  boost::asio::steady_timer room_;  // Never runs out; cancelled when there is room again.
  std::size_t in_flight_ = 0;
  TerminalId terminal_;  // That said hello.
  bool has_greeted_ = false;
  bool has_alerted_ = false;
};

}  // namespace perk::store_node

// A till with a person at it who does one thing after another, for tests that name each purchase.
// It shows the last receipt it was given whenever it says hello. Waits on the calling thread, 10 s at most;
// throws when it is not answered, since no test means that.
#pragma once

#include <string>

#include <boost/asio/io_context.hpp>

#include "ops/demo_run/stage.h"
#include "ops/simulate/store_line.h"

namespace perk::test {

class Till {
 public:
  Till(const ops::Shop& shop, std::uint64_t terminal);
  /// On a line of the test's own.
  Till(ops::StoreLine line, std::uint64_t terminal);

  /// Issues the card and loads it: its holder can go shopping.
  void sell_card(const std::string& number, std::int64_t minor);
  store_node::SaleAnswer redeem(const std::string& number, std::int64_t minor);

  /// Hangs up and says hello again. None: there is no node, or it would rather not.
  std::optional<store_node::TerminalWelcome> come_back();
  /// The last request once more, under its own id.
  store_node::SaleAnswer repeat();
  store_node::HandBackOutcome hand_back(const sync::Receipt& receipt);

 private:
  store_node::SaleAnswer ask(store_node::RequestKind kind, const std::string& number,
                             std::int64_t minor);
  template <typename Answer>
  using Outcome = Result<Answer, std::string>;
  boost::asio::awaitable<void> greet(Outcome<store_node::TerminalWelcome>& welcome);
  template <typename Request, typename Answer>
  boost::asio::awaitable<void> exchange(Request request, Outcome<Answer>& answer);
  /// To the end, on this thread.
  void run(boost::asio::awaitable<void> errand);

  boost::asio::io_context io_;
  ops::StoreLine line_;
  TerminalId terminal_;
  RequestCounter counter_;
  store_node::SaleRequest last_;
  std::optional<store_node::Witness> witness_;
};

}  // namespace perk::test

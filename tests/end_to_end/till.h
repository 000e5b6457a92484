// A till with a person at it who does one thing after another, for tests that name each purchase.
// Waits on the calling thread, 10 s at most; throws when it is not answered, since no test means that.
#pragma once

#include <string>

#include <boost/asio/io_context.hpp>

#include "ops/demo_run/stage.h"
#include "ops/simulate/store_line.h"

namespace perk::test {

class Till {
 public:
  Till(const ops::Shop& shop, std::uint64_t terminal);

  /// Issues the card and loads it: its holder can go shopping.
  void sell_card(const std::string& number, std::int64_t minor);
  store_node::SaleAnswer redeem(const std::string& number, std::int64_t minor);

 private:
  store_node::SaleAnswer ask(store_node::RequestKind kind, const std::string& number,
                             std::int64_t minor);
  boost::asio::awaitable<void> exchange(store_node::SaleRequest request,
                                        Result<store_node::SaleAnswer, std::string>& answer);

  boost::asio::io_context io_;
  ops::StoreLine line_;
  TerminalId terminal_;
  RequestCounter counter_;
};

}  // namespace perk::test

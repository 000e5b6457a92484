#include "tests/end_to_end/till.h"

#include <stdexcept>

#include <boost/asio/co_spawn.hpp>

#include "tests/support/ledger_builders.h"

namespace perk::test {

using store_node::Outcome;
using store_node::RequestKind;
using store_node::SaleAnswer;

Till::Till(const ops::Shop& shop, std::uint64_t terminal)
    : line_(shop.terminals, TerminalId(terminal), Millis(10'000)), terminal_(terminal) {}

void Till::sell_card(const std::string& number, std::int64_t minor) {
  for (const auto& answer :
       {ask(RequestKind::Issue, number, 0), ask(RequestKind::Load, number, minor)}) {
    if (answer.outcome != Outcome::Approved)
      throw std::runtime_error("the shop does not sell this card: " + answer.reason);
  }
}

SaleAnswer Till::redeem(const std::string& number, std::int64_t minor) {
  return ask(RequestKind::Redeem, number, minor);
}

SaleAnswer Till::ask(RequestKind kind, const std::string& number, std::int64_t minor) {
  counter_ = counter_.next();
  store_node::SaleRequest request;
  request.id = {terminal_, counter_};
  request.kind = kind;
  request.card_number = number;
  request.money = eur(minor);
  request.programme = ProgrammeId(1);
  if (kind == RequestKind::Load) request.tender = Tender::Cash;
  Result<SaleAnswer, std::string> answer = failed(std::string("nobody answered"));
  boost::asio::co_spawn(io_, exchange(request, answer),
                        [this](const std::exception_ptr&) { io_.stop(); });
  io_.restart();
  io_.run();
  if (!answer) throw std::runtime_error("the till got no answer: " + answer.error());
  return answer.value();
}

boost::asio::awaitable<void> Till::exchange(store_node::SaleRequest request,
                                            Result<SaleAnswer, std::string>& answer) {
  if (!line_.is_open()) {
    const auto welcome = co_await line_.open(std::nullopt);
    if (!welcome) {
      answer = failed(welcome.error());
      co_return;
    }
  }
  answer = co_await line_.ask(request);
}

}  // namespace perk::test

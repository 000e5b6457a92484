#include "tests/end_to_end/till.h"

#include <stdexcept>

#include <boost/asio/co_spawn.hpp>

#include "tests/support/ledger_builders.h"

namespace perk::test {

using store_node::HandBack;
using store_node::HandBackAnswer;
using store_node::HandBackOutcome;
using store_node::RequestKind;
using store_node::SaleAnswer;
using store_node::TerminalWelcome;

namespace {

ops::StoreLine must_have_line(const ops::Shop& shop, std::uint64_t terminal) {
  auto line = ops::line_to(shop, TerminalId(terminal), Millis(10'000));
  if (!line) throw std::runtime_error(line.error());
  return std::move(line).value();
}

}  // namespace

Till::Till(const ops::Shop& shop, std::uint64_t terminal)
    : line_(must_have_line(shop, terminal)), terminal_(terminal) {}
Till::Till(ops::StoreLine line, std::uint64_t terminal)
    : line_(std::move(line)), terminal_(terminal) {}

void Till::sell_card(const std::string& number, std::int64_t minor) {
  for (const auto& answer :
       {ask(RequestKind::Issue, number, 0), ask(RequestKind::Load, number, minor)}) {
    if (answer.outcome != store_node::Outcome::Approved)
      throw std::runtime_error("the shop does not sell this card: " + answer.reason);
  }
}

SaleAnswer Till::redeem(const std::string& number, std::int64_t minor) {
  return ask(RequestKind::Redeem, number, minor);
}

SaleAnswer Till::ask(RequestKind kind, const std::string& number, std::int64_t minor) {
  counter_ = counter_.next();
  last_ = {};
  last_.id = {terminal_, counter_};
  last_.kind = kind;
  last_.card_number = number;
  last_.money = eur(minor);
  last_.programme = ProgrammeId(1);
  if (kind == RequestKind::Load) last_.tender = Tender::Cash;
  return repeat();
}

SaleAnswer Till::repeat() {
  Outcome<SaleAnswer> answer = failed(std::string("nobody answered"));
  run(exchange(last_, answer));
  if (!answer) throw std::runtime_error("the till got no answer: " + answer.error());
  if (const auto& given = answer.value().receipt)
    witness_ = {given->store, given->incarnation, given->seq, sync::hash_at(*given)};
  return answer.value();
}

std::optional<TerminalWelcome> Till::come_back() {
  line_.close();
  Outcome<TerminalWelcome> welcome = failed(std::string("nobody answered"));
  run(greet(welcome));
  return welcome ? std::optional(welcome.value()) : std::nullopt;
}

HandBackOutcome Till::hand_back(const sync::Receipt& receipt) {
  Outcome<HandBackAnswer> answer = failed(std::string("nobody answered"));
  run(exchange(HandBack{1, {receipt}}, answer));
  if (!answer) throw std::runtime_error("the till got no answer: " + answer.error());
  return answer.value().outcomes.at(0);
}

void Till::run(boost::asio::awaitable<void> errand) {
  boost::asio::co_spawn(io_, std::move(errand), [this](const std::exception_ptr&) { io_.stop(); });
  io_.restart();
  io_.run();
}

boost::asio::awaitable<void> Till::greet(Outcome<TerminalWelcome>& welcome) {
  welcome = co_await line_.open(witness_);
}

template <typename Request, typename Answer>
boost::asio::awaitable<void> Till::exchange(Request request, Outcome<Answer>& answer) {
  if (!line_.is_open()) {
    const auto welcome = co_await line_.open(witness_);
    if (!welcome) {
      answer = failed(welcome.error());
      co_return;
    }
  }
  answer = co_await line_.ask(request);
}

}  // namespace perk::test

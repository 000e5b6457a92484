#include "ops/till_costs_run/crowd.h"

#include <boost/asio/co_spawn.hpp>

#include "ops/simulate/deck.h"

namespace perk::ops {

namespace asio = boost::asio;
using store_node::Outcome;
using store_node::RequestKind;

namespace {

constexpr std::int64_t kLoadMinor = 50'000;
constexpr std::uint64_t kCardsOfATill = 50;

std::string number_of(std::size_t till, std::uint64_t card) {
  return std::string(
      card_number(Deck{}, till * kCardsOfATill + card % kCardsOfATill).secret_digits());
}

}  // namespace

Crowd::Crowd(const BenchShop& shop, std::size_t tills) : shop_(shop), counters_(tills) {
  for (std::size_t till = 0; till < tills; ++till) lines_.push_back(shop.line_of(till));
}

Result<Cost, std::string> Crowd::open_cards() {
  return measure(kCardsOfATill, &Crowd::open_cards_of);
}
Result<Cost, std::string> Crowd::connect(std::uint64_t times) {
  return measure(times, &Crowd::connect_till);
}
Result<Cost, std::string> Crowd::inquire(std::uint64_t times) {
  return measure(times, &Crowd::inquire_at);
}
Result<Cost, std::string> Crowd::buy(std::uint64_t times) { return measure(times, &Crowd::buy_at); }

Result<Cost, std::string> Crowd::measure(std::uint64_t pieces_of_each,
                                         Work (Crowd::*work)(std::size_t, std::uint64_t)) {
  std::optional<std::string> wrong;
  const auto began = std::chrono::steady_clock::now();
  const auto used_before = shop_.processor_time();
  for (std::size_t till = 0; till < lines_.size(); ++till) {
    asio::co_spawn(io_, (this->*work)(till, pieces_of_each),
                   [&](const std::exception_ptr& thrown, std::optional<std::string> said) {
                     if (thrown) wrong = "a till failed";
                     if (said) wrong = std::move(said);
                   });
  }
  io_.restart();
  io_.run();
  if (wrong) return failed(*wrong);
  return Cost{pieces_of_each * lines_.size(), std::chrono::steady_clock::now() - began,
              shop_.processor_time() - used_before};
}

Crowd::Work Crowd::connect_till(std::size_t till, std::uint64_t times) {
  for (std::uint64_t time = 0; time < times; ++time) {
    lines_[till].close();
    const auto welcome = co_await lines_[till].open(std::nullopt);
    if (!welcome) co_return welcome.error();
  }
  co_return std::nullopt;
}

Crowd::Work Crowd::open_cards_of(std::size_t till, std::uint64_t cards) {
  auto wrong = co_await connect_till(till, 1);
  for (std::uint64_t card = 0; card < cards && !wrong; ++card) {
    wrong = co_await ask(till, card, RequestKind::Issue, 0);
    if (!wrong) wrong = co_await ask(till, card, RequestKind::Load, kLoadMinor);
  }
  co_return wrong;
}

Crowd::Work Crowd::inquire_at(std::size_t till, std::uint64_t times) {
  for (std::uint64_t time = 1; time <= times; ++time) {
    const store_node::BalanceInquiry inquiry{time, number_of(till, time)};
    const auto answer = co_await lines_[till].ask(inquiry);
    if (!answer) co_return answer.error();
  }
  co_return std::nullopt;
}

Crowd::Work Crowd::buy_at(std::size_t till, std::uint64_t times) {
  for (std::uint64_t time = 0; time < times; ++time) {
    auto wrong = co_await ask(till, time, RequestKind::Redeem, 1);
    if (wrong) co_return wrong;
  }
  co_return std::nullopt;
}

Crowd::Work Crowd::ask(std::size_t till, std::uint64_t card, RequestKind kind, std::int64_t minor) {
  counters_[till] = counters_[till].next();
  store_node::SaleRequest request;
  request.id = {TerminalId(till + 1), counters_[till]};
  request.kind = kind;
  request.card_number = number_of(till, card);
  request.money = Money{Amount(minor), *Currency::from_code("EUR")};
  request.programme = ProgrammeId(1);
  if (kind == RequestKind::Load) request.tender = Tender::Cash;
  const auto answer = co_await lines_[till].ask(request);
  if (!answer) co_return answer.error();
  if (answer.value().outcome != Outcome::Approved)
    co_return "a purchase was not approved: " + answer.value().reason;
  co_return std::nullopt;
}

}  // namespace perk::ops

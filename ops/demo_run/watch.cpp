#include "ops/demo_run/watch.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace perk::ops {

namespace asio = boost::asio;

namespace {

/// Numbers for the eyes that watch; no till sells under them.
constexpr std::uint64_t kFirstWatcher = 9'000'000;
constexpr Millis kPatience{1'000};

}  // namespace

std::uint64_t backlog_of(const store_node::StatusAnswer& status) {
  return status.log_end.value() - std::min(status.log_end.value(), status.synced_through.value());
}

Watch::Watch(const std::vector<Shop>& shops)
    : shops_(shops), lines_(shops.size()), seen_(shops.size()) {}

asio::awaitable<StoreLine*> Watch::line_of(std::size_t shop) {
  if (lines_[shop] == nullptr) {
    auto line = line_to(shops_[shop], TerminalId(kFirstWatcher + shop), kPatience);
    if (!line) co_return nullptr;
    lines_[shop] = std::make_unique<StoreLine>(std::move(line).value());
  }
  if (lines_[shop]->is_open()) co_return lines_[shop].get();
  const auto welcome = co_await lines_[shop]->open(std::nullopt);
  co_return welcome ? lines_[shop].get() : nullptr;
}

asio::awaitable<void> Watch::look_at(std::size_t shop) {
  seen_[shop].reset();
  StoreLine* const line = co_await line_of(shop);
  if (line == nullptr) co_return;
  const store_node::StatusRequest request{++asked_};
  const auto status = co_await line->ask(request);
  if (status) seen_[shop] = status.value();
}

const std::vector<std::optional<store_node::StatusAnswer>>& Watch::look() {
  std::size_t busy = lines_.size();
  for (std::size_t shop = 0; shop < lines_.size(); ++shop) {
    asio::co_spawn(io_, look_at(shop), [&](const std::exception_ptr&) {
      if (--busy == 0) io_.stop();
    });
  }
  io_.restart();
  io_.run();
  return seen_;
}

asio::awaitable<void> Watch::inquire(
    std::size_t shop, store_node::BalanceInquiry inquiry,
    std::optional<Result<store_node::BalanceInquiryAnswer, std::string>>& answer) {
  StoreLine* const line = co_await line_of(shop);
  if (line != nullptr) answer = co_await line->ask(inquiry);
}

Result<store_node::BalanceInquiryAnswer, std::string> Watch::card_at(std::size_t shop,
                                                                     const std::string& number) {
  std::optional<Result<store_node::BalanceInquiryAnswer, std::string>> answer;
  asio::co_spawn(io_, inquire(shop, {++asked_, number}, answer),
                 [&](const std::exception_ptr&) { io_.stop(); });
  io_.restart();
  io_.run();
  return answer ? *answer : failed(std::string("the shop does not answer"));
}

}  // namespace perk::ops

#include "ops/simulate/simulation.h"

#include <algorithm>
#include <map>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace perk::ops {

namespace asio = boost::asio;
using Clock = Floor::Clock;
using store_node::Outcome;
using store_node::RequestKind;

namespace {

std::vector<std::string> addresses_of(const std::vector<StorePlace>& stores) {
  std::vector<std::string> texts;
  for (const StorePlace& store : stores) texts.push_back(to_string(store.address));
  return texts;
}

TillLine line_of(const SimOptions& options, TerminalId terminal) {
  const auto known = options.lines.find(terminal);
  return known == options.lines.end() ? TillLine() : known->second;
}

std::chrono::milliseconds to_chrono(Millis time) { return std::chrono::milliseconds(time.count()); }

}  // namespace

std::vector<Post> posts_of(const SimOptions& options) {
  std::vector<Post> posts;
  for (std::size_t till = 0; till < options.tills_per_store * options.stores.size(); ++till)
    posts.push_back(
        {TerminalId(options.first_terminal + till), options.stores[till % options.stores.size()]});
  return posts;
}

Simulation::Simulation(SimOptions options, RecordFile& record, const Record& past,
                       std::function<void(const std::string&)> say)
    : options_(std::move(options)),
      say_(std::move(say)),
      customers_(options_.trace ? options_.trace->cards : options_.cards, options_.cloned_cards,
                 options_.stores.size(), {}),
      tally_(addresses_of(options_.stores)),
      floor_{options_.deck,
             options_.currency,
             customers_,
             record,
             tally_,
             options_.lost_answers_per_mille,
             Millis(5'000),
             {},
             {}},
      is_issued_(customers_.cards(), false) {
  Random seeds(options_.deck.seed);
  floor_.closing = floor_.give_up = Clock::time_point::max();
  for (const Post& post : posts_of(options_)) {
    const std::size_t store = tills_.size() % options_.stores.size();
    const SimTill::Place place{store, post.store.address, post.terminal,
                               line_of(options_, post.terminal)};
    tills_.push_back(std::make_unique<SimTill>(place, floor_, seeds.next()));
  }
  remember(past);
}

void Simulation::remember(const Record& past) {
  std::map<TerminalId, SimTill*> by_terminal;
  for (const auto& till : tills_) by_terminal[till->terminal()] = till.get();
  std::map<RequestId, const Asked*> asked;
  for (const Asked& request : past.asked) {
    asked[request.id] = &request;
    if (const auto till = by_terminal.find(request.id.terminal); till != by_terminal.end())
      till->second->remember(request);
  }
  for (const Answered& answer : past.answered) {
    if (const auto till = by_terminal.find(answer.id.terminal); till != by_terminal.end())
      till->second->remember(answer);
    const auto request = asked.find(answer.id);
    const bool is_issue = request != asked.end() && request->second->kind == RequestKind::Issue;
    if (is_issue && answer.outcome == Outcome::Approved &&
        request->second->card < is_issued_.size()) {
      is_issued_[request->second->card] = true;
    }
  }
}

void Simulation::run() {
  asio::co_spawn(io_, run_day(), asio::detached);
  io_.run();
}

void Simulation::close_early() {
  floor_.closing = std::min(floor_.closing, Clock::now());
  floor_.give_up = std::min(floor_.give_up, Clock::now() + to_chrono(options_.patience));
  for (asio::steady_timer* sleeper : sleepers_) sleeper->cancel();
}

std::size_t Simulation::receipts_held() const {
  std::size_t count = 0;
  for (const auto& till : tills_) count += till->receipts_held();
  return count;
}

Simulation::Work Simulation::run_day() {
  if (options_.hands_back)
    co_await for_all_tills([this](SimTill& till) { return hand_back(till); });
  say_("loading");
  co_await for_all_tills([this](SimTill& till) { return open_cards(till); });
  // Tills that the stores know from before cannot sell: nothing they ask is new.
  if (tally_.declined_by_reason().contains("request_id_reused")) co_return io_.stop();
  co_await wait_for_cards();
  opening_ = Clock::now();
  const Millis day =
      options_.trace
          ? Millis(options_.trace->span().count() / static_cast<std::int64_t>(options_.speed))
          : options_.duration;
  // A replay ends with its last purchase, however long that takes.
  if (!options_.trace) floor_.closing = std::min(floor_.closing, opening_ + to_chrono(day));
  floor_.give_up = std::min(floor_.give_up, opening_ + to_chrono(day + options_.patience));
  tally_.began(wall_now());
  say_("selling");
  co_await for_all_tills(
      [this](SimTill& till) { return options_.trace ? replay(till) : sell(till); });
  tally_.ended(wall_now());
  co_await look_at_stores();
  say_("done");
  io_.stop();
}

Simulation::Work Simulation::for_all_tills(std::function<Work(SimTill&)> work) {
  asio::steady_timer all_done(io_, Clock::time_point::max());
  std::size_t at_work = tills_.size();
  for (const auto& till : tills_) {
    asio::co_spawn(io_, work(*till), [&](const std::exception_ptr& thrown) {
      PERK_CHECK(!thrown, "tills do not throw");
      if (--at_work == 0) all_done.cancel();
    });
  }
  boost::system::error_code cancelled;
  if (at_work > 0)
    co_await all_done.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

Simulation::Work Simulation::hand_back(SimTill& till) {
  handed_back_ += co_await till.hand_back_all();
}

Simulation::Work Simulation::open_cards(SimTill& till) {
  const std::size_t stores = options_.stores.size();
  std::size_t turn = 0;
  for (std::size_t card = till.store(); card < customers_.cards(); card += stores, ++turn) {
    const bool is_mine = turn % options_.tills_per_store ==
                         (till.terminal().value() - options_.first_terminal) / stores;
    if (!is_mine || is_issued_[card] || Clock::now() >= floor_.closing) continue;
    co_await till.open_card(card, Amount(till.chance().between(15, 50) * 100));
  }
}

Simulation::Work Simulation::wait_for_cards() {
  const auto deadline = Clock::now() + std::chrono::seconds(15);
  for (std::size_t store = 0; store < options_.stores.size(); ++store) {
    StoreLine line = tills_[store]->another_line();
    while (Clock::now() < std::min(deadline, floor_.closing)) {
      if (!line.is_open()) (void)co_await line.open({});
      const store_node::StatusRequest request{1};
      const auto status = co_await line.ask(request);
      if (status && status.value().cards >= customers_.cards()) break;
      co_await wait_until(Clock::now() + std::chrono::milliseconds(50));
    }
  }
}

/// Once each: a store that does not answer now is left out.
Simulation::Work Simulation::look_at_stores() {
  for (std::size_t store = 0; store < options_.stores.size(); ++store) {
    StoreLine line = tills_[store]->another_line();
    if (!co_await line.open({})) continue;
    const store_node::StatusRequest request{2};
    const auto status = co_await line.ask(request);
    if (status) at_closing_.push_back(status.value());
  }
}

asio::awaitable<bool> Simulation::wait_until(Clock::time_point time) {
  asio::steady_timer sleeper(io_, std::min(time, floor_.closing));
  sleepers_.push_back(&sleeper);
  boost::system::error_code woken;
  co_await sleeper.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  std::erase(sleepers_, &sleeper);
  co_return Clock::now() < floor_.closing;
}

Clock::duration Simulation::think_time(Random& chance) const {
  const auto open_for =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - opening_).count();
  const auto day = std::max<std::int64_t>(1, options_.duration.count());
  const std::uint64_t busy = busyness(static_cast<std::uint64_t>(open_for * 1000 / day));
  const std::uint64_t mean_us =
      tills_.size() * 1'000'000 / options_.purchases_per_second * 1000 / busy;
  return std::chrono::microseconds(mean_us * (500 + chance.below(1001)) / 1000);
}

Simulation::Work Simulation::sell(SimTill& till) {
  // The pace is kept whatever the answers take: a slow store has a queue, not fewer customers.
  auto next = opening_ + think_time(till.chance());
  while (co_await wait_until(next)) {
    next += think_time(till.chance());
    if (tally_.at(till.store()).is_cut_off) {
      if (const auto theft = customers_.next_theft(till.chance())) {
        co_await till.serve(*theft);
        continue;
      }
    }
    const auto visit = customers_.next_visit(till.store(), till.chance());
    if (!visit) continue;
    co_await till.serve(*visit);
    customers_.went_home(visit->card);
  }
}

std::vector<TracePurchase> Simulation::plan_of(const SimTill& till) const {
  // Who visits which store is settled by the seed and the purchase alone, so that all tills agree.
  std::vector<TracePurchase> plan;
  const std::size_t stores = options_.stores.size();
  for (std::size_t i = 0; i < options_.trace->purchases.size(); ++i) {
    const TracePurchase& purchase = options_.trace->purchases[i];
    Random chance(options_.deck.seed + i);
    const bool is_visiting = chance.chance(Customs{}.visitors_per_mille);
    const std::size_t store =
        is_visiting ? chance.below(stores) : customers_.home_of(purchase.card);
    // One card is always at one till of a store, so that its purchases keep their order there.
    const std::size_t place = store + stores * (purchase.card / stores % options_.tills_per_store);
    if (options_.first_terminal + place == till.terminal().value()) plan.push_back(purchase);
  }
  return plan;
}

Simulation::Work Simulation::replay(SimTill& till) {
  for (const TracePurchase& purchase : plan_of(till)) {
    const Millis after(purchase.offset.count() / static_cast<std::int64_t>(options_.speed));
    if (!co_await wait_until(opening_ + to_chrono(after))) co_return;
    const Errand errand = customers_.replay(purchase, till.chance());
    co_await till.serve(errand);
  }
}

}  // namespace perk::ops

// A day in several coffee shops: many tills, each a real client, on one thread. Cards are issued and loaded
// in their home stores, every store gets to know every card, and then customers come. Time comes from the
// machine's clocks; everything that is chance comes from the seed.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "ops/simulate/sim_till.h"

namespace perk::ops {

struct SimOptions {
  std::vector<StorePlace> stores;
  std::size_t tills_per_store = 4;
  std::size_t cards = 120;
  /// Cards besides these, each used at every store that is cut off, at the same time.
  std::size_t cloned_cards = 0;
  std::uint64_t purchases_per_second = 40;  ///< In the busiest hour, over all stores.
  Millis duration{30'000};
  Millis patience{
      15'000};  ///< Of a till after closing time, with a request that has no answer yet.
  Deck deck;    ///< Its seed is the seed of all chance.
  Currency currency;
  std::uint64_t first_terminal = 1'001;  ///< Terminal numbers are this and the next.
  TillLines lines{};                     ///< A till that is not in it speaks plainly.
  std::uint64_t lost_answers_per_mille = 10;
  std::optional<Trace> trace;  ///< Instead of customers of chance.
  std::uint64_t speed = 1;     ///< Seconds of the trace in one second.
  bool hands_back = false;     ///< First give every store the receipts that the record still holds.
};

/// Every till of a run and its store, in the order of their numbers.
[[nodiscard]] std::vector<Post> posts_of(const SimOptions& options);

class Simulation {
 public:
  /// `say` is told each phase when it begins: "loading", "selling", "done".
  Simulation(SimOptions options, RecordFile& record, const Record& past,
             std::function<void(const std::string&)> say);

  /// Runs the whole day on the calling thread.
  void run();
  /// No more customers; those at the till are still served. For signal handlers of the io_context.
  void close_early();
  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] boost::asio::io_context& io() { return io_; }
  /// Receipts that head office has not been seen to cover.
  [[nodiscard]] std::size_t receipts_held() const;
  [[nodiscard]] std::size_t receipts_handed_back() const { return handed_back_; }
  /// What each store that answered said of itself at closing time.
  [[nodiscard]] const std::vector<store_node::StatusAnswer>& at_closing() const {
    return at_closing_;
  }

 private:
  using Work = boost::asio::awaitable<void>;
  void remember(const Record& past);
  Work run_day();
  /// Runs one piece of work for every till, all at once, and waits for all.
  Work for_all_tills(std::function<Work(SimTill&)> work);
  Work open_cards(SimTill& till);
  Work hand_back(SimTill& till);
  Work wait_for_cards();
  Work look_at_stores();
  Work sell(SimTill& till);
  Work replay(SimTill& till);
  /// False once the shops close.
  boost::asio::awaitable<bool> wait_until(Floor::Clock::time_point time);
  [[nodiscard]] Floor::Clock::duration think_time(Random& chance) const;
  [[nodiscard]] std::vector<TracePurchase> plan_of(const SimTill& till) const;

  SimOptions options_;
  std::function<void(const std::string&)> say_;
  boost::asio::io_context io_;
  Customers customers_;
  Tally tally_;
  Floor floor_;
  std::vector<std::unique_ptr<SimTill>> tills_;
  std::vector<bool> is_issued_;
  Floor::Clock::time_point opening_;
  std::vector<boost::asio::steady_timer*> sleepers_;
  std::size_t handed_back_ = 0;
  std::vector<store_node::StatusAnswer> at_closing_;
};

}  // namespace perk::ops

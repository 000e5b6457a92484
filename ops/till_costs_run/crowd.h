// All tills of a shop at work at once, each asking one thing after another. Single-threaded; waits on the calling
// thread. Errors are one sentence: a till that is not answered ends the measuring.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "ops/till_costs_run/bench_shop.h"

namespace perk::ops {

/// What some work cost: how long it took, and what the node used of the processors, by the piece.
struct Cost {
  std::uint64_t pieces = 0;
  std::chrono::nanoseconds elapsed{0};
  std::chrono::nanoseconds processor{0};
};

class Crowd {
 public:
  /// `shop` outlives it.
  Crowd(const BenchShop& shop, std::size_t tills);

  /// Each till issues and loads cards of its own; inquiries and purchases take them in turn, so that no card
  /// gets a history that no card has (a shop copies the cards that a group of sales touches).
  [[nodiscard]] Result<Cost, std::string> open_cards();
  /// Each till hangs up, if it was connected, connects and says hello, so many times.
  [[nodiscard]] Result<Cost, std::string> connect(std::uint64_t times);
  [[nodiscard]] Result<Cost, std::string> inquire(std::uint64_t times);
  [[nodiscard]] Result<Cost, std::string> buy(std::uint64_t times);

 private:
  using Work = boost::asio::awaitable<std::optional<std::string>>;  ///< What went wrong.
  [[nodiscard]] Result<Cost, std::string> measure(std::uint64_t pieces_of_each,
                                                  Work (Crowd::*work)(std::size_t, std::uint64_t));
  Work open_cards_of(std::size_t till, std::uint64_t cards);
  Work connect_till(std::size_t till, std::uint64_t times);
  Work inquire_at(std::size_t till, std::uint64_t times);
  Work buy_at(std::size_t till, std::uint64_t times);
  Work ask(std::size_t till, std::uint64_t card, store_node::RequestKind kind, std::int64_t minor);

  const BenchShop& shop_;
  boost::asio::io_context io_;
  std::vector<StoreLine> lines_;
  std::vector<RequestCounter> counters_;
};

}  // namespace perk::ops

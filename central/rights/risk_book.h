// The chain's risk as head office knows it now: follows every shard's durable order in memory. Built from
// the log at start; nobody stores it. Thread-safe; catch_up() blocks, questions wait at the most for one
// bounded run of events to be folded.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "central/rights/chain_risk.h"
#include "central/shard_tails.h"

namespace perk::central {

class RiskBook {
 public:
  RiskBook(EventStore& events, ShardTails& tails, std::uint16_t shard_count);

  /// Folds a shard up to its present end.
  [[nodiscard]] Stored<Done> catch_up(Shard shard);
  /// All shards; then what was said of allowances that lapsed is believed as far as it may be.
  [[nodiscard]] Stored<Done> catch_up();
  /// Whether every shard was folded to the end it had at some moment since this process began.
  [[nodiscard]] bool is_complete() const;

  /// Calls `ask` with the risk, which must not be kept.
  template <typename Ask>
  auto read(Ask ask) const {
    const std::scoped_lock lock(mutex_);
    return ask(risk_);
  }
  [[nodiscard]] std::vector<CardId> take_changed();
  [[nodiscard]] Position folded(Shard shard) const;
  /// Events that could not be read or folded: `perk verify` names them.
  [[nodiscard]] std::uint64_t passed_over() const;

 private:
  EventStore& events_;
  ShardTails& tails_;
  const std::uint16_t shard_count_;
  mutable std::mutex mutex_;
  ChainRisk risk_;
  std::map<Shard, Position> folded_;
  std::set<Shard> complete_;
  std::uint64_t passed_over_ = 0;
};

}  // namespace perk::central

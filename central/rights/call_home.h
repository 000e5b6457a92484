// Calls a card's rights home and waits for them: before head office debits a card, what its reserve lacks is
// asked back from connected holders. A recall obliges nobody, and who is cut off is not asked.
// Blocking; safe from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "central/rights/risk_book.h"
#include "central/rights/steward.h"

namespace perk::central {

class CallHome {
 public:
  /// Both outlive it.
  CallHome(RiskBook& book, StoreLines& lines, std::uint16_t shard_count)
      : book_(book), lines_(lines), shard_count_(shard_count) {}

  /// Whether the card's reserve has so much free, at once or within `patience`. False at once, and nobody is
  /// asked, if all that connected holders have would not do.
  [[nodiscard]] Stored<bool> wait_for(const CardId& card, Amount amount,
                                      std::chrono::milliseconds patience);
  /// Any thread; returns at once.
  void shard_grew();
  /// Ends all waits, now and later, as if patience had run out.
  void close();

 private:
  [[nodiscard]] bool has_free(const CardId& card, Amount amount) const;
  /// What to ask whom for; empty if all that connected holders have would not do.
  [[nodiscard]] std::vector<RightsWish> wishes(const CardId& card, Amount amount) const;

  RiskBook& book_;
  StoreLines& lines_;
  const std::uint16_t shard_count_;
  std::mutex mutex_;
  std::condition_variable grown_;
  std::uint64_t growths_ = 0;
  bool is_closed_ = false;
};

}  // namespace perk::central

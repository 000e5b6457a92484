// The card numbers of the chain as they are now: each range with the keys that head office's own log says were made
// for it, as far as head office holds them. Keys are kept as rows, for no event may say one; that a key is used is an
// event. Blocking; safe from any thread.
#pragma once

#include <vector>

#include "central/event_store.h"
#include "central/rights/risk_book.h"

namespace perk::central {

struct CardNumbers {
  std::vector<StoredNumberRange> ranges;  ///< In the order they were added, with all their keys.
  std::vector<StoredNumberKey> keys;      ///< By version.
  NumberKeys made;                        ///< What was said of keys.
  std::uint32_t newest = 0;  ///< The latest version that a key has, or is said to have.

  /// Null: it is not held.
  [[nodiscard]] const StoredNumberKey* key(std::uint32_t version) const;
};

class NumberBook {
 public:
  /// All outlive it.
  NumberBook(EventStore& events, RiskBook& risk, std::uint16_t shard_count)
      : events_(events), risk_(risk), shard_count_(shard_count) {}

  /// What was said by the time of this call is in it. A key that is said to be made and is not held here, or is
  /// another one, as after head office was restored, is left out.
  [[nodiscard]] Stored<CardNumbers> look() const;

 private:
  EventStore& events_;
  RiskBook& risk_;
  const std::uint16_t shard_count_;
};

}  // namespace perk::central

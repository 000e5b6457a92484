// Looks for a run on cards across the chain: wrong numbers that are few at each shop and many in all. Fed with
// what stores say, which is believed within bounds: one store alone, attacked or lying, alarms nobody else.
//
// Reads no clock; one at a time. In memory: a head office that starts anew hears of it within minutes.
#pragma once

#include <cstdint>
#include <map>

#include "ledger/ids.h"
#include "ledger/time.h"

namespace perk::central {

/// By the same reckoning as a shop's own limits: a cashier mistypes a number now and then.
struct GuessWatchLimits {
  Millis window{600'000};            ///< What a store said is forgotten after this.
  std::uint64_t at_least = 100;      ///< Wrong numbers within it that are a run, ...
  std::uint64_t for_each_store = 5;  ///< ... or so many for each store connected, if that is more.
};

/// Wrong card numbers of the last ten minutes, as the stores said.
struct GuessesSeen {
  std::uint64_t recent = 0;  ///< Of all stores.
  StoreId most_at;           ///< 0: none.
  std::uint64_t most = 0;    ///< There.
  bool is_run = false;       ///< From the run's limit on, until there are less than half of it.
};

class GuessWatch {
 public:
  explicit GuessWatch(GuessWatchLimits limits = {}) : limits_(limits) {}

  /// Of the last ten minutes, as the store says.
  void told(StoreId store, std::uint64_t recent, Instant now);

  [[nodiscard]] GuessesSeen look(Instant now, std::size_t stores_connected);

 private:
  struct Told {
    std::uint64_t recent = 0;
    Instant at;
  };
  const GuessWatchLimits limits_;
  std::map<StoreId, Told> told_;
  bool is_run_ = false;
};

}  // namespace perk::central

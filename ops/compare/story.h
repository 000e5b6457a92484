// A story of a chain's customers: who comes to which shop when, what they want and load, and which shops
// are cut off meanwhile. Told before any policy sees it, and the same for all of them. Pure: the same
// seed tells the same story on every machine.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/money.h"
#include "ledger/time.h"

namespace perk::compare {

/// What a trace knows: when, which card (numbered from 0), how much.
struct Purchase {
  Millis at;
  std::size_t card = 0;
  Amount amount;
};

/// A customer at a till.
struct Errand {
  enum class What { Buys, Loads };
  Millis at;
  What what = What::Buys;
  std::size_t card = 0, shop = 0;
  Amount amount;
  friend bool operator==(const Errand&, const Errand&) = default;
};

/// A shop without a line, from `from` until `until`.
struct Outage {
  std::size_t shop = 0;
  Millis from, until;
  friend bool operator==(const Outage&, const Outage&) = default;
};

struct Story {
  std::size_t shops = 0, cards = 0;
  Amount typical_purchase;      ///< The median of what is wanted: allowances are measured in it.
  std::vector<Errand> errands;  ///< In the order of time.
  std::vector<Outage> outages;  ///< Shop by shop; those of one shop do not overlap.
};

struct StoryOptions {
  std::uint64_t seed = 1;
  std::size_t shops = 20;                 ///< At least one.
  std::uint64_t cut_off_per_mille = 100;  ///< Of the time, for each shop; 1 to 900.
};

/// The size of a synthetic trace. Everything at least one.
struct Custom {
  std::size_t cards = 2'000, purchases = 40'000, days = 60;
};

/// Purchases of a made-up chain, in the order of time.
[[nodiscard]] std::vector<Purchase> made_up_purchases(std::uint64_t seed, const Custom& custom);

/// Gives every card a home shop and a second one, every purchase a shop, and loads between them, so that
/// an honest customer is in one place at a time. `purchases` are in the order of time; at least one.
[[nodiscard]] Story tell_story(const std::vector<Purchase>& purchases, const StoryOptions& options);

/// The shops that are cut off at a moment.
[[nodiscard]] std::vector<std::size_t> cut_off_at(const Story& story, Millis at);

}  // namespace perk::compare

// Where and when dishonest people strike in a story: chosen from the story alone, so that every policy
// meets the same. Pure.
#pragma once

#include <optional>

#include "ops/compare/story.h"

namespace perk::compare {

/// Cloned cards, all used at `at` in every one of `shops`.
struct CloneAttack {
  Millis at;
  std::vector<std::size_t> cards, shops;
};
/// At the moment when most shops are cut off; of cards that were loaded before it.
[[nodiscard]] CloneAttack plan_clones(const Story& story, std::size_t count, std::uint64_t seed);

/// A shop's database is copied when its line is cut, and put back at `at`: then the cards that bought there
/// in between come again, to a shop that knows nothing of it, and are used up.
struct Rollback {
  Outage outage;
  Millis at;
  std::vector<std::size_t> cards;
};
/// In the outage in whose first half the shop was visited most; none without an outage.
[[nodiscard]] std::optional<Rollback> plan_rollback(const Story& story);

}  // namespace perk::compare

// What each card holds at a given place of each shard, for proofs of liabilities: from the projection `balance`
// where it stands there, and folded again from the events where it does not. Blocking.
#pragma once

#include <optional>
#include <vector>

#include "central/desk/admin_answer.h"

namespace perk::central {

struct CardOwed {
  CardId card;
  Amount balance;  ///< Negative: overdrawn.
};
struct CardsOwed {
  std::vector<ShardEnd> shards;  ///< The places, all in order.
  std::vector<CardOwed> cards;
};

/// `at`: a place in each shard, which must not be beyond its end; none: where the projection stands now.
[[nodiscard]] Stored<CardsOwed> cards_owed(const DeskSurroundings& around,
                                           const std::optional<std::vector<Position>>& at,
                                           const DeskProgress& on_progress);

}  // namespace perk::central

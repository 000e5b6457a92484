// When each card was last used here, so that rights that nobody uses can go home. Derived from the log:
// a sale of this shop's, or a grant to it. By the events' own clocks, so that a restart forgets nothing.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "ledger/event.h"

namespace perk::store_node {

struct CardUse {
  CardId card;
  WallTime when;
};
/// What `own` wrote for a till, or what gave it rights, is a use; nothing else is.
[[nodiscard]] std::optional<CardUse> use_of(const RecordedEvent& recorded, Origin own);

class CardUses {
 public:
  /// In any order: the latest counts.
  void note(const CardUse& use);
  /// Until the card is used again it is not told of any more.
  void forget(const CardId& card);
  /// Not used since `then`, longest unused first, at most so many.
  [[nodiscard]] std::vector<CardId> unused_since(WallTime then, std::size_t most) const;

 private:
  std::map<CardId, WallTime> last_;
  std::set<std::pair<WallTime, CardId>> by_time_;
};

}  // namespace perk::store_node

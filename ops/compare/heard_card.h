// A card as head office has heard it: its state, and the events in the order that counts, which shops
// hear as far as they are connected. And the names of things in this comparison. Values only.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/card.h"
#include "ledger/rights.h"

namespace perk::compare {

struct HeardEvent {
  std::uint64_t position = 0;  ///< In head office's one order.
  RecordedEvent recorded;
};

struct HeardCard {
  CardId id;
  CardState state;
  std::vector<HeardEvent> history;
};

[[nodiscard]] CardId card_id(std::size_t place);
[[nodiscard]] std::size_t place_of(const CardId& id);
[[nodiscard]] Origin head_office();
/// The incarnation that was the `life`-th (from 0) of a shop.
[[nodiscard]] Origin incarnation(std::size_t shop, std::uint64_t life);
/// The chain's; any would do.
[[nodiscard]] Currency currency();
[[nodiscard]] Hlc hlc_at(Millis now);
[[nodiscard]] Stamp stamp(Origin origin, Millis now);

}  // namespace perk::compare

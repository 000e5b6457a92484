// What a store knew when it approved a purchase, and what it could not know: worked out again from the
// same events. Pure: the events are handed in; single-threaded.
#pragma once

#include <string>
#include <vector>

#include "central/admin/messages.h"
#include "central/projections/projection.h"

namespace perk::central {

struct PurchaseEvidence {
  Fact purchase;           ///< Of type ValueRedeemed.
  std::vector<Fact> card;  ///< Every event of its card, in order of positions.
  /// Of the log it stands in, in its order: what drew on the same allowance, or ended it.
  std::vector<RecordedEvent> own_draws;
  /// Head office's, in its order: the grant of that allowance, and what was given back of it as a whole.
  std::vector<RecordedEvent> allowance;
};

/// The store had heard the card's shard through the position that its event names, and its own log up to
/// the event. What others did with the card earlier, by the hybrid clocks, it could not know if it stands
/// behind that position. Names of stores are left empty.
[[nodiscard]] PurchaseExplained explain(const PurchaseEvidence& evidence);

/// Any event in one sentence. `where`: who wrote it, as people call them.
[[nodiscard]] std::string sentence_of(const RecordedEvent& recorded, const std::string& where,
                                      const std::string& last_four);

}  // namespace perk::central

// What one node makes of the events it has: cards and allowances, folded by the ledger's own code.
#pragma once

#include "ledger/exposure.h"
#include "ledger/incarnations.h"
#include "ledger/stand_in.h"
#include "tests/model/fact.h"

namespace perk::model {

struct View {
  CardStates cards;
  StandIn stand_in;
  Incarnations incarnations;

  void fold(const RecordedEvent& recorded);
  void fold(const Facts& facts);
  /// A card that nothing was heard of is an empty one.
  [[nodiscard]] const CardState& card(const CardId& id) const;
  friend bool operator==(const View&, const View&) = default;
};

}  // namespace perk::model

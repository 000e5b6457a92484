#include "tests/model/view.h"

namespace perk::model {

void View::fold(const RecordedEvent& recorded) {
  stand_in.fold(recorded);
  incarnations.fold(recorded);
  const auto& card = recorded.event.envelope.card;
  if (card) evolve(cards[*card], recorded);
}

void View::fold(const Facts& facts) {
  for (const FactPtr& fact : facts) fold(fact->recorded);
}

const CardState& View::card(const CardId& id) const {
  static const CardState kNothing;
  const auto found = cards.find(id);
  return found == cards.end() ? kNothing : found->second;
}

}  // namespace perk::model

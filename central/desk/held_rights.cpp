#include "central/desk/held_rights.h"

namespace perk::central {

std::vector<HeldRights> rights_held_by(const RiskBook& book, std::span<const Origin> incarnations) {
  return book.read([&](const ChainRisk& risk) {
    std::vector<HeldRights> held;
    for (const auto& [id, card] : risk.cards()) {
      for (const Origin incarnation : incarnations) {
        if (card.rights_of(incarnation).is_positive())
          held.push_back({id, card.issue ? card.issue->last_four : "", incarnation});
      }
    }
    return held;
  });
}

}  // namespace perk::central

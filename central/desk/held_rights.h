// Who holds spending rights of which cards, for decisions that return them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "central/rights/risk_book.h"

namespace perk::central {

struct HeldRights {
  CardId card;
  std::string last_four;
  Origin incarnation;
};

/// As the book has it now, card by card.
[[nodiscard]] std::vector<HeldRights> rights_held_by(const RiskBook& book,
                                                     std::span<const Origin> incarnations);

}  // namespace perk::central

// Amounts and cards as the model's judge names them.
#pragma once

#include <string>

#include "ledger/ids.h"
#include "ledger/money.h"

namespace perk::model {

[[nodiscard]] inline std::string text(Amount amount) { return std::to_string(amount.minor()); }
[[nodiscard]] inline std::string text(const CardId& card) {
  return "Card " + std::to_string(card.bytes[7]);
}

}  // namespace perk::model

// How an operator names a card. A value.
#pragma once

#include <optional>
#include <string>

#include "ledger/ids.h"

namespace perk::central {

/// A card by its number (hashed at head office and forgotten) or by its id; one of the two.
struct CardRef {
  std::string number;
  std::optional<CardId> id;
};

}  // namespace perk::central

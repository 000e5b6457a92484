// `perk-central init`: makes head office's tables, once, the first card-number key, and the first range
// of numbers made with it.
#pragma once

#include <string>

#include "central/config.h"
#include "ledger/clock.h"

namespace perk::central {

/// What was made, as a sentence; or why nothing was.
[[nodiscard]] Result<std::string, std::string> initialise_chain(const CentralConfig& config,
                                                                const Clock& clock);

}  // namespace perk::central

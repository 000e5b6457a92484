// The bugs of ledger/mutant.h with what a run needs to bring each out soon.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ledger/mutant.h"

namespace perk::simulation {

struct PlantedBug {
  Mutant mutant = Mutant::None;
  std::string_view name;  ///< As in the enumeration.
  std::string_view area;
  std::string_view faults =
      "all";  ///< As perk-simulate-chain --faults takes them; or a story of trial.h.
  std::uint64_t customers = 40;  ///< A day, of a till.
  std::uint64_t first_seed = 1;  ///< One that shows it soon; the others follow.
};

[[nodiscard]] std::span<const PlantedBug> planted_bugs();

}  // namespace perk::simulation

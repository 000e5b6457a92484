// Makes the plan of a failure smaller, as long as the same law still breaks: fewer faults, a shorter time, fewer
// shops and customers.
#pragma once

#include "tests/simulation/chain.h"

namespace perk::simulation {

struct Shrunk {
  Plan plan;
  std::string objection;
  std::uint64_t tries = 0;
};

/// `objection`: of live_through(plan). At most `tries_max` runs.
[[nodiscard]] Shrunk shrink(const Plan& plan, const std::string& objection,
                            std::uint64_t tries_max = 200);

}  // namespace perk::simulation

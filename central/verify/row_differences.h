// Where a projection's rows differ from what they should be. Pure.
#pragma once

#include <optional>
#include <string>

#include "central/projections/rows.h"

namespace perk::central {

/// The first place, in words; none if they are the same. `last_balances` are not compared: no version
/// keeps them.
[[nodiscard]] std::optional<std::string> first_difference(const ProjectionRows& shown,
                                                          const ProjectionRows& right);

}  // namespace perk::central

// The pictures of a drill: what happened over time, one small picture for each thing to see, so that they stand beside
// each other on a screen and below each other on a telephone. Pure.
#pragma once

#include <string>

#include "ops/drill_run/drill_report.h"

namespace perk::ops {

/// The colour of a shop's line, everywhere on the page.
[[nodiscard]] std::string colour_of_shop(std::size_t shop);
/// SVG elements, one after the other.
[[nodiscard]] std::string drill_charts(const DrillReport& report);

}  // namespace perk::ops

// A report with something of everything in it, for tests of what is made of it.
#pragma once

#include "ops/drill_run/drill_report.h"

namespace perk::ops {

[[nodiscard]] DrillReport sample_report();

}  // namespace perk::ops

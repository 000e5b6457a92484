// What head office shows its operators of risk at this moment. Waits on the calling thread.
#pragma once

#include <optional>

#include "ops/demo_run/report.h"
#include "ops/demo_run/stage.h"

namespace perk::ops {

/// None if head office does not answer now.
[[nodiscard]] std::optional<RiskSample> risk_shown(const Stage& stage, Millis now);

}  // namespace perk::ops

// From what a rehearsal saw to a verdict: what every drill must show, and what this one claims. Asks head office and
// the shops, who must still be there.
#pragma once

#include "ops/drill_run/drill_report.h"
#include "ops/drill_run/rehearsal.h"

namespace perk::ops {

/// For claims that the shops sell on: each of them approved purchases while the faults lasted.
void judge_others_sold(const Rehearsed& seen, std::vector<CheckLine>& checks);

[[nodiscard]] DrillReport judged(const Drill& drill, Scene& scene, Watch& watch,
                                 const Rehearsed& rehearsed);

}  // namespace perk::ops

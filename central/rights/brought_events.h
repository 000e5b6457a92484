// What a batch brings of closed logs, compared with what is held before it is stored: an event that head
// office holds from its own log would count twice.
#pragma once

#include "central/intake.h"
#include "central/rights/closed_logs.h"

namespace perk::central {

/// Moves what must not count from the groups to quarantine, with the reason. Blocking; nothing is stored.
[[nodiscard]] Stored<TakenIn> sort_out_brought(TakenIn taken, ClosedLogs& closed, WallTime now);

}  // namespace perk::central

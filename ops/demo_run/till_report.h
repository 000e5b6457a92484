// What the simulator wrote about the tills, taken over into the demo's report.
#pragma once

#include <filesystem>

#include "ledger/result.h"
#include "ops/demo_run/report.h"

namespace perk::ops {

/// Fills in each store's sales, refusals and waits (the stores are in the same order in both).
[[nodiscard]] Result<Done, std::string> add_till_report(const std::filesystem::path& file,
                                                        DemoReport& report);

}  // namespace perk::ops

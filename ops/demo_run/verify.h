// The demo's questions at the end, each answered from what the running programs say: head office's own
// audit, the money line, the tills' record against the ledger, every shop against head office.
#pragma once

#include "ops/demo_run/report.h"
#include "ops/demo_run/stage.h"
#include "ops/demo_run/watch.h"

namespace perk::ops {

/// Adds the money line and one CheckLine for each question. A question that could not be asked is a check
/// that does not hold, with the reason as its detail. `card` becomes the number of a card that was used in
/// two shops while they were cut off, if there is one.
void verify_all(Stage& stage, Watch& watch, const std::filesystem::path& record_file,
                DemoReport& report, std::string& card);

}  // namespace perk::ops

// The target `replicator` with its sink's honesty as an argument, so that a test can plant a bug there.
#pragma once

#include "tests/fuzz/replicator_end.h"

namespace perk::fuzz {

void run_replicator(Input bytes, SinkHonesty honesty);

}  // namespace perk::fuzz

// Whether everybody knows the same: what a run waits for before its books are held against each other.
#pragma once

#include <cstdint>
#include <optional>

#include "ops/demo_run/stage.h"
#include "ops/demo_run/watch.h"

namespace perk::ops {

/// How many events there are, once head office has every log to its end, its read models have folded all
/// of it, every shop has every event of the others, and none has anything of a former log left to bring.
/// None while somebody lacks something or does not answer.
[[nodiscard]] std::optional<std::uint64_t> events_everybody_has(Stage& stage, Watch& watch);

}  // namespace perk::ops

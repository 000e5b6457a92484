// Rebuilds a projection beside the live one, blue/green: a new version is folded from position 0 while
// people read the old one, then swapped in, then the old one is deleted.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "central/projections/projection_runner.h"
#include "ledger/clock.h"

namespace perk::central {

struct Rebuilt {
  ProjectionVersion version;
  std::uint64_t events = 0;
  Millis took;
  std::chrono::microseconds swap{0};  ///< How long the swap itself took.
};

/// Events folded so far, and how many there are now.
using RebuildProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Blocks until done. `runner`, which keeps the live version, is paused for the last steps and the swap,
/// so that nothing is folded into the old version that the new one lacks. GiveUp when another rebuild
/// of the same projection began meanwhile; other failures of storage end it too, and a later rebuild
/// starts afresh.
[[nodiscard]] Stored<Rebuilt> rebuild(ProjectionKind kind, EventStore& events,
                                      ProjectionStore& projections, ProjectionRunner& runner,
                                      const RebuildProgress& on_progress);

}  // namespace perk::central

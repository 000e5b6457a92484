// Runs a drill: sets the stage, lets customers come, breaks and mends what the drill says when it says so, watches,
// and waits until everybody agrees or nobody hopes for it any more. Judges nothing (judging.h). Waits on the
// calling thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ops/demo_run/day.h"
#include "ops/drill_run/scene.h"
#include "ops/simulate/record.h"

namespace perk::ops {

/// A fault as it happened, since selling began.
struct FaultSeen {
  std::string what;
  std::vector<std::size_t> shops;
  Millis from, until;
  Millis dead;  ///< When its beginning was carried out.
};

/// How many events of all shops' logs head office had acknowledged, as far as the shops say.
struct HeldSample {
  Millis at;
  std::uint64_t events = 0;
};

/// What was seen, before anybody judges.
struct Rehearsed {
  std::vector<std::string> places;  ///< The shops' addresses, as the tills' record names them.
  Record record;
  WallTime began;  ///< When selling began.
  Millis ended;    ///< The last sale, since then; so is all that follows.
  std::vector<FaultSeen> faults;
  std::vector<BacklogSample> backlogs;
  std::vector<RiskSample> risks;
  std::vector<HeldSample> held;
  std::optional<Millis>
      converged;  ///< Head office held all that was sold before the last fault was mended.
  std::optional<Millis> settled;  ///< From the last sale until everybody agreed on everything.
  std::uint64_t events = 0;
  std::vector<LineBytes> final_bytes;  ///< What went over each shop's line in all.
  std::vector<Seq> final_held;  ///< What head office holds of each shop's log, once all agree.
  std::vector<std::uint64_t> memory_peaks;  ///< Of each shop's node, in bytes.
  std::string trouble;                      ///< Why the day did not come to its end; empty: it did.
};

struct Patience {
  Millis agreement{60'000};  ///< From the last sale until everybody agrees.
};

/// The error: the tills could not begin, so that nothing was rehearsed.
[[nodiscard]] Result<Rehearsed, std::string> rehearse(const Drill& drill, const DrillPlan& plan,
                                                      Scene& scene, Watch& watch,
                                                      const Patience& patience,
                                                      const Screen& screen);

}  // namespace perk::ops

// A whole chain in one thread: shops with their tills, lines, head office, on one agenda. Lives through its
// plan, heals, and is judged. Nothing but the plan decides what happens.
#pragma once

#include "tests/simulation/fault.h"
#include "tests/simulation/judge.h"

namespace perk::simulation {

/// All that decides a run.
struct Plan {
  std::uint64_t seed = 1;
  std::size_t shops = 3;
  Millis length{24LL * 3'600'000};       ///< Before it heals.
  std::uint64_t customers_per_day = 40;  ///< Of a till.
  std::size_t tills = 1;                 ///< Of a shop.
  bool sells_only = false;               ///< No holds, no loads taken back, no operators at work.
  std::vector<Fault> faults;
};

/// With faults of these kinds drawn from the seed.
[[nodiscard]] Plan plan_for(std::uint64_t seed, std::size_t shops, Millis length,
                            const std::vector<FaultKind>& kinds);

struct Verdict {
  std::optional<std::string> objection;  ///< Which law broke, and how; none: all held.
  Instant when;
  Digest trace;
  Judge::Counts counts;
  std::uint64_t acts = 0;
};

/// One run. Equal plans give equal verdicts, on every machine and compiler.
[[nodiscard]] Verdict live_through(const Plan& plan);

}  // namespace perk::simulation

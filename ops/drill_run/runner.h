// Runs drills, each on a stage and a database of its own, and once more with the bug that it must find. Waits on the
// calling thread.
#pragma once

#include <filesystem>
#include <string>

#include "ops/drill_run/judging.h"

namespace perk::ops {

enum class Control { Run, LeftOut };

struct Theatre {
  std::filesystem::path directory;  ///< For the files of the stages; a folder for each drill.
  std::filesystem::path programs;   ///< Where perk-central, perk-store and the others are.
  std::filesystem::path scripts;    ///< Where ops/postgres and ops/cluster are.
  std::filesystem::path
      older;  ///< Where an older build's perk-central and perk-store are; may be empty.
  DrillPlan plan;
  Control control = Control::Run;
};

/// A drill that could not even begin is `unknown`, with the reason.
[[nodiscard]] DrillReport run_drill(const Drill& drill, const Theatre& theatre, Databases& server,
                                    const Screen& screen);

}  // namespace perk::ops

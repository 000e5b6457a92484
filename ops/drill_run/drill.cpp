#include "ops/drill_run/drill.h"

#include <algorithm>

namespace perk::ops {

const std::vector<Drill>& all_drills() {
  static const std::vector<Drill> drills = [] {
    std::vector<Drill> all;
    for (const auto part : {&line_drills, &crash_drills, &disk_drills, &restore_drills,
                            &identity_drills, &topology_drills, &operator_drills, &link_drills,
                            &clock_drills, &upgrade_drills, &cluster_drills}) {
      for (Drill& drill : part()) all.push_back(std::move(drill));
    }
    return all;
  }();
  return drills;
}

const Drill* find_drill(const std::string& name) {
  const auto& drills = all_drills();
  const auto found =
      std::find_if(drills.begin(), drills.end(), [&](const Drill& d) { return d.name == name; });
  return found == drills.end() ? nullptr : &*found;
}

}  // namespace perk::ops

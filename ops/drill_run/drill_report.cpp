#include "ops/drill_run/drill_report.h"

#include <algorithm>

namespace perk::ops {

const char* name_of(DrillVerdict verdict) {
  switch (verdict) {
    case DrillVerdict::Unknown:
      return "unknown";
    case DrillVerdict::Valid:
      return "valid";
    case DrillVerdict::Invalid:
      break;
  }
  return "invalid";
}

std::string to_line(const DrillReport& report) {
  const Operations& all = report.operations;
  std::string line = report.drill + ": " + name_of(report.verdict) + ", " +
                     std::to_string(all.acknowledged) + " acknowledged, " +
                     std::to_string(all.lost) + " lost, " + std::to_string(all.indeterminate) +
                     " indeterminate";
  if (report.control && report.control->was_run)
    line += report.control->caught() ? "; planted bug caught" : "; planted bug NOT CAUGHT";
  return report.why.empty() ? line : line + " (" + report.why + ")";
}

bool all_shown(const std::vector<DrillReport>& reports) {
  return std::all_of(reports.begin(), reports.end(), [](const DrillReport& report) {
    return report.verdict == DrillVerdict::Valid && (!report.control || report.control->caught());
  });
}

}  // namespace perk::ops

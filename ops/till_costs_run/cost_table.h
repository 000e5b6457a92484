// What each way of speaking to a store costs it, side by side. Text only: pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ops/till_costs_run/crowd.h"

namespace perk::ops {

/// One kind of work, and what each round of it cost in each way. Every way has as many rounds.
struct CostRow {
  std::string work;  ///< "inquiry".
  std::map<Way, std::vector<Cost>> rounds;
};

/// Processor time and pieces a second, medians of the rounds; and both to the plain lines of the same round, median
/// and quartiles.
[[nodiscard]] std::string to_text(const std::vector<CostRow>& rows);

}  // namespace perk::ops

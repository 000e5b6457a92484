#include "ops/till_costs_run/processors.h"

#include <cstddef>

namespace perk::ops {

FirstProcessor::FirstProcessor() {
  CPU_ZERO(&others_);
  if (sched_getaffinity(0, sizeof others_, &others_) != 0) return;
  std::size_t first = 0;
  while (first < CPU_SETSIZE && !CPU_ISSET(first, &others_)) ++first;
  CPU_CLR(first, &others_);
  if (!is_apart()) return;
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(first, &only);
  if (sched_setaffinity(0, sizeof only, &only) != 0) CPU_ZERO(&others_);
}

FirstProcessor::~FirstProcessor() {
  if (is_apart()) static_cast<void>(sched_setaffinity(0, sizeof others_, &others_));
}

}  // namespace perk::ops

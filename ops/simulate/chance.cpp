#include "ops/simulate/chance.h"

#include <algorithm>
#include <array>

namespace perk::ops {

Zipf::Zipf(std::size_t choices) {
  PERK_CHECK(choices > 0, "there is nothing to choose from");
  constexpr std::uint64_t kFirstWeight = std::uint64_t{1} << 32;
  std::uint64_t sum = 0;
  for (std::size_t place = 0; place < choices; ++place) {
    sum += kFirstWeight / (place + 1);
    weights_up_to_.push_back(sum);
  }
}

std::size_t Zipf::pick(Random& chance) const {
  const std::uint64_t drawn = chance.below(weights_up_to_.back());
  const auto found = std::upper_bound(weights_up_to_.begin(), weights_up_to_.end(), drawn);
  return static_cast<std::size_t>(found - weights_up_to_.begin());
}

std::uint64_t busyness(std::uint64_t done_per_mille) {
  constexpr std::array<std::uint64_t, 14> kHours = {450, 850, 1000, 800, 600, 550, 700,
                                                    650, 500, 550,  500, 450, 350, 300};
  const std::uint64_t place = std::min<std::uint64_t>(done_per_mille, 1000) * (kHours.size() - 1);
  const std::size_t hour = static_cast<std::size_t>(place / 1000);
  const std::uint64_t past = place % 1000;
  const std::uint64_t next = kHours[std::min(hour + 1, kHours.size() - 1)];
  return (kHours[hour] * (1000 - past) + next * past) / 1000;
}

}  // namespace perk::ops

// The shapes of chance in a coffee shop: a few cards are used a lot, mornings are busier than evenings.
// Whole numbers only, so that a seed means the same everywhere. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "ops/random.h"

namespace perk::ops {

/// Zipf's law with exponent 1: the choice at place k is taken in proportion to 1 / (k + 1).
class Zipf {
 public:
  explicit Zipf(std::size_t choices);  ///< At least one.
  [[nodiscard]] std::size_t pick(Random& chance) const;

 private:
  std::vector<std::uint64_t> weights_up_to_;
};

/// How busy a shop is, per mille of its busiest, `done_per_mille` (0 to 1000) through its day: a rush
/// before work, a hump at lunch, quiet evenings (6:00 to 20:00).
[[nodiscard]] std::uint64_t busyness(std::uint64_t done_per_mille);

}  // namespace perk::ops

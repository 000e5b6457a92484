// What the tills' record says of time: for each shop, how many purchases were approved and how long the slowest
// answer took, slot by slot since selling began; and how many requests met a fault. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ops/simulate/record.h"

namespace perk::ops {

/// Of time since selling began.
struct Window {
  Millis from, until;
};

struct ShopTimeline {
  std::vector<std::uint64_t> approved;  ///< Purchases, by slot of their answer.
  std::vector<Millis> slowest;  ///< From the request to its final answer, by slot of the answer.
};

struct Timeline {
  Millis slot{250};
  std::vector<ShopTimeline> shops;
};

/// `places`: each shop's address, as the record names it. `began`: when selling began.
[[nodiscard]] Timeline timeline_of(const Record& record, const std::vector<std::string>& places,
                                   WallTime began);

/// Requests at these places (at any, if there are none) that were asked within one of the windows.
[[nodiscard]] std::uint64_t asked_during(const Record& record,
                                         const std::vector<std::string>& places, WallTime began,
                                         const std::vector<Window>& windows);

/// The waits for a final answer of purchases that were asked at a place within a window; sorted.
[[nodiscard]] std::vector<Millis> waits_during(const Record& record, const std::string& place,
                                               WallTime began, const Window& window);

}  // namespace perk::ops

// What the `perk` admin tool asks and is told about one-time codes. Values; part of messages.h, which says how
// they travel.
#pragma once

#include <string>

#include "ledger/time.h"

namespace perk::central {

inline constexpr Millis kCodeLifetimeMax{30LL * 24 * 3'600'000};

struct OfferCodeRequest {
  std::string name;                  ///< Of the store that is to enrol.
  Millis valid_for{24 * 3'600'000};  ///< 1 ms to kCodeLifetimeMax.
};
struct OfferCodeReply {
  std::string code;  ///< Secret; told once and kept nowhere.
  std::string name;
  WallTime expires;
  bool is_known = false;  ///< The store is enrolled: the code is of use to its key only.
};

}  // namespace perk::central

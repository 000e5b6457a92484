// What is stamped on every event that is made, whatever it says. A value.
#pragma once

#include "ledger/ids.h"
#include "ledger/time.h"

namespace perk {

/// Whose log an event will stand in, when it was decided, and under which policy.
struct Stamp {
  Origin origin;
  Hlc hlc;
  WallTime raw_clock;
  PolicyVersion policy_version;
};

}  // namespace perk

// The machine's clocks. Only main() makes one; everything else is handed a Clock.
#pragma once

#include "ledger/clock.h"

namespace perk::sync {

/// Thread-safe; holds nothing.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override;
  [[nodiscard]] Instant monotonic() const override;
};

}  // namespace perk::sync

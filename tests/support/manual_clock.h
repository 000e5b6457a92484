// A clock that moves only when a test moves it. Single-threaded.
#pragma once

#include "ledger/clock.h"

namespace perk::test {

class ManualClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override { return wall_; }
  [[nodiscard]] Instant monotonic() const override { return monotonic_; }

  /// Time passes, by both readings.
  void advance(Millis by) {
    wall_ = wall_ + by;
    monotonic_ = monotonic_ + by;
  }
  void advance_to(Instant then) { advance(then - monotonic_); }
  /// Somebody sets the wall clock; no time passes.
  void set_wall(WallTime wall) { wall_ = wall; }

 private:
  WallTime wall_{1'795'255'200'000};  // 2026-11-21T10:00:00Z
  Instant monotonic_{1'000};
};

}  // namespace perk::test

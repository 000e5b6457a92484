// A node's hybrid logical clock. Ahead of every event the node wrote or heard, close to its wall
// clock, and proof against a peer whose clock is absurd. Single-threaded; reads no clock.
#pragma once

#include "ledger/time.h"

namespace perk {

class HybridClock {
 public:
  /// Values more than `ahead_max` before the wall clock are reported and not followed (DESIGN: one
  /// wrong clock must not drag the others). 60 s is far above NTP error and far below a time zone.
  explicit HybridClock(Millis ahead_max = Millis(60'000)) : ahead_max_(ahead_max) {}

  enum class Heard { Followed, TooFarAhead };

  /// The next value, greater than every one before, given the wall clock's reading.
  [[nodiscard]] Hlc tick(WallTime wall);
  /// Takes note of a value in someone else's event.
  Heard observe(Hlc heard, WallTime wall);
  /// Continues from the last value in the node's own log, whatever the wall clock says now.
  void resume_from(Hlc last);
  [[nodiscard]] Hlc last() const { return last_; }

 private:
  Millis ahead_max_;
  Hlc last_;
};

}  // namespace perk

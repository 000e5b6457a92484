// The clock port: the only way time enters. Wiring gives a node the machine's clock; tests and the
// simulator give it one they move by hand.
#pragma once

#include "ledger/time.h"

namespace perk {

class Clock {
 public:
  virtual ~Clock() = default;
  /// The wall clock's reading: may be wrong and may jump.
  [[nodiscard]] virtual WallTime wall() const = 0;
  /// A reading that never runs backwards while the process lives.
  [[nodiscard]] virtual Instant monotonic() const = 0;
};

}  // namespace perk

// The clock of one machine in virtual time: its wall clock may be set, and may run too fast or too slow.
#pragma once

#include "ledger/clock.h"
#include "tests/simulation/agenda.h"

namespace perk::simulation {

/// When every world begins: 2026-11-21T00:00:00Z.
inline constexpr WallTime kWorldBegins{1'795'219'200'000};

class MachineClock final : public Clock {
 public:
  explicit MachineClock(const Agenda& agenda) : agenda_(agenda) {}

  [[nodiscard]] WallTime wall() const override {
    const std::int64_t passed = agenda_.now().millis();
    return kWorldBegins + Millis(passed + offset_.count() + passed * drift_ppm_ / 1'000'000);
  }
  /// Goes on over restarts, which no process notices: instants mean nothing outside one.
  [[nodiscard]] Instant monotonic() const override {
    return Instant(1'000 + agenda_.now().millis());
  }

  /// Somebody, or NTP, sets the wall clock.
  void jump(Millis by) { offset_ = offset_ + by; }
  /// Millionths too fast; negative: too slow. The wall clock jumps by what that makes of the past.
  void drift(std::int64_t ppm) { drift_ppm_ = ppm; }

 private:
  const Agenda& agenda_;
  Millis offset_;
  std::int64_t drift_ppm_ = 0;
};

}  // namespace perk::simulation

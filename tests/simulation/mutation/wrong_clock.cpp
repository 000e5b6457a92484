// The machine's clocks, in the programs that have planted bugs: the wall clock as far from the machine's as the environment
// says when the program starts. Stands in place of sync/process/system_clock.cpp.
#include <chrono>
#include <cstdlib>

#include "sync/process/system_clock.h"

namespace perk::sync {
namespace {

template <typename TimePoint>
std::int64_t millis_of(TimePoint time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

/// In milliseconds; behind, if negative.
std::int64_t ahead() {
  static const std::int64_t millis = [] {
    const char* const text = std::getenv("PERK_CLOCK_AHEAD");
    return text == nullptr ? std::int64_t{0} : std::strtoll(text, nullptr, 10);
  }();
  return millis;
}

}  // namespace

WallTime SystemClock::wall() const {
  return WallTime(millis_of(std::chrono::system_clock::now()) + ahead());
}
Instant SystemClock::monotonic() const {
  return Instant(millis_of(std::chrono::steady_clock::now()));
}

}  // namespace perk::sync

#include "sync/process/system_clock.h"

#include <chrono>

namespace perk::sync {
namespace {

template <typename TimePoint>
std::int64_t millis_of(TimePoint time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

WallTime SystemClock::wall() const { return WallTime(millis_of(std::chrono::system_clock::now())); }
Instant SystemClock::monotonic() const {
  return Instant(millis_of(std::chrono::steady_clock::now()));
}

}  // namespace perk::sync

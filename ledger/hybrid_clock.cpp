#include "ledger/hybrid_clock.h"

#include <algorithm>
#include <cstdint>

namespace perk {
namespace {

// An Hlc has 48 bits of milliseconds (until the year 10889). The last 2^40 of them, 34 years, are kept
// free so that counting on from an absurd wall clock still has somewhere to go.
constexpr WallTime kFirst{0};
constexpr WallTime kLast{(std::int64_t{1} << 48) - (std::int64_t{1} << 40)};

WallTime representable(WallTime wall) { return std::clamp(wall, kFirst, kLast); }

}  // namespace

Hlc HybridClock::tick(WallTime wall) {
  // The logical counter carries into the milliseconds when it runs over, which is still greater.
  const Hlc after_last(last_.packed() + 1);
  last_ = std::max(after_last, Hlc::from_parts(representable(wall), 0));
  return last_;
}

HybridClock::Heard HybridClock::observe(Hlc heard, WallTime wall) {
  if (heard.wall() - representable(wall) > ahead_max_) return Heard::TooFarAhead;
  last_ = std::max(last_, heard);
  return Heard::Followed;
}

void HybridClock::resume_from(Hlc last) { last_ = std::max(last_, last); }

}  // namespace perk

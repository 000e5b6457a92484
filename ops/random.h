// Chance for the tools: the same seed gives the same numbers on every compiler and machine, which the
// standard distributions do not promise. Single-threaded.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "ledger/check.h"

namespace perk::ops {

/// xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64.
class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15ULL;
      word = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9ULL;
      word = (word ^ (word >> 27)) * 0x94d049bb133111ebULL;
      word ^= word >> 31;
    }
  }

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// From 0 to `end` - 1; `end` is at least 1.
  std::uint64_t below(std::uint64_t end) {
    PERK_CHECK(end > 0, "there is no number below zero");
    return next() % end;
  }
  /// From `first` to `last`, both included.
  std::int64_t between(std::int64_t first, std::int64_t last) {
    PERK_CHECK(first <= last, "an empty range has no number in it");
    return first + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last - first) + 1));
  }
  /// True `per_mille` times in a thousand.
  bool chance(std::uint64_t per_mille) { return below(1000) < per_mille; }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace perk::ops

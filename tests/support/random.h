// Chance for tests: the same seed gives the same numbers on every compiler and machine. Written here
// because the standard distributions promise no such thing. Single-threaded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ledger/check.h"

namespace perk::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  /// SplitMix64 (Steele, Lea and Flood, 2014): a counter, and a mixing of its bits.
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
  }

  /// From 0 to `end` - 1. Slightly uneven for huge ranges, which no test minds.
  std::uint64_t below(std::uint64_t end) {
    PERK_CHECK(end > 0, "there is no number below zero");
    return next() % end;
  }

  /// From `first` to `last`, both included.
  std::int64_t between(std::int64_t first, std::int64_t last) {
    PERK_CHECK(first <= last, "an empty range has no number in it");
    const auto width = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
    const std::uint64_t offset = width == UINT64_MAX ? next() : below(width + 1);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + offset);
  }

  /// True `percent` times in a hundred.
  bool chance(std::uint64_t percent) { return below(100) < percent; }

  template <typename T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[static_cast<std::size_t>(below(choices.size()))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace perk::test

// What every fuzz target is made of: any bytes go in, and a law that does not hold is thrown. libFuzzer
// takes the exception for a crash; the replay of the corpora takes it for a failed test.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>

namespace perk::fuzz {

using Input = std::span<const std::uint8_t>;

class LawBroken : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// `law` says what always holds.
inline void require(bool holds, const char* law) {
  if (!holds) throw LawBroken(law);
}

}  // namespace perk::fuzz

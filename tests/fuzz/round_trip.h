// The law of every codec: what was read is written so that it reads as the same, and is written the
// same again.
#pragma once

#include "tests/fuzz/law.h"

namespace perk::fuzz {

/// How two values are known to be equal: not all have an operator for it.
enum class Compared { AsValues, AsBytes };

/// `read` makes a Result of what `write` makes of a value. Returns the value read, or none.
template <Compared compared = Compared::AsValues, typename Bytes, typename Read, typename Write>
auto round_trip(const Bytes& bytes, const Read& read, const Write& write) {
  auto first = read(bytes);
  if (!first) {
    require(!first.error().why.empty(), "what is refused is refused with a reason");
    return first;
  }
  const auto written = write(first.value());
  const auto second = read(written);
  require(second.has_value(), "what was written can be read");
  if constexpr (compared == Compared::AsValues)
    require(second.value() == first.value(), "what was written reads as what was meant");
  require(write(second.value()) == written, "equal values are written as equal bytes");
  return first;
}

}  // namespace perk::fuzz

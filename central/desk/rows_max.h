// How much one answer to an operator holds.
#pragma once

#include <cstddef>

namespace perk::central {

/// The most rows that one answer to an operator has.
inline constexpr std::size_t kRowsMax = 5'000;

}  // namespace perk::central

// What a head office that another one serves instead of says to operators.
#pragma once

namespace perk::central {

/// Code of the fault: nothing was done, and the sentence says who serves.
inline constexpr char kStandsBy[] = "stands_by";

}  // namespace perk::central

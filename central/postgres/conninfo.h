// Connection strings with what head office needs in them: bounds on how long a dead line can look alive.
#pragma once

#include <string>

namespace perk::central {

/// `conninfo` (libpq's URI or key=value form) with timeouts and a name for whatever it leaves open.
/// One that libpq cannot read is returned as it is: connecting then says what is wrong with it.
[[nodiscard]] std::string with_bounds(const std::string& conninfo);

}  // namespace perk::central

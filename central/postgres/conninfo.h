// Connection strings with what head office needs in them: bounds on how long a dead line can look alive, and
// each server of several by itself.
#pragma once

#include <string>
#include <vector>

namespace perk::central {

/// `conninfo` (libpq's URI or key=value form) with timeouts and a name for whatever it leaves open.
/// One that libpq cannot read is returned as it is: connecting then says what is wrong with it.
[[nodiscard]] std::string with_bounds(const std::string& conninfo);

/// One for each host that `conninfo` names, in its order; at least one. libpq takes the first host that says it
/// takes writes, and a primary that does not know that it is none any more says so too: whoever wants to pass it
/// over must be able to name the next. Hosts and ports that do not fit together stay in one, for libpq to judge.
[[nodiscard]] std::vector<std::string> by_host(const std::string& conninfo);

}  // namespace perk::central

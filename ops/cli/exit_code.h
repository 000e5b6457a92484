// What `perk` says with its exit code. Scripts depend on these numbers; they are in `perk --help`.
#pragma once

namespace perk::ops {

enum class ExitCode : int {
  Ok = 0,
  CheckFailed = 1,  ///< `verify`, `money`, `proof check` or `audit` found what does not hold.
  Usage = 2,        ///< The command line or a file it names is wrong.
  Unreachable = 3,  ///< Head office, or its database, cannot be reached.
  Refused = 4,      ///< Head office said no: unknown card, already frozen, ...
  Timeout = 5,      ///< A position asked for with --at-least was not reached in time.
  Pending = 6,      ///< Nothing was done yet: a second operator must approve it.
};

[[nodiscard]] constexpr int to_int(ExitCode code) { return static_cast<int>(code); }

}  // namespace perk::ops

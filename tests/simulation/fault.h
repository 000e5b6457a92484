// What goes wrong, as data: drawn from a seed, named by flags, taken away one by one when a failure is made
// smaller. Values only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/time.h"
#include "tests/support/random.h"

namespace perk::simulation {

enum class FaultKind : std::uint8_t {
  Cut,              ///< A shop's line: nothing gets through, either way.
  CutUp,            ///< Nothing gets from the shop to head office.
  CutDown,          ///< Nothing gets from head office to the shop.
  Flap,             ///< The line breaks and comes back, again and again.
  Slow,             ///< Messages take seconds.
  Unfaithful,       ///< Frames are dropped, repeated, change places, or are altered.
  ShopCrash,        ///< Power is lost; what was not synced is gone.
  ShopCommitFails,  ///< A commit is refused, or its outcome is unknown.
  ShopDiskFull,     ///< Every commit is refused for a while.
  ShopSlow,         ///< Its node takes seconds for each group.
  ShopClock,        ///< Its wall clock is set wrong by up to an hour, or put back.
  ShopDrift,        ///< Its wall clock runs too fast or too slow.
  ShopRestored,     ///< An old copy of its database is put back.
  ShopCloned,       ///< A copy of its database goes into service beside it.
  ShopBurnt,        ///< Its disk is gone; its tills hand back their receipts.
  OfficeCrash,      ///< Head office's process dies.
  OfficeAway,       ///< Its database answers nobody for a while.
  OfficeUnknown,    ///< Commits happen or not, and nobody is told which.
  OfficeFailover,   ///< Commits were not on the quorum: head office goes on without them.
  OfficeClock,      ///< Head office's wall clock is set wrong.
  OfficeRestored,   ///< Head office is put back to an earlier moment, and begins a new epoch.
  NewerPeer,        ///< A shop speaks a newer version of the protocol, with messages nobody knows.
};
[[nodiscard]] const std::vector<FaultKind>& all_fault_kinds();
/// "cut", "shop_restored", ...
[[nodiscard]] std::string_view fault_name(FaultKind kind);
[[nodiscard]] std::optional<FaultKind> fault_from_name(std::string_view name);
/// "all", "none", or names with commas between; none of the result: a name that there is not.
[[nodiscard]] std::optional<std::vector<FaultKind>> faults_named(const std::string& list);

struct Fault {
  FaultKind kind = FaultKind::Cut;
  Instant when;
  Millis lasts;              ///< Until it is mended, where that means something.
  std::size_t shop = 0;      ///< Which one; of head office's faults it means nothing.
  std::uint64_t chance = 0;  ///< Seeds whatever else the fault draws.
  friend bool operator==(const Fault&, const Fault&) = default;
};
/// "cut shop 2 at 10:15:03.120 (day 1) for 93 s".
[[nodiscard]] std::string to_string(const Fault& fault);

/// Some faults for that many days, in order of time. Of each kind about as many as the kind's own rate says,
/// times `plenty`.
[[nodiscard]] std::vector<Fault> draw_faults(test::Random& random,
                                             const std::vector<FaultKind>& kinds, std::size_t shops,
                                             Millis days, std::uint64_t plenty);

}  // namespace perk::simulation

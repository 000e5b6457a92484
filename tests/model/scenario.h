// Which small case to explore: how it begins, what may happen how often, and in how many steps. The
// numbers are what bounds the exploration; within them it is complete.
#pragma once

#include <array>
#include <map>
#include <string_view>

#include "tests/model/judge.h"

namespace perk::model {

struct Scenario {
  std::string_view name;
  Setting setting;
  Actions beginning;             ///< Happens first, always.
  std::map<Kind, unsigned> may;  ///< How often each kind may happen after that.
  unsigned steps = 12;           ///< At most so many of them.
  /// Events reach a shop in another order than head office's too, each origin's in its own.
  bool reorders = false;
};

/// The world when the scenario begins, with what head office has then as its backup.
[[nodiscard]] World world_of(const Scenario& scenario);
/// Everything of these kinds that can be tried, whether or not it can happen.
[[nodiscard]] Actions actions_of(const Scenario& scenario);

/// The small cases that together cover what the issue lists (README.md).
namespace scenarios {
[[nodiscard]] Scenario rights_and_refunds();
[[nodiscard]] Scenario two_cards();
[[nodiscard]] Scenario stand_in();
[[nodiscard]] Scenario caps();
[[nodiscard]] Scenario failover();
[[nodiscard]] Scenario two_centres();
[[nodiscard]] Scenario restored_office();
[[nodiscard]] Scenario snapshots();
[[nodiscard]] Scenario lost_shop();
[[nodiscard]] Scenario power_cuts();
[[nodiscard]] Scenario flapping_link();
[[nodiscard]] Scenario clocks();
[[nodiscard]] Scenario late_hellos();
[[nodiscard]] Scenario clone();
[[nodiscard]] Scenario overdrafts();
[[nodiscard]] Scenario holds();
[[nodiscard]] Scenario cloned_holds();
[[nodiscard]] Scenario loads_taken_back();
}  // namespace scenarios
/// All of them.
[[nodiscard]] std::vector<Scenario> all_scenarios();

}  // namespace perk::model

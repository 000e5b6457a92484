// Tries everything that can happen in a small case, in every order, breadth first, so that what it finds is
// the shortest history. Worlds that go on alike are looked at once. The same every time: no chance.
#pragma once

#include "tests/model/scenario.h"

namespace perk::model {

struct Exploration {
  std::size_t worlds = 0;  ///< Different ones, all judged.
  std::size_t steps = 0;   ///< Taken, also to worlds seen before.
  unsigned deepest = 0;
  bool is_complete = true;  ///< Nothing was left out within the scenario's bounds.
  struct Finding {
    Objection objection;
    Actions history;  ///< After the scenario's beginning.
  };
  std::optional<Finding> finding;
};

/// Stops at the first world that breaks one of these laws, or after `worlds_max` of them.
[[nodiscard]] Exploration explore(const Scenario& scenario, const Laws& laws,
                                  std::size_t worlds_max);

/// For people: the sentence, then one line for each step, then what each node's log has.
[[nodiscard]] std::string text_of(const Scenario& scenario, const Exploration::Finding& finding);

}  // namespace perk::model

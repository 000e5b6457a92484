// Random histories of a larger chain, in the same world under the same judge: more shops and cards than can
// be explored, most of the trade on a few cards, and in each history one kind of trouble besides bad lines.
// The same seed gives the same history.
#pragma once

#include "tests/model/judge.h"
#include "tests/support/random.h"

namespace perk::model {

struct HistoryShape {
  std::size_t shops = 5;
  std::size_t cards = 20;
  int steps = 120;
  Defect defect = Defect::None;
};

/// Begins every history (making it takes longer than one): each card is loaded with 1 in some shop, shops
/// may stand in if the policy is that, and everybody knows.
[[nodiscard]] World first_world(const HistoryShape& shape, PolicyKind policy);

struct HistoryEnd {
  std::optional<Objection>
      objection;  ///< The first, if any law was broken, at any step or at the end.
  Actions history;
  World world;  ///< After the last step, or after all is delivered.
};
/// Judged after every step, and once more when everything was delivered.
[[nodiscard]] HistoryEnd random_history(const World& first, const HistoryShape& shape,
                                        test::Random& random);

}  // namespace perk::model

// Compares what really happened with what the ledger says, after every step: the money line alone stays
// balanced in several overspends. One class of sentence for each law.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/model/world.h"

namespace perk::model {

enum class Law {
  OneRefund,    ///< No coffee is paid back twice.
  RightsCover,  ///< What was approved from rights was paid for.
  ShownBefore,  ///< What head office will find is within the exposure it shows.
  Identity,     ///< Reserve + rights = available, and nobody spent rights it never held.
  Allowances,   ///< Nobody draws more than head office allowed.
  CardCaps,     ///< A card loses at most its caps.
  Promises,     ///< What a message promised stays true; restarts and repeats change nothing.
  Convergence   ///< When all is heard, everybody knows the same, and it is what happened.
};
[[nodiscard]] const char* name_of(Law law);

struct Objection {
  Law law;
  std::string sentence;
};
using Laws = std::set<Law>;
[[nodiscard]] Laws all_laws();

/// What a card truly lost and head office does not know of yet. Not negative.
[[nodiscard]] Amount unfound_of(const World& world, const CardId& card);

/// The first law of these that the world breaks now; none if it breaks none. Convergence is looked at in a
/// copy of the world in which everything is delivered.
[[nodiscard]] std::optional<Objection> judge(const World& world, const Laws& laws);
/// The same for the laws of cards, of one card only.
[[nodiscard]] std::optional<Objection> judge_card(const World& world, const CardId& card,
                                                  const Laws& laws);
/// The same for the laws that are about the chain.
[[nodiscard]] std::optional<Objection> judge_chain(const World& world, const Laws& laws);
/// Whether all that everybody knows is what happened, in a world where everything was delivered.
[[nodiscard]] std::optional<Objection> judge_settled(const World& settled);

}  // namespace perk::model

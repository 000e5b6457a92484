// A program that is compiled with planted bugs has the one that its environment names, from its first line on.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "tests/simulation/mutation/planted_bug.h"

namespace perk::simulation {
namespace {

constexpr const char* kVariable = "PERK_PLANTED_BUG";

Mutant chosen() {
  const char* const name = std::getenv(kVariable);
  if (name == nullptr) return Mutant::None;
  const auto bugs = planted_bugs();
  const auto found = std::ranges::find(bugs, std::string_view(name), &PlantedBug::name);
  if (found != bugs.end()) return found->mutant;
  std::cerr << kVariable << " names '" << name << "', which is no planted bug (ledger/mutant.h)\n";
  std::_Exit(2);
}

[[maybe_unused]] const Mutant kPlanted = planted_mutant = chosen();

}  // namespace
}  // namespace perk::simulation

#include "ledger/mutant.h"

namespace perk {

Mutant planted_mutant = Mutant::None;

}  // namespace perk

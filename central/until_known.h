// Asking the event store again while it does not know what became of the last try.
#pragma once

#include "ledger/storage_error.h"

namespace perk::central {

/// Does it again while the outcome is unknown, a few times: for what may safely be asked twice.
template <typename Attempt>
auto until_known(Attempt attempt) -> decltype(attempt()) {
  constexpr int kAttemptsMax = 5;
  auto outcome = attempt();
  for (int attempts = 1; attempts < kAttemptsMax && !outcome &&
                         outcome.error().failure == StorageFailure::OutcomeUnknown;
       ++attempts) {
    outcome = attempt();
  }
  return outcome;
}

}  // namespace perk::central

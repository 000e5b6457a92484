// Where SqliteFaults stop: runs a piece of work and turns what it throws into a StorageError.
#pragma once

#include <utility>

#include "ledger/result.h"
#include "ledger/storage_error.h"
#include "store_node/sqlite/database.h"

namespace perk::store_node::sqlite {

[[nodiscard]] inline StorageError error_of(const SqliteFault& fault) {
  return {fault.may_pass() ? StorageFailure::Retry : StorageFailure::GiveUp, fault.what()};
}

template <typename Work>
[[nodiscard]] auto guarded(Work work) -> Result<decltype(work()), StorageError> {
  try {
    return work();
  } catch (const SqliteFault& fault) {
    return failed(error_of(fault));
  }
}

}  // namespace perk::store_node::sqlite

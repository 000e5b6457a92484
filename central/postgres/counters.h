// Dense ids without sequences: a counter row, locked by the transaction that takes from it. For
// central/postgres/ only.
#pragma once

#include <cstdint>
#include <string>

#include <pqxx/pqxx>

#include "central/postgres/sql_values.h"

namespace perk::central {

/// The last id given; nobody else takes one until this transaction ends.
[[nodiscard]] inline std::uint64_t lock_dense_counter(pqxx::work& work, const std::string& name) {
  return from_bigint(work.exec_params1(
      "update counters set value = value where name = $1 returning value", name)[0]);
}

inline void save_dense_counter(pqxx::work& work, const std::string& name, std::uint64_t last) {
  work.exec_params("update counters set value = $2 where name = $1", name, as_bigint(last));
}

}  // namespace perk::central

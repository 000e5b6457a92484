// Making head office's tables, once. Blocking; for `perk-central init` and tests.
#pragma once

#include <string>

#include "central/postgres/database.h"
#include "central/records.h"
#include "ledger/time.h"

namespace perk::central {

inline constexpr int kSchemaVersion = 1;

enum class InitOutcome { Made, WasThere };

/// Creates the tables, one counter row for each shard, and the chain's settings, in one transaction.
/// Never touches a database that has any: WasThere.
[[nodiscard]] Result<InitOutcome, StorageError> initialise(Database& database,
                                                           const ChainSettings& chain,
                                                           const StoredNumberKey& key,
                                                           WallTime now);

enum class SchemaState { Absent, Current, Other };
/// Whether the database was initialised, and by a version that this one understands.
[[nodiscard]] Result<SchemaState, StorageError> schema_state(Database& database);

}  // namespace perk::central

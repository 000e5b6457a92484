// Making head office's tables, once. See postgres_backend.h for what is promised.
#pragma once

#include "central/postgres/database.h"
#include "central/postgres/postgres_backend.h"

namespace perk::central {

inline constexpr int kSchemaVersion = 2;

[[nodiscard]] Stored<InitOutcome> create_schema(Database& database, const ChainSettings& chain,
                                                const StoredNumberKey& key, WallTime now);
[[nodiscard]] Stored<SchemaState> read_schema_state(Database& database);

}  // namespace perk::central

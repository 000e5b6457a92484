// Making head office's tables, once. See postgres_backend.h for what is promised.
#pragma once

#include "central/postgres/database.h"
#include "central/postgres/postgres_backend.h"

namespace perk::central {

/// 2: what came of the desk's requests. 3: number ranges (number_ranges.sql). 4: epochs (epochs.sql).
/// 5: one-time codes (enrolment_codes.sql). 6: what sealed reasons say (reasons.sql). 7: keys that logs went on under
/// (log_keys.sql). 8: who serves (head_office.sql).
inline constexpr int kSchemaVersion = 8;

[[nodiscard]] Stored<InitOutcome> create_schema(Database& database, const ChainSettings& chain,
                                                const StoredNumberKey& key,
                                                const std::optional<NumberRange>& first_range,
                                                WallTime now);
/// Every step from the version that is there to this one, in one transaction: all or nothing, and done
/// once however many try at a time. What is there afterwards.
[[nodiscard]] Stored<SchemaState> upgrade_schema(Database& database);
[[nodiscard]] Stored<SchemaState> read_schema_state(Database& database);

}  // namespace perk::central

// Head office's PostgreSQL as the rest of the program sees it: the ports, and no library's headers.
// Connects when first needed; owns the connections. Safe from any thread; calls block.
#pragma once

#include <memory>
#include <string>

#include "central/event_store.h"
#include "central/projections/projection_store.h"

namespace perk::central {

enum class InitOutcome { Made, WasThere };
enum class SchemaState { Absent, Current, Other };

class PostgresBackend {
 public:
  explicit PostgresBackend(const std::string& conninfo);
  ~PostgresBackend();
  PostgresBackend(const PostgresBackend&) = delete;
  PostgresBackend& operator=(const PostgresBackend&) = delete;

  [[nodiscard]] EventStore& events();
  [[nodiscard]] ProjectionStore& projections();
  /// Whether the server answered when it was last needed.
  [[nodiscard]] bool is_reachable() const;

  /// Creates the tables, one counter row for each shard, and the chain's settings, in one transaction.
  /// Never touches a database that has any: WasThere.
  [[nodiscard]] Stored<InitOutcome> initialise(const ChainSettings& chain,
                                               const StoredNumberKey& key, WallTime now);
  /// Whether the database was initialised, and by a version that this one understands.
  [[nodiscard]] Stored<SchemaState> schema_state();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace perk::central

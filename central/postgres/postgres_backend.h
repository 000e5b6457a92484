// Head office's PostgreSQL as the rest of the program sees it: the ports, and no library's headers.
// Connects when first needed; owns the connections. Safe from any thread; calls block.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "central/event_store.h"
#include "central/office_register.h"
#include "central/projections/projection_store.h"

namespace perk::central {

enum class InitOutcome { Made, WasThere };
/// Older: of a version that upgrade() knows how to bring up to this one.
enum class SchemaState { Absent, Older, Current, Other };

/// How long the server may take for one transaction, its commit's wait for the standbys included. Longer than a
/// failover takes (16 s were measured with a lease of 10 s), so that no wait is given up that would end.
inline constexpr std::chrono::milliseconds kDatabaseAnswerMax{25'000};

class PostgresBackend {
 public:
  explicit PostgresBackend(const std::string& conninfo,
                           std::chrono::milliseconds answer_max = kDatabaseAnswerMax);
  ~PostgresBackend();
  PostgresBackend(const PostgresBackend&) = delete;
  PostgresBackend& operator=(const PostgresBackend&) = delete;

  [[nodiscard]] EventStore& events();
  /// Whose terms the event store writes in.
  [[nodiscard]] OfficeRegister& office();
  [[nodiscard]] ProjectionStore& projections();
  /// Whether the server answered when it was last needed.
  [[nodiscard]] bool is_reachable() const;

  /// Creates the tables, one counter row for each shard, the chain's settings and the number range, if
  /// one is given (a sound one, of this key), in one transaction.
  /// Never touches a database that has any: WasThere.
  [[nodiscard]] Stored<InitOutcome> initialise(const ChainSettings& chain,
                                               const StoredNumberKey& key, WallTime now,
                                               const std::optional<NumberRange>& first_range = {});
  /// Whether the database was initialised, and by a version that this one understands.
  [[nodiscard]] Stored<SchemaState> schema_state();
  /// Brings the tables of an older version up to this one's, in one transaction; nothing that is kept
  /// changes or is lost. Changes nothing if they are not Older. The state afterwards.
  [[nodiscard]] Stored<SchemaState> upgrade();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace perk::central

#include "central/postgres/postgres_backend.h"

#include "central/postgres/conninfo.h"
#include "central/postgres/database.h"
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/postgres_projection_store.h"
#include "central/postgres/schema.h"

namespace perk::central {
namespace {

/// The appender's threads, the readers', projections, a few operators at once, and who says that head office stays.
constexpr std::size_t kConnectionsMax = 15;

}  // namespace

struct PostgresBackend::Parts {
  Parts(const std::string& conninfo, std::chrono::milliseconds answer_max)
      : database(with_bounds(conninfo), kConnectionsMax, answer_max) {}
  Database database;
  PostgresEventStore events{database};
  PostgresProjectionStore projections{database};
};

PostgresBackend::PostgresBackend(const std::string& conninfo, std::chrono::milliseconds answer_max)
    : parts_(std::make_unique<Parts>(conninfo, answer_max)) {}
PostgresBackend::~PostgresBackend() = default;

EventStore& PostgresBackend::events() { return parts_->events; }
OfficeRegister& PostgresBackend::office() { return parts_->events; }
ProjectionStore& PostgresBackend::projections() { return parts_->projections; }
bool PostgresBackend::is_reachable() const { return parts_->database.is_reachable(); }

Stored<InitOutcome> PostgresBackend::initialise(const ChainSettings& chain,
                                                const StoredNumberKey& key, WallTime now,
                                                const std::optional<NumberRange>& first_range) {
  return create_schema(parts_->database, chain, key, first_range, now);
}

Stored<SchemaState> PostgresBackend::upgrade() { return upgrade_schema(parts_->database); }
Stored<SchemaState> PostgresBackend::schema_state() { return read_schema_state(parts_->database); }

}  // namespace perk::central

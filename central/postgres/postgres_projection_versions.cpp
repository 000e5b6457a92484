// Blue and green: making, swapping and dropping versions of a projection.
#include "central/postgres/postgres_projection_store.h"
#include "central/postgres/projection_rows.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

struct Versions {
  std::int64_t live = 0, building = 0, newest = 0;
};

/// Only one at a time changes the versions of a projection. Readers are not held up by this lock.
Versions lock_versions(pqxx::work& work, ProjectionKind kind) {
  const auto rows = work.exec_params(
      "select live, building, newest from projections where projection = $1 for update",
      name_of(kind));
  if (rows.empty()) {
    throw RolledBack{{StorageFailure::Retry, "projection " + name_of(kind) + " is not made yet"}};
  }
  return {rows[0][0].as<std::int64_t>(), rows[0][1].as<std::int64_t>(),
          rows[0][2].as<std::int64_t>()};
}

/// The checkpoints go first: a runner in the middle of a save is waited for, and finds itself overtaken
/// afterwards, so that no row is written behind the deletion.
void delete_versions_except(pqxx::work& work, ProjectionKind kind, std::int64_t live,
                            std::int64_t building) {
  for (const std::string table : {"projection_checkpoints", "projection_parked"}) {
    work.exec_params("delete from " + table + " where projection = $1 and version not in ($2, $3)",
                     name_of(kind), live, building);
  }
  work.exec_params("delete from " + std::string(table_of(kind)) + " where version not in ($1, $2)",
                   live, building);
}

/// Locks both versions' checkpoints, so that neither moves until this transaction ends.
bool is_behind(pqxx::work& work, ProjectionKind kind, const Versions& versions) {
  work.exec_params(
      "select 1 from projection_checkpoints where projection = $1 and version in ($2, $3)"
      " order by shard, version for update",
      name_of(kind), versions.live, versions.building);
  const auto behind = work.exec_params(
      "select count(*) from projection_checkpoints l"
      " join projection_checkpoints b using (projection, shard)"
      " where projection = $1 and l.version = $2 and b.version = $3 and b.folded < l.folded",
      name_of(kind), versions.live, versions.building);
  return behind[0][0].as<std::int64_t>() > 0;
}

}  // namespace

using Store = PostgresProjectionStore;

Store::Answer<ProjectionVersion> Store::begin_rebuild(ProjectionKind kind) {
  return database_.transact([&](pqxx::work& work) {
    const Versions versions = lock_versions(work, kind);
    const std::int64_t made = versions.newest + 1;
    delete_versions_except(work, kind, versions.live, versions.live);
    work.exec_params(
        "insert into projection_checkpoints (shard, projection, version, folded)"
        " select shard, projection, $2, 0 from projection_checkpoints"
        " where projection = $1 and version = $3",
        name_of(kind), made, versions.live);
    work.exec_params("update projections set building = $2, newest = $2 where projection = $1",
                     name_of(kind), made);
    return ProjectionVersion(static_cast<std::uint64_t>(made));
  });
}

Store::Answer<SwapOutcome> Store::swap(const ProjectionId& building) {
  return database_.transact([&](pqxx::work& work) {
    const Versions versions = lock_versions(work, building.kind);
    if (versions.building != as_bigint(building.version.value())) return SwapOutcome::Gone;
    if (is_behind(work, building.kind, versions)) return SwapOutcome::Behind;
    work.exec_params("update projections set live = building, building = 0 where projection = $1",
                     name_of(building.kind));
    return SwapOutcome::Swapped;
  });
}

Store::Answer<Done> Store::drop_old_versions(ProjectionKind kind) {
  return database_.transact([&](pqxx::work& work) {
    const Versions versions = lock_versions(work, kind);
    delete_versions_except(work, kind, versions.live, versions.building);
    return Done{};
  });
}

}  // namespace perk::central

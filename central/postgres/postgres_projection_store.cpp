// What runners ask of the projections' rows.
#include "central/postgres/postgres_projection_store.h"

#include "central/postgres/projection_rows.h"
#include "central/postgres/projections_sql.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

void make_first_version(pqxx::work& work, ProjectionKind kind, std::uint16_t shard_count) {
  const auto made = work.exec_params(
      "insert into projections (projection, live, building, newest) values ($1, 1, 0, 1)"
      " on conflict do nothing",
      name_of(kind));
  if (made.affected_rows() == 0) return;
  work.exec_params(
      "insert into projection_checkpoints (shard, projection, version, folded)"
      " select s::smallint, $1, 1, 0 from generate_series(0, $2::int - 1) s",
      name_of(kind), static_cast<int>(shard_count));
}

VersionProgress progress_of(pqxx::work& work, ProjectionKind kind, ProjectionVersion version) {
  VersionProgress progress{version, {}, 0};
  const auto folded = work.exec_params(
      "select folded from projection_checkpoints where projection = $1 and version = $2"
      " order by shard",
      name_of(kind), as_bigint(version.value()));
  for (const auto& row : folded) progress.folded.emplace_back(from_bigint(row[0]));
  const auto parked = work.exec_params(
      "select count(*) from projection_parked where projection = $1 and version = $2",
      name_of(kind), as_bigint(version.value()));
  progress.parked = from_bigint(parked[0][0]);
  return progress;
}

ProjectionStatus status_of(pqxx::work& work, ProjectionKind kind) {
  const auto rows = work.exec_params("select live, building from projections where projection = $1",
                                     name_of(kind));
  if (rows.empty()) {
    throw RolledBack{{StorageFailure::Retry, "projection " + name_of(kind) + " is not made yet"}};
  }
  ProjectionStatus status;
  status.kind = kind;
  status.live = progress_of(work, kind, ProjectionVersion(from_bigint(rows[0][0])));
  const ProjectionVersion building(from_bigint(rows[0][1]));
  if (building != ProjectionVersion()) status.building = progress_of(work, kind, building);
  return status;
}

template <typename Keys, typename Column>
std::string array_of(const Keys& keys, Column column) {
  SqlArray array;
  for (const auto& key : keys) column(array, key);
  return array.text();
}

std::string card_array(const std::set<CardId>& cards) {
  return array_of(cards, [](SqlArray& array, const CardId& card) { array.add(card.bytes); });
}

void load_balances(pqxx::work& work, const ProjectionId& id, Shard shard, const TouchedKeys& keys,
                   ProjectionRows& rows) {
  const auto found = work.exec_params(
      std::string("select ") + kBalanceColumns +
          " from balance where shard = $1 and version = $2 and card = any($3::bytea[])",
      shard.value(), as_bigint(id.version.value()), card_array(keys.cards));
  for (const auto& row : found) rows.balances.insert(balance_from(row, 0));
}

void load_last_balances(pqxx::work& work, const ProjectionId& id, Shard shard,
                        const TouchedKeys& keys, ProjectionRows& rows) {
  const auto found = work.exec_params(
      "select k.card, l.balance_after from unnest($3::bytea[]) k(card) cross join lateral"
      " (select s.balance_after from card_statement s where s.shard = $1 and s.version = $2"
      "  and s.card = k.card order by s.position desc limit 1) l",
      shard.value(), as_bigint(id.version.value()), card_array(keys.cards));
  for (const auto& row : found) {
    if (const auto card = card_from(row[0])) {
      rows.last_balances.emplace(*card, Amount(row[1].as<std::int64_t>()));
    }
  }
}

void load_stores(pqxx::work& work, const ProjectionId& id, Shard shard, const TouchedKeys& keys,
                 ProjectionRows& rows) {
  const auto found = work.exec_params(
      std::string("select ") + kStoreColumns +
          " from store_position where shard = $1 and version = $2 and store = any($3::bigint[])",
      shard.value(), as_bigint(id.version.value()),
      array_of(keys.stores, [](SqlArray& array, StoreId store) { array.add(store.value()); }));
  for (const auto& row : found) rows.stores.insert(store_from(row, 0));
}

bool move_checkpoint(pqxx::work& work, const FoldedRun& run) {
  const auto moved = work.exec_params(
      "update projection_checkpoints set folded = $5"
      " where shard = $1 and projection = $2 and version = $3 and folded = $4",
      run.shard.value(), name_of(run.projection.kind), as_bigint(run.projection.version.value()),
      as_bigint(run.from.value()), as_bigint(run.to.value()));
  return moved.affected_rows() == 1;
}

}  // namespace

using Store = PostgresProjectionStore;

Store::Answer<Done> Store::prepare(std::uint16_t shard_count) {
  return database_.transact([&](pqxx::work& work) {
    work.exec(k_projections_sql);
    for (const ProjectionKind kind : all_projections()) {
      make_first_version(work, kind, shard_count);
    }
    return Done{};
  });
}

Store::Answer<std::vector<ProjectionStatus>> Store::status() {
  return database_.transact([](pqxx::work& work) {
    work.exec("set transaction isolation level repeatable read");
    std::vector<ProjectionStatus> all;
    for (const ProjectionKind kind : all_projections()) all.push_back(status_of(work, kind));
    return all;
  });
}

Store::Answer<ProjectionRows> Store::load(const ProjectionId& projection, Shard shard,
                                          const TouchedKeys& keys) {
  return database_.transact([&](pqxx::work& work) {
    ProjectionRows rows;
    switch (projection.kind) {
      case ProjectionKind::Balance:
        load_balances(work, projection, shard, keys, rows);
        break;
      case ProjectionKind::Statement:
        load_last_balances(work, projection, shard, keys, rows);
        break;
      case ProjectionKind::StorePosition:
        load_stores(work, projection, shard, keys, rows);
        break;
    }
    return rows;
  });
}

Store::Answer<SaveOutcome> Store::save(const FoldedRun& run) {
  return database_.transact([&](pqxx::work& work) {
    work.exec("set local synchronous_commit = off");
    if (!move_checkpoint(work, run)) return SaveOutcome::Overtaken;
    write_balances(work, run);
    write_statement(work, run);
    write_stores(work, run);
    write_parked(work, run);
    return SaveOutcome::Saved;
  });
}

}  // namespace perk::central

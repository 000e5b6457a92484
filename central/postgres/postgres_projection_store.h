// Projections' rows in PostgreSQL. See projection_store.h for what it promises.
//
// Saves do not wait for the disk (synchronous_commit off): rows and checkpoint are lost or kept
// together, and what is lost is folded again. The log itself is never treated so.
#pragma once

#include "central/postgres/database.h"
#include "central/projections/projection_store.h"

namespace perk::central {

class PostgresProjectionStore : public ProjectionStore {
 public:
  /// `database` outlives it.
  explicit PostgresProjectionStore(Database& database) : database_(database) {}

  [[nodiscard]] Answer<Done> prepare(std::uint16_t shard_count) override;
  [[nodiscard]] Answer<std::vector<ProjectionStatus>> status() override;
  [[nodiscard]] Answer<ProjectionRows> load(const ProjectionId& projection, Shard shard,
                                            const TouchedKeys& keys) override;
  [[nodiscard]] Answer<SaveOutcome> save(const FoldedRun& run) override;

  [[nodiscard]] Answer<ProjectionVersion> begin_rebuild(ProjectionKind kind) override;
  [[nodiscard]] Answer<SwapOutcome> swap(const ProjectionId& building) override;
  [[nodiscard]] Answer<Done> drop_old_versions(ProjectionKind kind) override;

  [[nodiscard]] Answer<BalanceView> balance(Shard shard, const CardId& card) override;
  [[nodiscard]] Answer<StatementView> statement(Shard shard, const CardId& card) override;
  [[nodiscard]] Answer<std::map<StoreId, StorePositionRow>> store_positions() override;
  [[nodiscard]] Answer<ShardView> shard_view(ProjectionKind kind, Shard shard) override;

 private:
  Database& database_;
};

}  // namespace perk::central

// Projections' rows in memory, for tests and the simulator. A real implementation: it passes the
// port's contract suite. Lasts as long as the object. Thread-safe by one lock.
#pragma once

#include <mutex>

#include "central/projections/projection_store.h"

namespace perk::central {

class MemoryProjectionStore : public ProjectionStore {
 public:
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

  class Backup;
  /// All rows, as they are at this moment.
  [[nodiscard]] Backup back_up();
  /// Forgets everything since the backup was made, as a database that was restored from it.
  void restore(const Backup& backup);

 private:
  /// What one version knows of one shard.
  struct Slice {
    Position folded;
    ProjectionRows rows;
    std::vector<ParkedEvent> parked;
  };
  using Slices = std::vector<Slice>;  // By shard.
  struct Versions {
    ProjectionVersion live, building, newest;  // building 0: none.
  };
  struct Contents {
    std::uint16_t shard_count = 0;
    std::map<ProjectionKind, Versions> versions;
    std::map<ProjectionId, Slices> slices;
  };
  [[nodiscard]] Slice* find(const ProjectionId& projection, Shard shard);
  [[nodiscard]] const Slice& live(ProjectionKind kind, Shard shard);
  [[nodiscard]] VersionProgress progress_of(const ProjectionId& projection) const;
  ProjectionVersion add_version(ProjectionKind kind);

  std::mutex mutex_;
  Contents now_;
};

class MemoryProjectionStore::Backup {
  friend class MemoryProjectionStore;
  explicit Backup(Contents contents) : contents_(std::move(contents)) {}
  Contents contents_;
};

}  // namespace perk::central

// Where projections keep their rows: PostgreSQL (central/postgres/) or memory. One contract suite
// (tests/contracts/projection_store_contract.h).
//
// Every projection has a live version, which people read, and while it is rebuilt a building one. Each
// version has a checkpoint per shard: the position folded so far. Rows and checkpoint move in one
// transaction, by compare-and-swap, so an event counts once however many runners there are and
// wherever they are killed.
//
// Calls block as long as the database does. Safe from any thread. Never folds, never reads a clock.
#pragma once

#include <optional>
#include <vector>

#include "central/projections/projection.h"
#include "ledger/result.h"
#include "ledger/storage_error.h"

namespace perk::central {

using ProjectionVersion = Ordinal<struct ProjectionVersionTag>;

struct ProjectionId {
  ProjectionKind kind = ProjectionKind::Balance;
  ProjectionVersion version;
  friend auto operator<=>(const ProjectionId&, const ProjectionId&) = default;
};

/// What one run of events made of the rows of one shard.
struct FoldedRun {
  ProjectionId projection;
  Shard shard;
  Position from;        ///< The checkpoint must stand here,
  Position to;          ///< and then stands here.
  ProjectionRows rows;  ///< Changed rows; of the statement, new lines only.
  std::vector<ParkedEvent> poison;
};

/// Overtaken: the checkpoint stands elsewhere (another runner was faster, or this very run had been
/// saved before), or the version is gone. Nothing was changed: look at the checkpoints again.
enum class SaveOutcome { Saved, Overtaken };

/// Behind: the building version has not folded all that the live one has. Gone: it is not being built.
enum class SwapOutcome { Swapped, Behind, Gone };

struct VersionProgress {
  ProjectionVersion version;
  std::vector<Position> folded;  ///< By shard.
  std::uint64_t parked = 0;
};

struct ProjectionStatus {
  ProjectionKind kind = ProjectionKind::Balance;
  VersionProgress live;
  std::optional<VersionProgress> building;
};

/// A card's row and the checkpoint of its shard, read at one moment.
struct BalanceView {
  std::optional<BalanceRow> row;
  Position folded;
};
struct StatementView {
  std::vector<StatementRow> lines;  ///< In order of positions.
  Position folded;
};
/// All rows of one shard of the live version, and its checkpoint, read at one moment.
struct ShardView {
  ProjectionId projection;
  ProjectionRows rows;  ///< `last_balances` is left empty.
  Position folded;
  std::vector<ParkedEvent> parked;
};

class ProjectionStore {
 public:
  template <typename T>
  using Answer = Result<T, StorageError>;

  virtual ~ProjectionStore() = default;

  // For runners.
  /// Makes a first version of each projection that has none, from position 0. Repeating it changes
  /// nothing. To be called before anything else.
  [[nodiscard]] virtual Answer<Done> prepare(std::uint16_t shard_count) = 0;
  /// All projections, in order of kinds.
  [[nodiscard]] virtual Answer<std::vector<ProjectionStatus>> status() = 0;
  /// The rows for these keys that exist; of the statement, each card's last balance.
  [[nodiscard]] virtual Answer<ProjectionRows> load(const ProjectionId& projection, Shard shard,
                                                    const TouchedKeys& keys) = 0;
  [[nodiscard]] virtual Answer<SaveOutcome> save(const FoldedRun& run) = 0;

  // Blue/green.
  /// A new, empty version to build. One that was being built is dropped: its builder finds itself
  /// overtaken.
  [[nodiscard]] virtual Answer<ProjectionVersion> begin_rebuild(ProjectionKind kind) = 0;
  /// Makes the building version the live one, in one transaction. Readers see the old version before
  /// it and the new one after it, never a mix, and never wait.
  [[nodiscard]] virtual Answer<SwapOutcome> swap(const ProjectionId& building) = 0;
  /// Deletes what is left of versions that are neither live nor building.
  [[nodiscard]] virtual Answer<Done> drop_old_versions(ProjectionKind kind) = 0;

  // For readers: always of the live version.
  [[nodiscard]] virtual Answer<BalanceView> balance(Shard shard, const CardId& card) = 0;
  [[nodiscard]] virtual Answer<StatementView> statement(Shard shard, const CardId& card) = 0;
  /// Added up over the shards.
  [[nodiscard]] virtual Answer<std::map<StoreId, StorePositionRow>> store_positions() = 0;
  [[nodiscard]] virtual Answer<ShardView> shard_view(ProjectionKind kind, Shard shard) = 0;
};

}  // namespace perk::central

#include "central/projections/memory_projection_store.h"

#include <algorithm>
#include <utility>

#include "ledger/check.h"

namespace perk::central {
namespace {

template <typename Rows, typename Keys>
void copy_found(const Rows& from, const Keys& keys, Rows& to) {
  for (const auto& key : keys) {
    if (const auto found = from.find(key); found != from.end()) to.insert(*found);
  }
}

template <typename Rows>
void overwrite(Rows& rows, const Rows& changed) {
  for (const auto& [key, row] : changed) rows[key] = row;
}

}  // namespace

using Store = MemoryProjectionStore;

ProjectionVersion Store::add_version(ProjectionKind kind) {
  Versions& versions = now_.versions[kind];
  versions.newest = versions.newest.next();
  now_.slices[{kind, versions.newest}].resize(now_.shard_count);
  return versions.newest;
}

Store::Slice* Store::find(const ProjectionId& projection, Shard shard) {
  const auto found = now_.slices.find(projection);
  if (found == now_.slices.end() || shard.value() >= found->second.size()) return nullptr;
  return &found->second[shard.value()];
}

const Store::Slice& Store::live(ProjectionKind kind, Shard shard) {
  const Slice* const slice = find({kind, now_.versions[kind].live}, shard);
  PERK_CHECK(slice != nullptr, "projections are prepared before they are read");
  return *slice;
}

VersionProgress Store::progress_of(const ProjectionId& projection) const {
  VersionProgress progress{projection.version, {}, 0};
  for (const Slice& slice : now_.slices.at(projection)) {
    progress.folded.push_back(slice.folded);
    progress.parked += slice.parked.size();
  }
  return progress;
}

Store::Backup Store::back_up() {
  const std::scoped_lock lock(mutex_);
  return Backup(now_);
}

void Store::restore(const Backup& backup) {
  const std::scoped_lock lock(mutex_);
  now_ = backup.contents_;
}

Store::Answer<Done> Store::prepare(std::uint16_t shard_count) {
  const std::scoped_lock lock(mutex_);
  now_.shard_count = shard_count;
  for (const ProjectionKind kind : all_projections()) {
    if (now_.versions[kind].live == ProjectionVersion())
      now_.versions[kind].live = add_version(kind);
  }
  return Done{};
}

Store::Answer<std::vector<ProjectionStatus>> Store::status() {
  const std::scoped_lock lock(mutex_);
  std::vector<ProjectionStatus> all;
  for (const auto& [kind, versions] : now_.versions) {
    ProjectionStatus& status = all.emplace_back();
    status.kind = kind;
    status.live = progress_of({kind, versions.live});
    const bool is_building = versions.building != ProjectionVersion();
    if (is_building) status.building = progress_of({kind, versions.building});
  }
  return all;
}

Store::Answer<ProjectionRows> Store::load(const ProjectionId& projection, Shard shard,
                                          const TouchedKeys& keys) {
  const std::scoped_lock lock(mutex_);
  ProjectionRows rows;
  const Slice* const slice = find(projection, shard);
  if (slice == nullptr) return rows;
  copy_found(slice->rows.balances, keys.cards, rows.balances);
  copy_found(slice->rows.last_balances, keys.cards, rows.last_balances);
  copy_found(slice->rows.stores, keys.stores, rows.stores);
  return rows;
}

Store::Answer<SaveOutcome> Store::save(const FoldedRun& run) {
  const std::scoped_lock lock(mutex_);
  Slice* const slice = find(run.projection, run.shard);
  if (slice == nullptr || slice->folded != run.from) return SaveOutcome::Overtaken;
  slice->folded = run.to;
  overwrite(slice->rows.balances, run.rows.balances);
  overwrite(slice->rows.last_balances, run.rows.last_balances);
  overwrite(slice->rows.stores, run.rows.stores);
  auto& lines = slice->rows.lines;
  lines.insert(lines.end(), run.rows.lines.begin(), run.rows.lines.end());
  slice->parked.insert(slice->parked.end(), run.poison.begin(), run.poison.end());
  return SaveOutcome::Saved;
}

Store::Answer<ProjectionVersion> Store::begin_rebuild(ProjectionKind kind) {
  const std::scoped_lock lock(mutex_);
  now_.slices.erase({kind, now_.versions[kind].building});
  now_.versions[kind].building = add_version(kind);
  return now_.versions[kind].building;
}

Store::Answer<SwapOutcome> Store::swap(const ProjectionId& building) {
  const std::scoped_lock lock(mutex_);
  Versions& versions = now_.versions[building.kind];
  if (versions.building != building.version) return SwapOutcome::Gone;
  const auto ahead = progress_of({building.kind, versions.live}).folded;
  const auto built = progress_of(building).folded;
  for (std::size_t shard = 0; shard < built.size(); ++shard) {
    if (built[shard] < ahead[shard]) return SwapOutcome::Behind;
  }
  versions.live = std::exchange(versions.building, ProjectionVersion());
  return SwapOutcome::Swapped;
}

Store::Answer<Done> Store::drop_old_versions(ProjectionKind kind) {
  const std::scoped_lock lock(mutex_);
  const Versions kept = now_.versions[kind];
  std::erase_if(now_.slices, [&](const auto& entry) {
    const ProjectionId& id = entry.first;
    return id.kind == kind && id.version != kept.live && id.version != kept.building;
  });
  return Done{};
}

Store::Answer<BalanceView> Store::balance(Shard shard, const CardId& card) {
  const std::scoped_lock lock(mutex_);
  const Slice& slice = live(ProjectionKind::Balance, shard);
  BalanceView view{std::nullopt, slice.folded};
  if (const auto row = slice.rows.balances.find(card); row != slice.rows.balances.end()) {
    view.row = row->second;
  }
  return view;
}

Store::Answer<StatementView> Store::statement(Shard shard, const CardId& card) {
  const std::scoped_lock lock(mutex_);
  const Slice& slice = live(ProjectionKind::Statement, shard);
  StatementView view{{}, slice.folded};
  std::ranges::copy_if(slice.rows.lines, std::back_inserter(view.lines),
                       [&](const StatementRow& line) { return line.card == card; });
  return view;
}

Store::Answer<std::map<StoreId, StorePositionRow>> Store::store_positions() {
  const std::scoped_lock lock(mutex_);
  std::map<StoreId, StorePositionRow> totals;
  for (std::uint16_t shard = 0; shard < now_.shard_count; ++shard) {
    for (const auto& [store, row] : live(ProjectionKind::StorePosition, Shard(shard)).rows.stores) {
      add_up(totals[store], row);
    }
  }
  return totals;
}

Store::Answer<ShardView> Store::shard_view(ProjectionKind kind, Shard shard) {
  const std::scoped_lock lock(mutex_);
  const Slice& slice = live(kind, shard);
  ShardView view{{kind, now_.versions[kind].live}, slice.rows, slice.folded, slice.parked};
  view.rows.last_balances.clear();
  return view;
}

}  // namespace perk::central

#include "central/projections/rebuild.h"

#include <algorithm>
#include <chrono>

namespace perk::central {
namespace {

using SteadyClock = std::chrono::steady_clock;

StorageError replaced() {
  return {StorageFailure::GiveUp, "another rebuild of this projection began meanwhile"};
}

/// One building version, folded shard after shard.
class Building {
 public:
  Building(ProjectionId projection, std::size_t shard_count, EventStore& events,
           ProjectionStore& store, const RebuildProgress& on_progress)
      : projection_(projection),
        events_(events),
        folder_(events, store),
        folded_(shard_count),
        on_progress_(on_progress) {}

  /// Folds all there is now, in every shard.
  [[nodiscard]] Stored<Done> catch_up() {
    const auto ends = events_.shard_ends();
    if (!ends) return failed(ends.error());
    total_ = 0;
    for (const ShardEnd& end : ends.value()) total_ += end.position.value();
    for (const ShardEnd& end : ends.value()) {
      auto done = fold_shard(end);
      if (!done) return done;
    }
    return Done{};
  }
  [[nodiscard]] std::uint64_t events() const { return done_; }

 private:
  [[nodiscard]] Stored<Done> fold_shard(const ShardEnd& end) {
    Position& folded = folded_.at(end.shard.value());
    while (folded < end.position) {
      const auto step = folder_.step(projection_, end.shard, folded);
      if (!step) return failed(step.error());
      if (step.value().outcome == SaveOutcome::Overtaken) return failed(replaced());
      folded = step.value().folded;
      done_ += step.value().events;
      on_progress_(done_, std::max(total_, done_));
    }
    return Done{};
  }

  const ProjectionId projection_;
  EventStore& events_;
  Folder folder_;
  std::vector<Position> folded_;
  const RebuildProgress& on_progress_;
  std::uint64_t done_ = 0, total_ = 0;
};

/// The last steps: what came meanwhile, and the swap, while the live version stands still. A runner of
/// another process does not hear of the pause; then the swap says Behind, and we go on.
Stored<std::chrono::microseconds> swap_in(const ProjectionId& projection, Building& building,
                                          ProjectionStore& store, ProjectionRunner& runner) {
  while (true) {
    const auto pause = runner.pause();
    const auto caught_up = building.catch_up();
    if (!caught_up) return failed(caught_up.error());
    const auto began = SteadyClock::now();
    const auto swapped = store.swap(projection);
    if (!swapped) return failed(swapped.error());
    if (swapped.value() == SwapOutcome::Gone) return failed(replaced());
    if (swapped.value() == SwapOutcome::Behind) continue;
    return std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - began);
  }
}

}  // namespace

Stored<Rebuilt> rebuild(ProjectionKind kind, EventStore& events, ProjectionStore& projections,
                        ProjectionRunner& runner, const RebuildProgress& on_progress) {
  const auto began = SteadyClock::now();
  const auto chain = events.chain();
  if (!chain) return failed(chain.error());
  const auto version = projections.begin_rebuild(kind);
  if (!version) return failed(version.error());
  const ProjectionId projection{kind, version.value()};
  Building building(projection, chain.value().shard_count, events, projections, on_progress);
  const auto caught_up = building.catch_up();
  if (!caught_up) return failed(caught_up.error());
  const auto swap = swap_in(projection, building, projections, runner);
  if (!swap) return failed(swap.error());
  const auto dropped = projections.drop_old_versions(kind);
  if (!dropped) return failed(dropped.error());
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - began);
  return Rebuilt{projection.version, building.events(), Millis(took.count()), swap.value()};
}

}  // namespace perk::central

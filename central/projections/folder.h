// One step of a projection: read the next events of a shard, fold them, save rows and checkpoint.
// Safe to repeat after any failure: what was saved already is found by the checkpoint.
//
// Owns no thread. Single-threaded: each runner and each rebuild has its own.
#pragma once

#include <optional>
#include <set>

#include "central/event_store.h"
#include "central/projections/projection_store.h"

namespace perk::central {

/// About a megabyte of events at most, and few enough that a lost race costs little.
inline constexpr std::size_t kFoldBatchMax = 2'000;

struct FoldStep {
  SaveOutcome outcome = SaveOutcome::Saved;
  Position folded;         ///< The checkpoint now, unless overtaken.
  std::size_t events = 0;  ///< Folded or parked in this step; 0: there is nothing more yet.
};

class Folder {
 public:
  Folder(EventStore& events, ProjectionStore& projections) : events_(events), store_(projections) {}

  /// Folds what follows `from`, which should be the checkpoint, at most kFoldBatchMax events. Retry and
  /// OutcomeUnknown: look at the checkpoint again and go on from there.
  [[nodiscard]] Stored<FoldStep> step(const ProjectionId& projection, Shard shard, Position from);

 private:
  [[nodiscard]] Stored<const FactRun*> read(ProjectionKind reader, Shard shard, Position after);
  /// What stood in the shard before a run, of the events of closed logs that the run brings. They are
  /// few, and so are a card's events.
  [[nodiscard]] Stored<CountedWraps> counted_before(const FactRun& run);

  EventStore& events_;
  ProjectionStore& store_;
  // The projections mostly want the same events one after another: each run is read once for all.
  std::optional<FactRun> last_read_;
  std::set<ProjectionKind> readers_;  // Of that run. Who comes again wants to know what is new.
};

}  // namespace perk::central

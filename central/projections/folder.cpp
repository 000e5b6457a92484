#include "central/projections/folder.h"

#include <utility>

namespace perk::central {

Stored<const FactRun*> Folder::read(ProjectionKind reader, Shard shard, Position after) {
  const bool is_same = last_read_ && last_read_->shard == shard && last_read_->after == after;
  if (!is_same || readers_.contains(reader)) {
    auto stored = events_.read_shard(shard, after, kFoldBatchMax);
    if (!stored) return failed(stored.error());
    last_read_ = read_facts(shard, after, stored.value());
    readers_.clear();
  }
  readers_.insert(reader);
  return &*last_read_;
}

Stored<FoldStep> Folder::step(const ProjectionId& projection, Shard shard, Position from) {
  const auto read_run = read(projection.kind, shard, from);
  if (!read_run) return failed(read_run.error());
  const FactRun& run = *read_run.value();
  if (run.through == from) return FoldStep{SaveOutcome::Saved, from, 0};
  auto rows = store_.load(projection, shard, touched_keys(projection.kind, run));
  if (!rows) return failed(rows.error());
  FoldedRun folded{projection, shard, from, run.through, std::move(rows).value(), run.poison};
  fold(projection.kind, folded.rows, run);
  const auto saved = store_.save(folded);
  if (!saved) return failed(saved.error());
  return FoldStep{saved.value(), run.through, run.facts.size() + run.poison.size()};
}

}  // namespace perk::central

#include "central/projections/folder.h"

#include <utility>

#include "ledger/mutant.h"

namespace perk::central {

Stored<const FactRun*> Folder::read(ProjectionKind reader, Shard shard, Position after) {
  const bool is_same = last_read_ && last_read_->shard == shard && last_read_->after == after;
  if (!is_same || readers_.contains(reader)) {
    auto stored = events_.read_shard(shard, after, kFoldBatchMax);
    if (!stored) return failed(stored.error());
    last_read_.reset();
    FactRun run = read_facts(shard, after, stored.value());
    auto counted = counted_before(run);
    if (!counted) return failed(counted.error());
    mark_counted(run, counted.value());
    last_read_ = std::move(run);
    readers_.clear();
  }
  readers_.insert(reader);
  return &*last_read_;
}

Stored<CountedWraps> Folder::counted_before(const FactRun& run) {
  std::set<CardId> cards;
  for (const Fact& fact : run.facts)
    if (brought_by(fact) != nullptr) cards.insert(*fact.recorded.event.envelope.card);
  CountedWraps counted;
  for (const CardId& card : cards) {
    auto events = events_.read_card(card);
    if (!events) return failed(events.error());
    std::erase_if(events.value(), [&](const auto& stored) { return stored.position > run.after; });
    FactRun before = read_facts(run.shard, Position(), events.value());
    mark_counted(before, counted);
  }
  return counted;
}

Stored<FoldStep> Folder::step(const ProjectionId& projection, Shard shard, Position from) {
  const auto read_run = read(projection.kind, shard, from);
  if (!read_run) return failed(read_run.error());
  const FactRun& run = *read_run.value();
  if (run.through == from) return FoldStep{SaveOutcome::Saved, from, 0};
  auto rows = store_.load(projection, shard, touched_keys(projection.kind, run));
  if (!rows) return failed(rows.error());
  if (PERK_PLANTED(Mutant::RowsBeginAnew)) rows = ProjectionRows();
  FoldedRun folded{projection, shard, from, run.through, std::move(rows).value(), run.poison};
  if (!PERK_PLANTED(Mutant::CheckpointWithoutRows)) fold(projection.kind, folded.rows, run);
  const auto saved = store_.save(folded);
  if (!saved) return failed(saved.error());
  return FoldStep{saved.value(), run.through, run.facts.size() + run.poison.size()};
}

}  // namespace perk::central

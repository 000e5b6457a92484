#include "central/verify/shard_audit.h"

#include <algorithm>

#include "central/placing.h"
#include "central/projections/folder.h"
#include "central/stored_event.h"
#include "central/verifier.h"
#include "central/verify/row_differences.h"
#include "sync/crypto/hash_chain.h"

namespace perk::central {

std::string_view check_of(ProjectionKind kind) {
  switch (kind) {
    case ProjectionKind::Balance:
      return kBalanceCheck;
    case ProjectionKind::Statement:
      return kStatementCheck;
    case ProjectionKind::StorePosition:
      break;
  }
  return kStorePositionCheck;
}

ShardAudit::ShardAudit(EventStore& events, ProjectionStore& projections, const ChainSettings& chain,
                       Shard shard, Findings& findings, AuditTotals& totals)
    : events_(events),
      projections_(projections),
      chain_(chain),
      shard_(shard),
      findings_(findings),
      totals_(totals),
      hash_(empty_shard(chain.epoch, shard).hash) {}

std::string ShardAudit::at(Position position) const {
  return "shard " + std::to_string(shard_.value()) + ", position " +
         std::to_string(position.value());
}

/// The projections first and the end after them, so that nothing is folded beyond it.
Stored<Done> ShardAudit::open() {
  for (const ProjectionKind kind : all_projections()) {
    auto view = projections_.shard_view(kind, shard_);
    if (!view) return failed(view.error());
    comparisons_.push_back({std::move(view).value(), {}, {}});
  }
  const auto ends = events_.shard_ends();
  if (!ends) return failed(ends.error());
  for (const ShardEnd& end : ends.value()) {
    if (end.shard == shard_) end_ = end;
  }
  return Done{};
}

Stored<Done> ShardAudit::run(const std::function<void(std::size_t)>& on_read) {
  auto opened = open();
  if (!opened) return opened;
  while (last_ < end_.position) {
    const auto left = static_cast<std::size_t>(end_.position.value() - last_.value());
    const auto read = events_.read_shard(shard_, last_, std::min(left, kFoldBatchMax));
    if (!read) return failed(read.error());
    if (read.value().empty()) break;
    FactRun run = read_facts(shard_, last_, read.value());
    mark_counted(run, counted_);
    for (const StoredEvent& stored : read.value()) {
      check_event(stored);
      if (!look_) continue;
      if (auto looked = look_(stored); !looked) return looked;
    }
    for (Comparison& comparison : comparisons_) fold_into(comparison, run);
    on_read(read.value().size());
  }
  check_end();
  for (const Comparison& comparison : comparisons_) compare(comparison);
  return Done{};
}

void ShardAudit::check_event(const StoredEvent& stored) {
  if (stored.position != last_.next()) {
    findings_.offend(kPositionsCheck, at(last_.next()) + " is missing");
  }
  check_hash(stored);
  check_place(stored);
  totals_.origins.try_emplace(stored.id.origin, SeenOrigin{stored.store, at(stored.position)});
  if (totals_.origins.at(stored.id.origin).store != stored.store) {
    findings_.offend(kOriginsCheck, at(stored.position) + ": event " + to_string(stored.id) +
                                        " is said to be of another store than its log");
  }
  ++totals_.events;
  last_ = stored.position;
  if (const auto recorded = decode_stored(stored)) {
    totals_.conservation.add(recorded.value());
    totals_.operators.take(recorded.value(), at(stored.position));
    totals_.settlements.take(recorded.value(), at(stored.position));
  }
}

void ShardAudit::check_hash(const StoredEvent& stored) {
  hash_ = sync::shard_link(hash_, stored.position, stored.id, stored.bytes);
  if (hash_ == stored.shard_hash) return;
  findings_.offend(kShardHashCheck, at(stored.position) + ": event " + to_string(stored.id) +
                                        " does not give the running hash that stands there");
  hash_ = stored.shard_hash;
}

/// A store's stand together. Head office's stand where the log is that they are in: which store an
/// allowance is for, its event does not say.
Shard ShardAudit::shard_without_card(const StoredEvent& stored) const {
  if (stored.id.origin.is_head_office())
    return Shard(static_cast<std::uint16_t>(stored.id.origin.value() & 0xffff));
  return shard_of(stored.store, chain_.shard_count);
}

void ShardAudit::check_place(const StoredEvent& stored) {
  const auto recorded = decode_stored(stored);
  if (!recorded) {
    findings_.offend(kPlaceCheck, at(stored.position) + ": event " + to_string(stored.id) +
                                      " cannot be read: " + recorded.error().why);
    return;
  }
  const std::optional<CardId>& card = recorded.value().event.envelope.card;
  const Shard right = card ? shard_of(*card, chain_.shard_count) : shard_without_card(stored);
  if (card == stored.card && right == shard_) return;
  findings_.offend(kPlaceCheck, at(stored.position) + ": event " + to_string(stored.id) +
                                    " is of another card or shard than it stands under");
}

void ShardAudit::fold_into(Comparison& comparison, const FactRun& run) {
  const Position through = comparison.shown.folded;
  const auto is_beyond = [&](const auto& entry) { return entry.position > through; };
  FactRun part{run.shard, run.after, std::min(run.through, through), {}, {}};
  std::ranges::remove_copy_if(run.facts, std::back_inserter(part.facts), is_beyond);
  std::ranges::remove_copy_if(run.poison, std::back_inserter(comparison.poison), is_beyond);
  fold(comparison.shown.projection.kind, comparison.made, part);
}

void ShardAudit::check_end() {
  if (last_ != end_.position) {
    findings_.offend(kPositionsCheck, at(last_.next()) +
                                          " is missing: the shard ends at position " +
                                          std::to_string(end_.position.value()));
  } else if (hash_ != end_.hash) {
    findings_.offend(kShardHashCheck, at(last_) + ": the counter row has another running hash");
  }
}

void ShardAudit::compare(const Comparison& comparison) {
  const std::string_view check = check_of(comparison.shown.projection.kind);
  if (comparison.shown.folded > end_.position) {
    findings_.offend(check,
                     at(comparison.shown.folded) + " is folded, but the shard ends before it");
  }
  if (const auto difference = first_difference(comparison.shown.rows, comparison.made)) {
    findings_.offend(check, "shard " + std::to_string(shard_.value()) + ", " + *difference);
  }
  if (comparison.shown.parked != comparison.poison) {
    findings_.offend(check, "shard " + std::to_string(shard_.value()) +
                                ": the parked events are not those that cannot be folded");
  }
}

}  // namespace perk::central

#include "central/projections/projection.h"

#include <algorithm>
#include <array>

#include "central/stored_event.h"
#include "ledger/closed_log.h"
#include "ledger/mutant.h"

namespace perk::central {
namespace {

constexpr std::array kAll{ProjectionKind::Balance, ProjectionKind::Statement,
                          ProjectionKind::StorePosition};

/// Head office is no store, and events about no card are no purchases.
bool counts_for_store(const Fact& fact) { return fact.recorded.id.origin.is_incarnation(); }

void fold_fact(ProjectionKind kind, ProjectionRows& rows, const Fact& fact) {
  const std::optional<CardId>& card = fact.recorded.event.envelope.card;
  switch (kind) {
    case ProjectionKind::Balance:
      if (card) fold_balance(rows.balances[*card], fact);
      return;
    case ProjectionKind::Statement:
      if (!card) return;
      rows.lines.push_back(statement_line(rows.last_balances[*card], fact));
      rows.last_balances[*card] = rows.lines.back().balance_after;
      return;
    case ProjectionKind::StorePosition:
      if (counts_for_store(fact)) fold_store_position(rows.stores[fact.store], fact);
      return;
  }
}

}  // namespace

std::span<const ProjectionKind> all_projections() { return kAll; }

std::string_view projection_name(ProjectionKind kind) {
  switch (kind) {
    case ProjectionKind::Balance:
      return "balance";
    case ProjectionKind::Statement:
      return "statement";
    case ProjectionKind::StorePosition:
      break;
  }
  return "store_position";
}

std::optional<ProjectionKind> projection_from_name(std::string_view name) {
  for (const ProjectionKind kind : kAll) {
    if (projection_name(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string shown(std::string text) {
  const auto is_control = [](char letter) {
    return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
  };
  std::ranges::replace_if(text, is_control, ' ');
  return text;
}

FactRun read_facts(Shard shard, Position after, const std::vector<StoredEvent>& events) {
  FactRun run{shard, after, after, {}, {}};
  run.facts.reserve(events.size());
  for (const StoredEvent& stored : events) {
    run.through = stored.position;
    auto recorded = decode_stored(stored);
    if (!recorded) {
      run.poison.push_back({stored.position, stored.id, recorded.error().why});
    } else if (!is_foldable(recorded.value().event)) {
      run.poison.push_back({stored.position, stored.id, "its amounts do not fit together"});
    } else {
      run.facts.push_back(
          {stored.position, stored.store, stored.recorded_at, std::move(recorded).value()});
    }
  }
  return run;
}

const ClosedLogEventRecorded* brought_by(const Fact& fact) {
  if (!fact.recorded.event.envelope.card) return nullptr;
  return std::get_if<ClosedLogEventRecorded>(&fact.recorded.event.body);
}

void mark_counted(FactRun& run, CountedWraps& before) {
  for (Fact& fact : run.facts) {
    const auto* wrapped = brought_by(fact);
    if (wrapped != nullptr && !PERK_PLANTED(Mutant::RowCountsWrapTwice))
      fact.is_counted = !before.insert(counted_as(*wrapped)).second;
  }
}

TouchedKeys touched_keys(ProjectionKind kind, const FactRun& run) {
  TouchedKeys keys;
  for (const Fact& fact : run.facts) {
    const std::optional<CardId>& card = fact.recorded.event.envelope.card;
    if (kind == ProjectionKind::StorePosition) {
      if (counts_for_store(fact)) keys.stores.insert(fact.store);
    } else if (card) {
      keys.cards.insert(*card);
    }
  }
  return keys;
}

void fold(ProjectionKind kind, ProjectionRows& rows, const FactRun& run) {
  for (const Fact& fact : run.facts) fold_fact(kind, rows, fact);
}

}  // namespace perk::central

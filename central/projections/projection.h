// Projections: read models folded from the shards' events. Here are the folds alone, pure and
// single-threaded: the same in head office, in the simulator and in the verifier. Rows are kept by
// projection_store.h, and projection_runner.h brings the two together.
//
// A fold relies on getting each event of a shard once, in order of positions; the store's checkpoint
// sees to that.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "central/projections/rows.h"
#include "central/records.h"
#include "ledger/log_events.h"

namespace perk::central {

enum class ProjectionKind : std::uint8_t { Balance = 1, Statement = 2, StorePosition = 3 };

[[nodiscard]] std::span<const ProjectionKind> all_projections();
/// "balance", "statement", "store_position": stable.
[[nodiscard]] std::string_view projection_name(ProjectionKind kind);
[[nodiscard]] std::optional<ProjectionKind> projection_from_name(std::string_view name);

/// A stored event, read and found foldable.
struct Fact {
  Position position;
  StoreId store;
  WallTime recorded_at;
  RecordedEvent recorded;
  bool is_counted = false;  ///< Stood in the shard before, wrapped by another: it counts once.
};

/// An event that a projection cannot fold. It is kept by name and shown, and the fold goes on.
struct ParkedEvent {
  Position position;
  EventId event;
  std::string why;
  friend bool operator==(const ParkedEvent&, const ParkedEvent&) = default;
};

/// A run of one shard's events, ready to fold: everything after `after` through `through`.
struct FactRun {
  Shard shard;
  Position after, through;
  std::vector<Fact> facts;
  std::vector<ParkedEvent> poison;
};

/// Reads events that follow each other in a shard, from the one after `after`.
[[nodiscard]] FactRun read_facts(Shard shard, Position after,
                                 const std::vector<StoredEvent>& events);

/// What was brought of closed logs: by whomever, each counts once (ledger/closed_log.h).
using CountedWraps = std::set<ClosedLogName>;
/// The event of a closed log that a fact about a card brings; none for other facts.
[[nodiscard]] const ClosedLogEventRecorded* brought_by(const Fact& fact);
/// Tells the facts that stood in the shard before, given what did before the run; adds what is in it.
void mark_counted(FactRun& run, CountedWraps& before);

/// The rows that a run reads or changes.
struct TouchedKeys {
  std::set<CardId> cards;
  std::set<StoreId> stores;
};
[[nodiscard]] TouchedKeys touched_keys(ProjectionKind kind, const FactRun& run);

/// Folds a run into the rows it touches (absent rows are as if nothing had happened). Statement lines
/// are appended to `rows.lines`.
void fold(ProjectionKind kind, ProjectionRows& rows, const FactRun& run);

/// What a store wrote as text, with every control character made a space: rows hold nothing that a
/// database refuses or that plays tricks on a terminal.
[[nodiscard]] std::string shown(std::string text);

// One event at a time; what fold() is made of.
void fold_balance(BalanceRow& row, const Fact& fact);
/// The line, given the card's balance before it.
[[nodiscard]] StatementRow statement_line(Amount balance_before, const Fact& fact);
void fold_store_position(StorePositionRow& row, const Fact& fact);

}  // namespace perk::central

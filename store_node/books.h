// Everything a store knows, derived from its journal: the cards, its allowances, the policies it heard,
// its clock, its log's head, how far it has heard each shard. Can be dropped and loaded again. Single-threaded; reads no clock.
#pragma once

#include <map>
#include <set>

#include "ledger/decider.h"
#include "ledger/hybrid_clock.h"
#include "ledger/incarnations.h"
#include "ledger/log_keys.h"
#include "ledger/policy_book.h"
#include "store_node/card_table.h"
#include "store_node/card_uses.h"
#include "store_node/double_sales.h"
#include "store_node/former_events.h"
#include "store_node/head_office_line.h"
#include "store_node/journal.h"
#include "store_node/own_allowances.h"
#include "store_node/terminal/messages.h"

namespace perk::store_node {

/// Counts since the process began.
struct TillCounts {
  void approve(const Event& event);

  std::uint64_t approved = 0;
  std::uint64_t declined = 0;
  std::uint64_t too_far_ahead = 0;  ///< Events of others whose clock was not followed.
  std::uint64_t unfolded = 0;       ///< Events of others that are kept but could not be folded.
  // Purchases by basis (event_body.h).
  std::uint64_t on_rights = 0, on_cached = 0, on_stand_in = 0, on_central = 0;
};

/// Of a shard that was never heard of: its beginning, in head office's first epoch.
[[nodiscard]] sync::Cursor first_cursor(Shard shard);
/// One cursor for each shard, whether heard of or not.
[[nodiscard]] std::vector<sync::Cursor> complete(const std::vector<sync::Cursor>& heard,
                                                 std::uint16_t shard_count);

/// How far a former log was looked through for what head office lacks.
struct LookedThrough {
  Seq through;
  std::set<Seq> not_heard;  ///< Passed over: what head office holds there was not heard yet.
  bool is_done = false;     ///< There is nothing more of it that can be read now.
};

/// Receipts that were handed back, and logs known to be closed, when the former were last looked at.
struct ReceiptsSeen {
  std::uint64_t handed_back = 0;
  std::size_t closed_logs = 0;
  friend bool operator==(const ReceiptsSeen&, const ReceiptsSeen&) = default;
};

struct Books {
  Books(Origin incarnation, std::uint16_t shards, Instant now)
      : own(incarnation),
        allowances(incarnation),
        double_sales(incarnation),
        line(now),
        shard_count(shards) {}

  /// Reads everything anew. GiveUp: an event of this very log cannot be read by this build.
  [[nodiscard]] Result<Done, StorageError> load(Journal& journal, WallTime wall);

  /// Whether the journal holds nothing that is not in here: then load() would change nothing.
  [[nodiscard]] bool agree_with(Journal& journal) const;

  /// From now on it is known which events of that former log head office sends, and of those it sent so far.
  /// Reads the whole replica, once for each log. On failure nothing has changed.
  [[nodiscard]] Result<Done, StorageError> watch_former(Journal& journal, Origin log);

  /// Takes note of an own event that is durable, and of one heard from others.
  void count_own(Seq seq, const Event& event);
  void observe(Hlc heard, WallTime wall);
  /// By the hybrid clock: never earlier than anything written or followed here.
  [[nodiscard]] WallTime wall_now(WallTime wall) const;
  /// Policies stand in one shard, so that they have one order (PolicySet).
  [[nodiscard]] bool is_of_policies(Shard shard) const {
    return shard == shard_of(StoreId(), shard_count);
  }

  /// By the number of the log among TillTools::former; begun anew whenever the journal is loaded.
  [[nodiscard]] LookedThrough looked_through(std::size_t former_log) const;

  [[nodiscard]] sync::Cursor cursor_of(Shard shard) const;
  [[nodiscard]] Knowledge knowledge_of(const CardId& card, Instant now) const;
  [[nodiscard]] AsOf as_of(const CardId& card, const CardState& state, Instant now) const;

  Origin own;  ///< This incarnation.
  CardTable cards;
  OwnAllowances allowances;
  PolicyBook policies;
  FormerEvents former;
  DoubleSales double_sales;
  std::map<std::size_t, LookedThrough> former_looked_through;
  ReceiptsSeen receipts_seen;
  std::vector<LogKeyChange> key_changes;  ///< Of this log, in its order.
  Incarnations logs;                      ///< Which logs head office closed, of what was heard.
  CardUses uses;
  HybridClock hybrid_clock;
  LogHead head;
  std::map<Shard, sync::Cursor> cursors;
  Unsynced unsynced;
  HeadOfficeLine line;
  TillCounts counts;
  std::uint64_t replica_events = 0;
  std::uint64_t handed_back = 0;
  Seq synced_recorded;  ///< What the journal has of unsynced.synced_through().
  std::uint16_t shard_count;

 private:
  [[nodiscard]] Result<Done, StorageError> load_own(Journal& journal);
  [[nodiscard]] Result<Done, StorageError> load_replica(Journal& journal, WallTime wall);
  [[nodiscard]] Result<Done, StorageError> load_past(Journal& journal, WallTime wall);
  [[nodiscard]] Result<Done, StorageError> load_rest(Journal& journal);
  void fold(const RecordedEvent& recorded);
};

}  // namespace perk::store_node

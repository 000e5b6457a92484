// Head office's epochs. A head office that was restored to an earlier point has forgotten what it granted
// since, and would grant it again. So it begins a new epoch (perk-central begin-epoch), and until that is settled it
// grants, debits, refunds and lapses nothing: every incarnation that may hold something reports first, handing
// back what it heard and head office lacks; then an operator says that the list of stores is whole.
//
// Blocking, but for is_settled(); safe from any thread.
#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "central/rights/office_pen.h"
#include "central/rights/risk_book.h"
#include "sync/feed.h"

namespace perk::central {

/// An incarnation that may hold something of the chain, and whether it handed back what it holds.
struct EpochHolder {
  StoreId store;  ///< 0: head office granted it something, and has forgotten whose it is.
  Origin incarnation;
  bool has_reported = false;
  friend bool operator==(const EpochHolder&, const EpochHolder&) = default;
};

class EpochDesk {
 public:
  /// All references outlive it. `chain` tells the present epoch.
  EpochDesk(EventStore& events, OfficePen& pen, RiskBook& book, const Clock& clock,
            const ChainSettings& chain)
      : events_(events), pen_(pen), book_(book), clock_(clock), chain_(chain) {}

  [[nodiscard]] Epoch epoch() const { return chain_.epoch; }
  /// Whether head office may grant, debit, refund and lapse now. False as long as the book has not read that
  /// the epoch was settled, and from dispute() on. Never blocks.
  [[nodiscard]] bool is_settled() const;

  /// For cursors of an earlier epoch: where each shard's history parts from this one; its beginning if the
  /// cursor is in neither.
  [[nodiscard]] Stored<std::vector<sync::Cursor>> partings(
      const std::vector<sync::Cursor>& cursors);

  /// A store has heard more than head office ever wrote: it was restored, and nobody said so. Nothing is
  /// granted by this process any more.
  void dispute(std::string how);
  /// One clause; empty if there is none.
  [[nodiscard]] std::string dispute() const;

  [[nodiscard]] Stored<bool> has_reported(Origin incarnation);
  /// All that it holds is durable here. Durable on return; repeating it changes nothing.
  [[nodiscard]] Stored<Done> report(Origin incarnation);
  /// All that are registered, or were granted an allowance, and are not closed; by store. Everybody of the
  /// first epoch has reported.
  [[nodiscard]] Stored<std::vector<EpochHolder>> holders();
  /// Grants and debits may go on: an event. `without`: who need not report.
  [[nodiscard]] Stored<Result<Done, LogRefusal>> settle(
      const std::vector<Origin>& without, const std::string& reason,
      const std::string& operator_name, const std::optional<OperatorWord>& word = std::nullopt);

 private:
  [[nodiscard]] Stored<std::set<Origin>> reported();
  [[nodiscard]] Stored<sync::Cursor> parting(const std::vector<EpochStart>& starts,
                                             const sync::Cursor& cursor);

  EventStore& events_;
  OfficePen& pen_;
  RiskBook& book_;
  const Clock& clock_;
  const ChainSettings chain_;
  mutable std::mutex mutex_;
  std::string dispute_;
  std::atomic<bool> is_disputed_{false};
};

}  // namespace perk::central

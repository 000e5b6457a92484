// Closes logs for ever, and knows which are: an IncarnationClosed in the shard of the log's store, written
// once no batch of the log is on its way into the event store. Revokes stores, which closes all their logs.
// Blocking; safe from any thread.
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "central/log_gate.h"
#include "central/rights/office_pen.h"
#include "central/rights/risk_book.h"

namespace perk::central {

/// How long a store that is revoked is waited for: what came of it before is being stored.
inline constexpr std::chrono::milliseconds kStoringPatience{3'000};

/// Of a store that is revoked.
struct StoreClosed {
  std::vector<Origin> logs;       ///< Closed by this call.
  bool is_storing_still = false;  ///< Another one is not: ask again.
};

class ClosedLogs {
 public:
  /// All references outlive it.
  ClosedLogs(EventStore& events, OfficePen& pen, RiskBook& book, LogGate& gate)
      : events_(events), pen_(pen), book_(book), gate_(gate) {}

  /// Whether head office has closed it, as the shard of its store says now.
  [[nodiscard]] Stored<bool> has(StoreId store, Origin log);
  /// Nothing more of the log is taken in from this call on; durably closed on return, by this call or
  /// before. False: batches of it are still on their way: ask again. The log must be registered.
  [[nodiscard]] Stored<bool> close(StoreId store, Origin log, ClosedWhy why,
                                   const std::optional<OperatorWord>& word = std::nullopt);
  /// Whether nobody may come in as this store any more, as its shard says now.
  [[nodiscard]] Stored<bool> is_revoked(StoreId store);
  /// Nobody comes in as the store from the return of this call on, durably. False: it was revoked before.
  /// The reason is not empty.
  [[nodiscard]] Stored<bool> revoke(const StoreRevoked& said,
                                    const std::optional<OperatorWord>& word = std::nullopt);
  /// Closes what is open of a revoked store, as Revoked; waits for what is being stored of it meanwhile.
  [[nodiscard]] Stored<StoreClosed> close_revoked(
      StoreId store, std::chrono::milliseconds patience = kStoringPatience,
      const std::optional<OperatorWord>& word = std::nullopt);
  /// Before anybody is let in: who was ever revoked, and what a crash left open of them.
  [[nodiscard]] Stored<Done> resume_revocations();

  /// Why an event that a store's node brings of a closed log must not count: the store is revoked, its log is
  /// not closed, or head office holds the event as that log said it. None: it counts.
  [[nodiscard]] Stored<std::optional<std::string>> reason_against(
      StoreId store, const ClosedLogEventRecorded& wrapped);
  /// Closing was begun by this process and may not be durable: close() again. None: it was not begun.
  [[nodiscard]] std::optional<ClosedWhy> being_closed(Origin log) const {
    return gate_.shut_for(log);
  }

 private:
  [[nodiscard]] bool is_known_closed(Origin log) const;
  /// The one event to write, if there is any to write.
  using Say = std::function<std::optional<Event>(const ChainRisk& risk, const Stamp& stamp)>;
  [[nodiscard]] Stored<Done> write(StoreId store, const Say& say,
                                   const std::optional<OperatorWord>& word);

  EventStore& events_;
  OfficePen& pen_;
  RiskBook& book_;
  LogGate& gate_;
};

}  // namespace perk::central

// Closes logs for ever, and knows which are: an IncarnationClosed in the shard of the log's store, written
// once no batch of the log is on its way into the event store. Blocking; safe from any thread.
#pragma once

#include "central/log_gate.h"
#include "central/rights/office_pen.h"
#include "central/rights/risk_book.h"

namespace perk::central {

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
  /// Why an event that a store's node brings of a closed log must not count: its log is not closed, or
  /// head office holds the event as that log said it. None: it counts.
  [[nodiscard]] Stored<std::optional<std::string>> reason_against(
      StoreId store, const ClosedLogEventRecorded& wrapped);
  /// Closing was begun by this process and may not be durable: close() again. None: it was not begun.
  [[nodiscard]] std::optional<ClosedWhy> being_closed(Origin log) const {
    return gate_.shut_for(log);
  }

 private:
  [[nodiscard]] bool is_known_closed(Origin log) const;
  [[nodiscard]] Stored<Done> write(StoreId store, const IncarnationClosed& said,
                                   const std::optional<OperatorWord>& word);

  EventStore& events_;
  OfficePen& pen_;
  RiskBook& book_;
  LogGate& gate_;
};

}  // namespace perk::central

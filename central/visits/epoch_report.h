// What a store that was let in still owes after head office was restored: it hands back what was forgotten,
// and has reported once head office holds all that it must bring (EpochDuty). Lives at home; what blocks is
// done on the workers, and keeps this alive meanwhile.
#pragma once

#include <deque>
#include <memory>

#include "central/visits/visit_surroundings.h"

namespace perk::central {

class EpochReport : public std::enable_shared_from_this<EpochReport> {
 public:
  using OnAppended = sync::FeedSink::OnAppended;

  /// `held`: how much of the visitor's log is durable already.
  EpochReport(const VisitSurroundings& around, Visitor visitor, const EpochDuty& duty, Seq held)
      : around_(around), visitor_(std::move(visitor)), duty_(duty), log_brought_(held) {}

  /// Events of past epochs, one batch after the other. `done` as sync::FeedSink says.
  void take_back(sync::Batch batch, OnAppended done);
  /// Everything through here is durable: of the log, or of what is handed back.
  void note_brought(const sync::Durable& held);
  /// Reports if nothing is missing. What fails is tried again when more is brought, or with the next visit.
  void report_if_done();

 private:
  struct Returned {
    sync::Batch batch;
    OnAppended done;
  };
  void store_next();
  void on_stored(const Stored<TakenBatch>& taken);

  const VisitSurroundings& around_;
  const Visitor visitor_;
  EpochDuty duty_;
  Seq log_brought_;
  sync::FeedIndex past_brought_;
  std::deque<Returned> returned_;  // The first is away, being stored.
};

}  // namespace perk::central

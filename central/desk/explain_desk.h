// Answers for one event: gathers what explanation.h works from. Blocking; safe from any thread. Changes
// nothing.
#pragma once

#include "central/desk/explanation.h"
#include "central/desk/risk_view.h"

namespace perk::central {

class ExplainDesk {
 public:
  explicit ExplainDesk(const DeskSurroundings& around) : around_(around) {}

  /// Reads the whole log of the purchase's store if it drew on an allowance. Faults: event_unknown,
  /// event_quarantined.
  [[nodiscard]] DeskAnswer<ExplainReply> explain(const ExplainRequest& request,
                                                 const DeskProgress& on_progress);

 private:
  [[nodiscard]] DeskAnswer<RecordedEvent> find(EventId event);
  [[nodiscard]] AdminFault tell_of_handed_in(const Event& wrapped, EventId id) const;
  [[nodiscard]] Stored<std::vector<Fact>> facts_of(const CardId& card);
  /// What stands in its card's shard: where it stands, and if it is a purchase, what its store knew.
  [[nodiscard]] DeskAnswer<Done> tell_of_card(ExplainReply& reply, const CardId& card,
                                              const DeskProgress& on_progress);
  [[nodiscard]] Stored<Done> gather_allowance(PurchaseEvidence& evidence,
                                              const DeskProgress& on_progress);

  const DeskSurroundings& around_;
};

}  // namespace perk::central

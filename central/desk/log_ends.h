// An operator's word that a closed log has ended: no copy of it is in service, and every till's receipts of
// it were handed back. What could be lost through it counts no more, and its purchases are head office's to
// take back. Blocking; safe from any thread.
#pragma once

#include "central/desk/held_rights.h"
#include "central/desk/risk_view.h"

namespace perk::central {

class LogEnds {
 public:
  explicit LogEnds(const DeskSurroundings& around) : around_(around) {}

  /// First what the logs still hold of rights is returned by decision, card by card; then their ends are
  /// declared; each durable before the next, so that asked again it goes on where it stopped. Faults:
  /// log_unknown, rejected (reason_missing, not_closed, already_proven, ends_too_early), log_incomplete
  /// (it is said to go on beyond what head office knows), malformed.
  [[nodiscard]] DeskAnswer<ProveEndReply> prove(const ProveEndRequest& request,
                                                const DeskProgress& on_progress);

 private:
  /// The logs that the request is about, each with its end; not empty.
  [[nodiscard]] DeskAnswer<std::vector<ProvenLog>> judge(const ProveEndRequest& request,
                                                         const std::vector<Origin>& named) const;
  [[nodiscard]] DeskAnswer<Done> return_rights(const ProveEndRequest& request,
                                               const DeskProgress& on_progress,
                                               ProveEndReply& reply);
  [[nodiscard]] Stored<Done> write(const ProveEndRequest& request, StoreId store,
                                   const ProvenLog& log);

  const DeskSurroundings& around_;
};

}  // namespace perk::central

// What operators did, from the log itself. Blocking; safe from any thread.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

class AuditDesk {
 public:
  explicit AuditDesk(const DeskSurroundings& around) : around_(around) {}

  /// Reads every shard from its first event. What was refused is no fact, and not in it. Faults: those of
  /// fault_of().
  [[nodiscard]] DeskAnswer<AuditReply> audit(const AuditRequest& request,
                                             const DeskProgress& on_progress) const;

 private:
  const DeskSurroundings& around_;
};

}  // namespace perk::central

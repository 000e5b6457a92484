// Questions about the whole chain, and enrolment. Blocking; safe from any thread.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

class ChainDesk {
 public:
  explicit ChainDesk(const DeskSurroundings& around) : around_(around) {}

  /// Durable on return; the same name and key again is the same store again. Faults: store_exists (the
  /// name is another key's), malformed (no name for a store).
  [[nodiscard]] DeskAnswer<EnrolReply> enrol(const EnrolRequest& request);
  /// Durably kept, as a hash, before it is told. Faults: no_authority (this head office signs no
  /// certificates), malformed.
  [[nodiscard]] DeskAnswer<OfferCodeReply> offer_code(const OfferCodeRequest& request);
  [[nodiscard]] DeskAnswer<StoresReply> stores();
  [[nodiscard]] DeskAnswer<ProjectionsReply> projections();
  /// Fault projection_unknown.
  [[nodiscard]] DeskAnswer<RebuildReply> rebuild(const RebuildRequest& request,
                                                 const DeskProgress& on_progress);
  /// Answers also while the database is away, and says so.
  [[nodiscard]] HealthReply health();

 private:
  const DeskSurroundings& around_;
};

}  // namespace perk::central

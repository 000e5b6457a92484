// A store whose machine or certificate was stolen is revoked: at once, by one person, for nothing is moved by it.
// Blocking; safe from any thread.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

class Revoking {
 public:
  explicit Revoking(const DeskSurroundings& around) : around_(around) {}

  /// Nobody comes in as the store any more, durably; its open logs are closed, so that the rights they hold can
  /// be spent in none that head office takes. They stay counted in exposure until the store is declared lost.
  /// Asked again it closes what is left open, and changes nothing else. Faults: store_unknown, rejected
  /// (reason_missing), malformed, outcome_unknown (it is revoked, and a log of it is not closed yet).
  [[nodiscard]] DeskAnswer<RevokeStoreReply> revoke(const RevokeStoreRequest& request);

 private:
  const DeskSurroundings& around_;
};

}  // namespace perk::central

// Logs that operators hand in, from a machine whose line is closed for ever: what such a log says beyond what head office
// heard goes into quarantine, with its proof checked, for an operator to accept or refuse (quarantine_desk.h). Nothing
// counts by it. Who did it, and why, is said in the log first (LogHandedIn): no row without a word. Blocking; safe from any
// thread, one request after another.
#pragma once

#include <mutex>
#include <set>

#include "central/desk/admin_answer.h"
#include "central/desk/handed_in_rows.h"
#include "central/desk/quarantine_places.h"

namespace perk::central {

class HandInDesk {
 public:
  explicit HandInDesk(const DeskSurroundings& around) : around_(around) {}

  /// Durable on return. Asked again it brings nothing. All of a request is taken, or nothing. Faults: log_unknown, log_open
  /// (its node will say it itself), log_unproven (the chain, the seal or the key does not hold, or it is another history
  /// than the one held), log_incomplete (events are left out before it), rejected (reason_missing), malformed, those of
  /// an epoch that is not settled, and of storage.
  [[nodiscard]] DeskAnswer<BringLogReply> bring(const BringLogRequest& request);

 private:
  /// Of a log that is closed, so that nothing of this moves any more.
  struct ClosedLog {
    StoreRecord store;
    OriginProgress held;
  };
  [[nodiscard]] DeskAnswer<ClosedLog> closed_log(const BringLogRequest& request);
  /// Where the request goes on: what is held, or what was handed in up to there before.
  [[nodiscard]] DeskAnswer<LogHeld> continued(const ClosedLog& log, const sync::Batch& first) const;
  [[nodiscard]] DeskAnswer<std::vector<HandedInRow>> check(const ClosedLog& log,
                                                           const BringLogRequest& request) const;
  /// Events that are held already say what is held: a copy that parted before that is another history too.
  [[nodiscard]] DeskAnswer<Done> agree(const OriginProgress& held, const sync::Batch& batch) const;
  /// Of these, what head office does not know.
  [[nodiscard]] DeskAnswer<std::vector<HandedInRow>> news(std::vector<HandedInRow> rows);
  [[nodiscard]] Stored<bool> is_known(const HandedInRow& row) const;
  [[nodiscard]] DeskAnswer<Done> keep(const ClosedLog& log, const BringLogRequest& request,
                                      const std::vector<HandedInRow>& rows);

  const DeskSurroundings& around_;
  std::mutex one_by_one_;
  QuarantinePlaces places_;
  std::set<ClosedLogName> reached_;  // Where requests ended: others may go on there.
};

}  // namespace perk::central

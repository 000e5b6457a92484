// Erases what sealed reasons say: the word that it is erased stands in the log for ever, the text nowhere in head
// office's tables. Blocking; safe from any thread.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

class Erasing {
 public:
  explicit Erasing(const DeskSurroundings& around) : around_(around) {}

  /// The event is durable first, then the text is gone; after a crash in between asking again, or the next start,
  /// does the rest. Asked again it is the same. Faults: event_unknown, reason_unknown (no event gives it, and nothing
  /// is kept), reason_unsealed (it was said before reasons were sealed, or the event gives none), rejected
  /// (reason_missing; request_id_reused), malformed.
  [[nodiscard]] DeskAnswer<EraseReasonReply> erase(const EraseReasonRequest& request);

  /// Of all that the log says is erased nothing is kept any more: for what a crash, or a backup, left.
  [[nodiscard]] Stored<Done> resume();

 private:
  [[nodiscard]] DeskAnswer<Digest> find(const std::string& which) const;
  [[nodiscard]] DeskAnswer<Digest> given_by(EventId event) const;
  /// What was said of it before; none: nothing.
  [[nodiscard]] std::optional<ErasedReason> erased(const Digest& commitment) const;
  /// The same request asked for something else before.
  [[nodiscard]] std::optional<AdminFault> fault_in_repeat(const EraseReasonRequest& request,
                                                          const Digest& commitment) const;
  [[nodiscard]] std::optional<AdminFault> fault_if_unknown(const Digest& commitment) const;
  [[nodiscard]] Stored<Done> say(const EraseReasonRequest& request, const Digest& commitment);

  const DeskSurroundings& around_;
};

}  // namespace perk::central

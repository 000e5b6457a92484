// Events in quarantine: what stands there, and what an operator says of them. An acceptance is two events in one append:
// the word, and behind it what is to count. So a crash leaves both or none. Blocking; safe from any thread.
#pragma once

#include "central/desk/quarantine_case.h"

namespace perk::central {

class QuarantineDesk {
 public:
  explicit QuarantineDesk(const DeskSurroundings& around) : around_(around) {}

  /// The first 1,000 of those asked for. Fault quarantine_unknown: no event has this number.
  [[nodiscard]] DeskAnswer<QuarantineReply> list(const QuarantineRequest& request) const;

  /// Durable on return. The same request again gives the same answer. Faults: quarantine_unknown,
  /// quarantine_settled (by another request, whatever it said), quarantine_changed (other bytes stand there than were
  /// asked for), rejected (reason_missing, request_reused, not_acceptable and why), malformed, those of an epoch
  /// that is not settled.
  [[nodiscard]] DeskAnswer<SettleQuarantineReply> settle(const SettleQuarantineRequest& request);

 private:
  [[nodiscard]] QuarantineRow row_of(const QuarantineCase& one) const;
  [[nodiscard]] std::optional<AdminFault> fault_in_acceptance(
      const QuarantineCase& one, const QuarantineSettled& said,
      const SettleQuarantineRequest& request) const;
  [[nodiscard]] DeskAnswer<Done> write(const QuarantineCase& one, const QuarantineSettled& said,
                                       const SettleQuarantineRequest& request, bool& was_repeated);

  const DeskSurroundings& around_;
};

}  // namespace perk::central

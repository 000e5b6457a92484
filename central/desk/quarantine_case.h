// One event in quarantine, as an operator who judges it must know it: what it brings, of which card, and whether that is
// proven. Changes nothing. Blocking.
#pragma once

#include <optional>
#include <string>

#include "central/desk/admin_answer.h"
#include "ledger/quarantine_book.h"

namespace perk::central {

struct QuarantineCase {
  QuarantinedEvent row;
  QuarantinedName name;
  std::optional<Event> event{};  ///< What its bytes say; none if they cannot be read.
  std::optional<CardId> card{};

  /// The event of a closed log that it brings; null: none.
  [[nodiscard]] const ClosedLogEventRecorded* brought() const;
  /// For people: "ValueRedeemed of EUR -1.00 from log ...". Empty: it brings nothing.
  [[nodiscard]] std::string brings() const;
  /// Where the verdict on it stands: what it brings counts there.
  [[nodiscard]] Page page(const OfficePen& pen) const;
};

[[nodiscard]] QuarantineCase case_of(QuarantinedEvent row);

/// Fault quarantine_unknown: no event has this number.
[[nodiscard]] DeskAnswer<QuarantineCase> find_case(EventStore& events, std::uint64_t id);

/// Why it must not count, in one clause: its store did not sign it, it is of another currency, or head office holds
/// it from the log itself. None: nothing speaks against it but what the ledger knows (quarantine_book.h).
[[nodiscard]] Stored<std::optional<std::string>> reason_not_to_count(const DeskSurroundings& around,
                                                                     const QuarantineCase& one);

}  // namespace perk::central

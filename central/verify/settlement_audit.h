// What operators said of the quarantine, against what stands there: each word names an event that is in quarantine, an
// acceptance is proven and has exactly one event of a closed log behind it, and head office counts no other.
// Of a past epoch some of it may be missing, for head office was restored: what shops handed back is believed to
// have had its row, and what an acceptance lacks is written once the epoch is settled. Single-threaded.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "central/event_store.h"
#include "central/verify/findings.h"
#include "ledger/quarantine_book.h"

namespace perk::central {

class SettlementAudit {
 public:
  /// Any event, in any order.
  void take(const RecordedEvent& recorded, std::string place);
  /// Once all are taken.
  [[nodiscard]] Stored<Done> check(EventStore& events, const ChainSettings& chain,
                                   Findings& findings) const;

 private:
  struct Word {
    QuarantineSettled said;
    std::string place;
  };
  struct Counted {
    ClosedLogEventRecorded event;
    std::string place;
  };
  struct Books;
  [[nodiscard]] static Stored<Books> open(EventStore& events, const ChainSettings& chain);
  [[nodiscard]] Stored<Done> check_word(EventStore& events, const Books& books, EventId by,
                                        const Word& word, Findings& findings) const;
  [[nodiscard]] bool is_followed(const Books& books, EventId by,
                                 const ClosedLogEventRecorded& accepted) const;
  /// The acceptance that an event of a closed log in head office's log comes from; none: there is none.
  [[nodiscard]] std::optional<EventId> acceptance_of(EventId by, const Counted& counted) const;

  std::map<EventId, Word> words_;
  std::map<EventId, Counted> counted_;
  Incarnations logs_;
};

}  // namespace perk::central

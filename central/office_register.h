// Who serves as head office, of all that stand on one database: a port, kept where the events are. Two implementations,
// those of the event store (central/postgres/, central/memory/); one contract suite (tests/contracts/).
//
// An object of it, with the event store that it belongs to, serves in term 0, before anybody took office, until it
// takes office itself. Once another term has begun, every call of its event store that writes is refused
// (term_is_over()), with nothing changed: whatever a process still believes of its own term can do nothing in a
// later one. No clock is trusted in that. Calls block as the event store's do; safe from any thread.
#pragma once

#include <optional>
#include <string>

#include "central/event_store.h"

namespace perk::central {

using Term = Ordinal<struct TermTag>;  ///< Of whoever serves; 0: nobody ever did.

struct Tenure {
  Term term;
  std::string holder;          ///< Empty: nobody holds the office.
  std::uint64_t renewals = 0;  ///< Grows while the holder is there.
  friend bool operator==(const Tenure&, const Tenure&) = default;
};

/// What a write is refused with when another head office has taken over.
[[nodiscard]] inline StorageError term_is_over() {
  return {StorageFailure::GiveUp,
          "another head office has taken over, and this one serves no more"};
}

class OfficeRegister {
 public:
  virtual ~OfficeRegister() = default;

  [[nodiscard]] virtual Stored<Tenure> tenure() = 0;
  /// Begins the term after `seen`, held by `holder`, if since then nobody began one or said that he stays. On
  /// return this object serves in it, everything that was written in the terms before is there, and nothing
  /// of theirs comes any more. Asked again with the same words, it says the same: after OutcomeUnknown, do.
  /// None: somebody did; look again.
  [[nodiscard]] virtual Stored<std::optional<Term>> take_office(const Tenure& seen,
                                                                const std::string& holder) = 0;
  /// Says that whoever serves in this object's term is there still. False: that term is over.
  [[nodiscard]] virtual Stored<bool> stay_in_office() = 0;
  /// Nobody holds the office from now on, so that the next need not wait. Nothing, once the term is over.
  [[nodiscard]] virtual Stored<Done> leave_office() = 0;
};

}  // namespace perk::central

// Decisions that need a second person: the limits above which they do, and what was proposed and settled. A
// fold of head office's events, ordered by its hybrid clock. Who may approve is decided by whoever asks
// (operator_book.h, permissions.h). Hearing twice, or in another order, changes nothing. Single-threaded value.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "ledger/event.h"
#include "ledger/operator_events.h"

namespace perk {

/// An operator's signed decision that can wait this long for the second person.
inline constexpr Millis kProposalLasts{24 * 3'600'000};

/// A proposal, and what became of it.
struct Proposal {
  DecisionProposed said;
  Currency currency;
  EventId by;
  Hlc at;
  struct Settled {
    DecisionSettled said;
    EventId by;
    Hlc at;
    std::optional<OperatorWord> word{};  ///< Of the second person.
    friend bool operator==(const Settled&, const Settled&) = default;
  };
  std::optional<Settled> settled{};
  friend bool operator==(const Proposal&, const Proposal&) = default;
};

class ApprovalBook {
 public:
  /// Takes any event; only head office's words on limits and proposals count. Requires is_foldable().
  void fold(const RecordedEvent& recorded);

  /// Above it a second person is needed; none: nobody else is. The programme's own limit counts, then that of
  /// every programme; of each the last that was set.
  [[nodiscard]] std::optional<Amount> limit_for(DecisionKind kind, ProgrammeId programme) const;
  /// The last word for each kind and programme; those that took a limit away have no amount.
  [[nodiscard]] std::vector<ApprovalLimitSet> limits() const;

  [[nodiscard]] const std::map<ProposalNumber, Proposal>& proposals() const { return proposals_; }
  [[nodiscard]] const Proposal* find(ProposalNumber number) const;
  /// Whether what was approved has been carried out: an event beside its settlement has the same word. Rights
  /// that are returned are not enough: they come before what they are returned for.
  [[nodiscard]] bool is_carried_out(const Proposal& proposal) const;
  /// What the next proposal is to be called.
  [[nodiscard]] ProposalNumber next_number() const;
  friend bool operator==(const ApprovalBook&, const ApprovalBook&) = default;

 private:
  using Moment = std::pair<Hlc, EventId>;
  using Scope = std::pair<DecisionKind, ProgrammeId>;
  void settle(const RecordedEvent& recorded, const DecisionSettled& said);

  std::map<Scope, std::pair<Moment, ApprovalLimitSet>> limits_;
  std::map<ProposalNumber, Proposal> proposals_;
  std::map<ProposalNumber, Proposal::Settled> early_;  // Settled before it was heard of.
  std::set<std::pair<Digest, WordCounter>> carried_out_;
};

}  // namespace perk

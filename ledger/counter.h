// One command at the counter: what is asked, on which card, with what around it; and what every rule is
// refused for first. For the rules (decider.cpp, holds.cpp, load_reversal.cpp, head_office_debits.cpp) only.
// Refers to what it was given; single-threaded.
#pragma once

#include <optional>
#include <string>

#include "ledger/decider.h"

namespace perk {

using Refusal = std::optional<Rejection>;

class Counter {
 public:
  Counter(const CardState& card, const Command& command, const DecisionContext& context)
      : card_(card), command_(command), context_(context) {}

  [[nodiscard]] const CardState& card() const { return card_; }
  [[nodiscard]] const Command& command() const { return command_; }
  [[nodiscard]] const DecisionContext& context() const { return context_; }

  /// However high the merchant sets a limit, one event carries no more than kEventAmountMax.
  [[nodiscard]] static Refusal refuse_amount(Amount amount, Amount merchants_limit);
  /// CurrencyUnsupported, CardUnknown, CurrencyMismatch.
  [[nodiscard]] Refusal refuse_card(Currency asked) const;
  /// Why this node's rights do not cover a positive amount: InsufficientValue, InsufficientRights,
  /// InsufficientRightsOffline.
  [[nodiscard]] Refusal refuse_beyond_own_rights(Amount amount) const;
  /// Of what is decided here and now, about the command's card.
  [[nodiscard]] Envelope envelope(Currency currency) const;

 private:
  const CardState& card_;
  const Command& command_;
  const DecisionContext& context_;
};

}  // namespace perk

// The rules of the counter: may this be done, and if so, what happened? decide() is strict and pure.
// It is used alike by the till, by head office's card desk and by the simulator.
#pragma once

#include <optional>
#include <vector>

#include "ledger/card.h"
#include "ledger/command.h"
#include "ledger/incarnations.h"
#include "ledger/policy.h"
#include "ledger/rejection.h"
#include "ledger/result.h"

namespace perk {

/// The merchant's limits. Defaults suit a coffee chain; FORMAT.md says which bounds are hard.
struct Limits {
  Currency currency;             ///< The chain's. Every command must be in it.
  Amount purchase_max{100'000};  ///< 1,000.00
  Amount load_max{50'000};       ///< 500.00
  Amount balance_max{200'000};   ///< 2,000.00
};

/// All that a decision depends on besides the card and the command.
struct DecisionContext {
  Origin origin;  ///< Whose log the events will go into.
  Limits limits;
  Policy policy;
  Knowledge knowledge;  ///< What this node has heard of the card's shard.
  Hlc hlc;              ///< The time given to what is decided.
  WallTime raw_clock;
  /// The allowance at hand for this card (StandIn::on_hand), of a manager's if a manager overrides.
  std::optional<AllowanceOnHand> allowance{};
  /// Closed logs whose end is proven: their purchases are head office's to take back.
  ProvenEnds proven_ends{};
};

/// The event this request id already led to, if any, wherever it stands in the decider's own log.
using PriorEvent = std::optional<RecordedEvent>;

struct Decision {
  std::vector<Event> events;           ///< To append, in order. Empty for a repeat.
  std::optional<RecordedEvent> prior;  ///< For a repeat: what was answered then.
  [[nodiscard]] bool is_repeat() const { return prior.has_value(); }
};

/// Decides one command. Refusals follow the order of Rejection; a repeat of a request id with the same
/// content is the same decision again, with no new events.
[[nodiscard]] Result<Decision, Rejection> decide(const CardState& card, const Command& command,
                                                 const PriorEvent& prior,
                                                 const DecisionContext& context);

/// Whether `event` is what `command` would have led to: same kind, card and content.
[[nodiscard]] bool has_same_content(const Command& command, const Event& event);

}  // namespace perk

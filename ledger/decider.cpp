#include "ledger/decider.h"

#include <algorithm>
#include <utility>

#include "ledger/check.h"
#include "ledger/counter.h"
#include "ledger/head_office_debits.h"
#include "ledger/holds.h"
#include "ledger/load_reversal.h"
#include "ledger/mutant.h"
#include "ledger/reason.h"

namespace perk {
namespace {

using Outcome = Result<Event, Rejection>;

/// In each rule refusals stand in the order of Rejection, and what happens stands last.
class Rules : private Counter {
 public:
  using Counter::Counter;

  Outcome operator()(const IssueCard& issue) const {
    if (issue.currency != context().limits.currency) return failed(Rejection::CurrencyUnsupported);
    if (card().is_known()) return failed(Rejection::CardAlreadyIssued);
    return Event{envelope(issue.currency),
                 CardIssued{issue.last_four, issue.programme, issue.number_key_version}};
  }

  Outcome operator()(const LoadValue& load) const {
    const Amount amount = load.money.amount;
    if (const Refusal no = refuse_amount(amount, context().limits.load_max)) return failed(*no);
    if (const Refusal no = refuse_card(load.money.currency)) return failed(*no);
    if (card().is_frozen()) return failed(Rejection::CardIsFrozen);
    if (card().balance() + amount > context().limits.balance_max)
      return failed(Rejection::BalanceAboveCeiling);
    Envelope loaded = envelope(load.money.currency);
    loaded.value_effect = amount;
    loaded.own_rights_effect = amount;
    return Event{std::move(loaded), ValueLoaded{load.tender}};
  }

  Outcome operator()(const Redeem& redeem) const {
    PERK_CHECK(context().origin.is_incarnation(),
               "only the shop that serves the customer writes a purchase");
    if (const Refusal no = refuse_amount(redeem.money.amount, context().limits.purchase_max))
      return failed(*no);
    if (const Refusal no = refuse_card(redeem.money.currency)) return failed(*no);
    if (card().is_frozen()) return failed(Rejection::CardIsFrozen);
    const auto approved = authorize(policy_for(redeem), view_of(redeem));
    if (!approved) return failed(approved.error());
    Envelope redeemed = envelope(redeem.money.currency);
    const Authorization& parts = approved.value();
    redeemed.value_effect = -(parts.from_rights + parts.beyond_rights);
    redeemed.own_rights_effect = -parts.from_rights;
    redeemed.reserve_effect = -parts.beyond_rights;
    if (PERK_PLANTED(Mutant::StandInLeavesOwnRights))
      redeemed.own_rights_effect += std::exchange(redeemed.reserve_effect, Amount());
    redeemed.allowance = parts.allowance;
    redeemed.allowance_drawn = parts.allowance_drawn;
    return Event{std::move(redeemed),
                 ValueRedeemed{redeem.money.amount, redeem.partial, parts.basis,
                               context().knowledge, redeem.manager}};
  }

  /// A frozen card may be given its money back: the freeze guards the holder's value, and a refund only
  /// adds to it. For the same reason neither ceiling applies.
  Outcome operator()(const ReverseRedemption& reverse) const {
    const Amount amount = reverse.money.amount;
    if (!amount.is_positive()) return failed(Rejection::AmountNotPositive);
    if (const Refusal no = refuse_card(reverse.money.currency)) return failed(*no);
    const auto original = card().redemptions.find(reverse.original);
    const bool is_heard =
        original != card().redemptions.end() && original->second.total().is_positive();
    if (!is_heard) return failed(Rejection::OriginalUnknown);
    if (const Refusal no = refuse_refund_right(reverse.original, original->second))
      return failed(*no);
    if (amount > original->second.left()) return failed(Rejection::ReversalAboveOriginal);
    // Head office has no rights but the reserve.
    const Amount repaid = context().origin.is_head_office()
                              ? amount
                              : std::min(amount, unpaid_beyond_rights(original->second));
    Envelope reversed = envelope(reverse.money.currency);
    reversed.original = reverse.original;
    reversed.value_effect = amount;
    reversed.reserve_effect = repaid;
    reversed.own_rights_effect = amount - repaid;
    return Event{std::move(reversed), RedemptionReversed{reverse.reason}};
  }

  Outcome operator()(const FreezeCard& freeze) const {
    PERK_CHECK(context().origin.is_head_office(), "only head office freezes a card");
    if (!card().is_known()) return failed(Rejection::CardUnknown);
    if (card().is_frozen()) return failed(Rejection::CardIsFrozen);
    if (is_blank(freeze.reason)) return failed(Rejection::ReasonMissing);
    return Event{envelope(card().issue->currency), CardFrozen{freeze.reason, freeze.operator_name}};
  }

  Outcome operator()(const UnfreezeCard& unfreeze) const {
    PERK_CHECK(context().origin.is_head_office(), "only head office lifts a freeze");
    if (!card().is_known()) return failed(Rejection::CardUnknown);
    if (!card().is_frozen()) return failed(Rejection::CardNotFrozen);
    if (is_blank(unfreeze.reason)) return failed(Rejection::ReasonMissing);
    return Event{envelope(card().issue->currency),
                 CardUnfrozen{unfreeze.reason, unfreeze.operator_name}};
  }

  Outcome operator()(const PlaceHold& place) const { return place_hold(*this, place); }
  Outcome operator()(const CaptureHold& capture) const { return capture_hold(*this, capture); }
  Outcome operator()(const ReleaseHold& release) const { return release_hold(*this, release); }
  Outcome operator()(const ReverseLoad& reverse) const { return reverse_load(*this, reverse); }
  Outcome operator()(const ChargeBack& back) const { return charge_back(*this, back); }
  Outcome operator()(const AdjustBalance& adjust) const { return adjust_balance(*this, adjust); }

 private:
  /// The right to take a purchase back is its origin's, and head office's once it renounced it or its
  /// closed log's end is proven: never two's.
  [[nodiscard]] Refusal refuse_refund_right(EventId original, const Redemption& purchase) const {
    const bool is_ended = context().proven_ends.contains(original.origin);
    if (is_ended && context().origin.is_head_office()) return std::nullopt;
    if (purchase.is_renounced) {
      if (context().origin.is_head_office()) return std::nullopt;
      return Rejection::OriginalRenounced;
    }
    if (original.origin != context().origin) return Rejection::OriginalElsewhere;
    return std::nullopt;
  }

  /// Who overrides by hand draws on what managers were granted, and on nothing else.
  [[nodiscard]] Policy policy_for(const Redeem& redeem) const {
    Policy policy = context().policy;
    if (!redeem.manager.empty()) policy.beyond_rights_by = StandInKind::Manager;
    return policy;
  }

  /// What managers were granted is there for nobody else.
  [[nodiscard]] std::optional<AllowanceOnHand> allowance_for(const Redeem& redeem) const {
    const bool is_managers =
        context().allowance && context().allowance->kind == StandInKind::Manager;
    if (is_managers && redeem.manager.empty()) return std::nullopt;
    return context().allowance;
  }

  [[nodiscard]] PurchaseView view_of(const Redeem& redeem) const {
    // Rights are never negative in a sound log; a broken one must not stop the shop.
    const Amount own_rights = std::max(Amount(), PERK_PLANTED(Mutant::SpendsRightsOfOthers)
                                                     ? card().available()
                                                     : card().rights_of(context().origin));
    const bool is_cut_off = context().knowledge.cut_off_for > Millis();
    return {card().available(),
            own_rights,
            redeem.money.amount,
            redeem.partial,
            is_cut_off ? Line::CutOff : Line::Connected,
            allowance_for(redeem)};
  }

  /// The part of a purchase beyond rights that reversals have not repaid yet; they repay it first.
  [[nodiscard]] static Amount unpaid_beyond_rights(const Redemption& redemption) {
    if (PERK_PLANTED(Mutant::RefundsIntoRights)) return Amount();
    return std::max(Amount(), redemption.beyond_rights - redemption.reversed);
  }
};

}  // namespace

Result<Decision, Rejection> decide(const CardState& card, const Command& command,
                                   const PriorEvent& prior, const DecisionContext& context) {
  if (prior) {
    if (!has_same_content(command, prior->event)) return failed(Rejection::RequestIdReused);
    return Decision{{}, prior};
  }
  Outcome outcome = std::visit(Rules(card, command, context), command.body);
  if (!outcome) return failed(outcome.error());
  Decision decision;
  decision.events.push_back(std::move(outcome).value());
  return decision;
}

}  // namespace perk

#include "ledger/decider.h"

#include <algorithm>
#include <utility>

#include "ledger/check.h"

namespace perk {
namespace {

using Refusal = std::optional<Rejection>;
using Outcome = Result<Event, Rejection>;

/// However high the merchant sets a limit, one event carries no more than kEventAmountMax.
Amount ceiling_of(Amount merchants_limit) { return std::min(merchants_limit, kEventAmountMax); }

bool is_blank(const std::string& text) { return text.find_first_not_of(' ') == std::string::npos; }

/// One command at the counter. In each rule refusals stand in the order of Rejection, and what
/// happens stands last.
class Counter {
 public:
  Counter(const CardState& card, const Command& command, const DecisionContext& context)
      : card_(card), command_(command), context_(context) {}

  Outcome operator()(const IssueCard& issue) const {
    if (issue.currency != context_.limits.currency) return failed(Rejection::CurrencyUnsupported);
    if (card_.is_known()) return failed(Rejection::CardAlreadyIssued);
    return Event{envelope(issue.currency),
                 CardIssued{issue.last_four, issue.programme, issue.number_key_version}};
  }

  Outcome operator()(const LoadValue& load) const {
    const Amount amount = load.money.amount;
    if (const Refusal no = refuse_amount(amount, context_.limits.load_max)) return failed(*no);
    if (const Refusal no = refuse_card(load.money.currency)) return failed(*no);
    if (card_.is_frozen()) return failed(Rejection::CardIsFrozen);
    if (card_.balance() + amount > context_.limits.balance_max)
      return failed(Rejection::BalanceAboveCeiling);
    Envelope loaded = envelope(load.money.currency);
    loaded.value_effect = amount;
    loaded.own_rights_effect = amount;
    return Event{std::move(loaded), ValueLoaded{load.tender}};
  }

  Outcome operator()(const Redeem& redeem) const {
    PERK_CHECK(context_.origin.is_incarnation(),
               "only the shop that serves the customer writes a purchase");
    if (const Refusal no = refuse_amount(redeem.money.amount, context_.limits.purchase_max))
      return failed(*no);
    if (const Refusal no = refuse_card(redeem.money.currency)) return failed(*no);
    if (card_.is_frozen()) return failed(Rejection::CardIsFrozen);
    const auto approved = authorize(policy_for(redeem), view_of(redeem));
    if (!approved) return failed(approved.error());
    Envelope redeemed = envelope(redeem.money.currency);
    const Authorization& parts = approved.value();
    redeemed.value_effect = -(parts.from_rights + parts.beyond_rights);
    redeemed.own_rights_effect = -parts.from_rights;
    redeemed.reserve_effect = -parts.beyond_rights;
    redeemed.allowance = parts.allowance;
    redeemed.allowance_drawn = parts.allowance_drawn;
    return Event{std::move(redeemed),
                 ValueRedeemed{redeem.money.amount, redeem.partial, parts.basis, context_.knowledge,
                               redeem.manager}};
  }

  /// A frozen card may be given its money back: the freeze guards the holder's value, and a refund only
  /// adds to it. For the same reason neither ceiling applies.
  Outcome operator()(const ReverseRedemption& reverse) const {
    const Amount amount = reverse.money.amount;
    if (!amount.is_positive()) return failed(Rejection::AmountNotPositive);
    if (const Refusal no = refuse_card(reverse.money.currency)) return failed(*no);
    const auto original = card_.redemptions.find(reverse.original);
    const bool is_heard =
        original != card_.redemptions.end() && original->second.total().is_positive();
    if (!is_heard) return failed(Rejection::OriginalUnknown);
    if (const Refusal no = refuse_refund_right(reverse.original, original->second))
      return failed(*no);
    if (amount > original->second.left()) return failed(Rejection::ReversalAboveOriginal);
    // Head office has no rights but the reserve.
    const Amount repaid = context_.origin.is_head_office()
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
    PERK_CHECK(context_.origin.is_head_office(), "only head office freezes a card");
    if (!card_.is_known()) return failed(Rejection::CardUnknown);
    if (card_.is_frozen()) return failed(Rejection::CardIsFrozen);
    if (is_blank(freeze.reason)) return failed(Rejection::ReasonMissing);
    return Event{envelope(card_.issue->currency), CardFrozen{freeze.reason, freeze.operator_name}};
  }

  Outcome operator()(const UnfreezeCard& unfreeze) const {
    PERK_CHECK(context_.origin.is_head_office(), "only head office lifts a freeze");
    if (!card_.is_known()) return failed(Rejection::CardUnknown);
    if (!card_.is_frozen()) return failed(Rejection::CardNotFrozen);
    if (is_blank(unfreeze.reason)) return failed(Rejection::ReasonMissing);
    return Event{envelope(card_.issue->currency),
                 CardUnfrozen{unfreeze.reason, unfreeze.operator_name}};
  }

 private:
  [[nodiscard]] static Refusal refuse_amount(Amount amount, Amount merchants_limit) {
    if (!amount.is_positive()) return Rejection::AmountNotPositive;
    if (amount > ceiling_of(merchants_limit)) return Rejection::AmountAboveCeiling;
    return std::nullopt;
  }

  [[nodiscard]] Refusal refuse_card(Currency asked) const {
    if (asked != context_.limits.currency) return Rejection::CurrencyUnsupported;
    if (!card_.is_known()) return Rejection::CardUnknown;
    if (asked != card_.issue->currency) return Rejection::CurrencyMismatch;
    return std::nullopt;
  }

  /// The right to take a purchase back is its origin's, and head office's once it renounced it or its
  /// closed log's end is proven: never two's.
  [[nodiscard]] Refusal refuse_refund_right(EventId original, const Redemption& purchase) const {
    const bool is_ended = context_.proven_ends.contains(original.origin);
    if (is_ended && context_.origin.is_head_office()) return std::nullopt;
    if (purchase.is_renounced) {
      if (context_.origin.is_head_office()) return std::nullopt;
      return Rejection::OriginalRenounced;
    }
    if (original.origin != context_.origin) return Rejection::OriginalElsewhere;
    return std::nullopt;
  }

  /// Who overrides by hand draws on what managers were granted, and on nothing else.
  [[nodiscard]] Policy policy_for(const Redeem& redeem) const {
    Policy policy = context_.policy;
    if (!redeem.manager.empty()) policy.beyond_rights_by = StandInKind::Manager;
    return policy;
  }

  /// What managers were granted is there for nobody else.
  [[nodiscard]] std::optional<AllowanceOnHand> allowance_for(const Redeem& redeem) const {
    const bool is_managers = context_.allowance && context_.allowance->kind == StandInKind::Manager;
    if (is_managers && redeem.manager.empty()) return std::nullopt;
    return context_.allowance;
  }

  [[nodiscard]] PurchaseView view_of(const Redeem& redeem) const {
    // Rights are never negative in a sound log; a broken one must not stop the shop.
    const Amount own_rights = std::max(Amount(), card_.rights_of(context_.origin));
    const bool is_cut_off = context_.knowledge.cut_off_for > Millis();
    return {card_.available(),
            own_rights,
            redeem.money.amount,
            redeem.partial,
            is_cut_off ? Line::CutOff : Line::Connected,
            allowance_for(redeem)};
  }

  /// The part of a purchase beyond rights that reversals have not repaid yet; they repay it first.
  [[nodiscard]] static Amount unpaid_beyond_rights(const Redemption& redemption) {
    return std::max(Amount(), redemption.beyond_rights - redemption.reversed);
  }

  [[nodiscard]] Envelope envelope(Currency currency) const {
    Envelope envelope;
    envelope.card = command_.card;
    envelope.currency = currency;
    envelope.hlc = context_.hlc;
    envelope.raw_clock = context_.raw_clock;
    envelope.request = command_.request;
    envelope.policy_version = context_.policy.version;
    return envelope;
  }

  const CardState& card_;
  const Command& command_;
  const DecisionContext& context_;
};

}  // namespace

Result<Decision, Rejection> decide(const CardState& card, const Command& command,
                                   const PriorEvent& prior, const DecisionContext& context) {
  if (prior) {
    if (!has_same_content(command, prior->event)) return failed(Rejection::RequestIdReused);
    return Decision{{}, prior};
  }
  Outcome outcome = std::visit(Counter(card, command, context), command.body);
  if (!outcome) return failed(outcome.error());
  Decision decision;
  decision.events.push_back(std::move(outcome).value());
  return decision;
}

}  // namespace perk

// Whether a request is the one that was answered before: what was asked is compared with what was
// recorded, so that nothing but the event itself has to be kept.
#include "ledger/decider.h"
#include "ledger/sealed_reason.h"

namespace perk {
namespace {

/// Compares a command's body with the event it would have led to.
class Comparison {
 public:
  explicit Comparison(const Event& event) : event_(event), envelope_(event.envelope) {}

  bool operator()(const IssueCard& issue) const {
    return is(CardIssued{issue.last_four, issue.programme, issue.number_key_version}) &&
           envelope_.currency == issue.currency;
  }
  bool operator()(const LoadValue& load) const {
    return is(ValueLoaded{load.tender}) && moves(load.money);
  }
  bool operator()(const Redeem& redeem) const {
    // What was approved, and why, is the answer; only what was asked must agree.
    const auto* redeemed = std::get_if<ValueRedeemed>(&event_.body);
    return redeemed != nullptr && redeemed->requested == redeem.money.amount &&
           redeemed->partial == redeem.partial && redeemed->manager == redeem.manager &&
           envelope_.currency == redeem.money.currency;
  }
  bool operator()(const ReverseRedemption& reverse) const {
    return is(RedemptionReversed{reverse.reason}) && moves(reverse.money) &&
           envelope_.original == reverse.original;
  }
  bool operator()(const FreezeCard& freeze) const { return is_said<CardFrozen>(freeze); }
  bool operator()(const UnfreezeCard& unfreeze) const { return is_said<CardUnfrozen>(unfreeze); }
  bool operator()(const PlaceHold& place) const {
    return is(HoldPlaced{place.expires_at}) && envelope_.held_effect == place.money.amount &&
           envelope_.currency == place.money.currency;
  }
  bool operator()(const CaptureHold& capture) const {
    return is(HoldCaptured{capture.tip, capture.rest}) && takes(capture.money) &&
           envelope_.original == capture.hold;
  }
  bool operator()(const ReleaseHold& release) const {
    return is(HoldReleased{}) && envelope_.original == release.hold;
  }
  bool operator()(const ReverseLoad& reverse) const {
    return is(LoadReversed{}) && takes(reverse.money) && envelope_.original == reverse.original;
  }
  bool operator()(const ChargeBack& back) const {
    return is_said<ChargedBack>(back) && takes(back.money) && envelope_.original == back.original;
  }
  bool operator()(const AdjustBalance& adjust) const {
    return is_said<BalanceAdjusted>(adjust) && moves(adjust.money);
  }

 private:
  template <typename Body>
  [[nodiscard]] bool is(const Body& body) const {
    const auto* recorded = std::get_if<Body>(&event_.body);
    return recorded != nullptr && *recorded == body;
  }
  /// Of what an operator says, and why.
  template <typename Body, typename Asked>
  [[nodiscard]] bool is_said(const Asked& asked) const {
    const auto* recorded = std::get_if<Body>(&event_.body);
    return recorded != nullptr && recorded->operator_name == asked.operator_name &&
           may_be_same_reason(recorded->reason, asked.reason);
  }
  [[nodiscard]] bool moves(const Money& money) const {
    return envelope_.value_effect == money.amount && envelope_.currency == money.currency;
  }
  [[nodiscard]] bool takes(const Money& money) const {
    return envelope_.value_effect == -money.amount && envelope_.currency == money.currency;
  }

  const Event& event_;
  const Envelope& envelope_;
};

}  // namespace

bool has_same_content(const Command& command, const Event& event) {
  return event.envelope.card == command.card && std::visit(Comparison(event), command.body);
}

}  // namespace perk

// What may be folded: FORMAT.md's table of signs, type by type, and the bounds that hold for all.
#include <algorithm>

#include "ledger/closed_log.h"
#include "ledger/event.h"

namespace perk {
namespace {

bool is_bounded(Amount amount) { return amount <= kEventAmountMax && amount >= -kEventAmountMax; }

bool all_bounded(const Envelope& envelope) {
  const auto& named = envelope.named_rights;
  return is_bounded(envelope.value_effect) && is_bounded(envelope.held_effect) &&
         is_bounded(envelope.own_rights_effect) && is_bounded(envelope.reserve_effect) &&
         is_bounded(envelope.allowance_drawn) &&
         std::all_of(named.begin(), named.end(),
                     [](const NamedRightsEffect& effect) { return is_bounded(effect.amount); });
}

bool moves_anything(const Envelope& envelope) {
  return !envelope.value_effect.is_zero() || !envelope.held_effect.is_zero() ||
         !envelope.own_rights_effect.is_zero() || !envelope.reserve_effect.is_zero() ||
         !envelope.allowance_drawn.is_zero() || !envelope.named_rights.empty();
}

/// Every cent of available value is somebody's right.
bool rights_follow_value(const Envelope& envelope) {
  Amount rights = envelope.own_rights_effect + envelope.reserve_effect;
  for (const NamedRightsEffect& effect : envelope.named_rights) rights += effect.amount;
  return rights == envelope.value_effect - envelope.held_effect;
}

bool nothing_grows(const Envelope& e) {
  return !e.value_effect.is_positive() && !e.own_rights_effect.is_positive() &&
         !e.reserve_effect.is_positive();
}

bool nothing_shrinks(const Envelope& e) {
  return !e.value_effect.is_negative() && !e.own_rights_effect.is_negative() &&
         !e.reserve_effect.is_negative();
}

/// Only the card's balance, the writer's rights and the reserve: no holds, nobody else's rights.
bool moves_only_its_own(const Envelope& envelope) {
  return envelope.held_effect.is_zero() && envelope.named_rights.empty();
}

/// All of a card number that may be kept, and nothing else.
bool is_last_four(const std::string& text) {
  return text.size() == 4 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// An amount told in a body: bounded like those of the envelope, and never below zero.
bool is_sound_part(Amount amount) { return !amount.is_negative() && is_bounded(amount); }
bool is_sound_whole(Amount amount) { return amount.is_positive() && is_bounded(amount); }

/// Whether the envelope does what FORMAT.md's table lets an event of this type do: a load that takes
/// value away, or a purchase that gives its writer rights, is forged or broken. Nothing is known of
/// unknown types. rights_follow_value() holds besides, so that one sign often settles the others.
class TypeRules {
 public:
  explicit TypeRules(const Envelope& envelope) : e_(envelope) {}

  bool operator()(const CardIssued& issued) const {
    return is_still() && is_last_four(issued.last_four);
  }
  bool operator()(const ValueLoaded&) const {
    return is_of_card() && moves_only_its_own(e_) && nothing_shrinks(e_) &&
           e_.reserve_effect.is_zero() && draws_nothing();
  }
  bool operator()(const ValueRedeemed&) const {
    return is_of_card() && moves_only_its_own(e_) && nothing_grows(e_) &&
           !e_.allowance_drawn.is_negative();
  }
  bool operator()(const RedemptionReversed&) const {
    return is_of_card() && moves_only_its_own(e_) && nothing_shrinks(e_) && draws_nothing() &&
           e_.original.has_value();
  }
  bool operator()(const CardFrozen&) const { return is_still(); }
  bool operator()(const CardUnfrozen&) const { return is_still(); }

  bool operator()(const RightsReleased&) const {
    return is_of_card() && moves_only_its_own(e_) && draws_nothing() && e_.value_effect.is_zero() &&
           e_.reserve_effect.is_positive();
  }
  bool operator()(const RightsGranted&) const {
    return moves_named_rights() && e_.reserve_effect.is_negative();
  }
  bool operator()(const RightsReturnedByDecision&) const {
    return moves_named_rights() && e_.reserve_effect.is_positive();
  }

  bool operator()(const StandInGranted& granted) const {
    return names_allowance() && !e_.card && granted.incarnation.is_incarnation() &&
           is_sound_whole(granted.amount) && is_sound_whole(granted.per_card_cap) &&
           is_sound_whole(granted.per_purchase_cap);
  }
  bool operator()(const StandInReplenished& more) const {
    return names_allowance() && more.incarnation.is_incarnation() && is_sound_part(more.amount) &&
           is_sound_part(more.card_amount) && is_of_card() == more.card_amount.is_positive() &&
           (more.amount.is_positive() || more.card_amount.is_positive());
  }
  bool operator()(const AllowanceLapsed& lapsed) const {
    return names_allowance() && !e_.card && is_sound_part(lapsed.left);
  }

  bool operator()(const OverdraftOpened& opened) const {
    return moves_value_of_the_reserve() && e_.value_effect.is_positive() &&
           opened.owner != Origin();
  }
  bool operator()(const OverdraftRecovered&) const {
    return moves_value_of_the_reserve() && e_.value_effect.is_negative() && e_.original.has_value();
  }
  bool operator()(const OverdraftWrittenOff& off) const {
    return is_still() && !e_.currency.is_none() && is_sound_whole(off.amount) &&
           e_.original.has_value();
  }
  bool operator()(const RefundRightRenounced&) const {
    return is_still() && e_.original.has_value();
  }
  /// Version 1 is what every store has before any policy is set.
  bool operator()(const PolicySet&) const {
    return is_about_nothing() && e_.policy_version > PolicyVersion(1);
  }
  bool operator()(const IncarnationClosed& closed) const {
    return is_about_nothing() && closed.incarnation.is_incarnation();
  }
  bool operator()(const ClosedLogEventRecorded& wrapped) const {
    return is_sound_wrap(e_, wrapped);
  }
  bool operator()(const EpochBegun& begun) const {
    return is_about_nothing() && begun.epoch > begun.previous;
  }
  bool operator()(const LogEndProven& proven) const {
    return is_about_nothing() && proven.incarnation.is_incarnation();
  }
  bool operator()(const HoldPlaced&) const {
    return moves_held_value() && e_.value_effect.is_zero() && e_.held_effect.is_positive() &&
           e_.reserve_effect.is_zero();
  }
  /// No more is captured than ends of the hold, and no more is the staff's than is captured.
  bool operator()(const HoldCaptured& captured) const {
    return moves_held_value() && e_.value_effect.is_negative() &&
           e_.held_effect <= e_.value_effect && e_.reserve_effect.is_zero() &&
           e_.original.has_value() && is_sound_part(captured.tip) &&
           captured.tip <= -e_.value_effect;
  }
  bool operator()(const HoldReleased&) const { return gives_hold_back(); }
  bool operator()(const HoldLapsed&) const { return gives_hold_back(); }
  bool operator()(const LoadReversed&) const {
    return is_of_card() && moves_only_its_own(e_) && draws_nothing() &&
           e_.value_effect.is_negative() && e_.reserve_effect.is_zero() && e_.original.has_value();
  }
  bool operator()(const ChargedBack&) const {
    return moves_value_of_the_reserve() && e_.value_effect.is_negative() && e_.original.has_value();
  }
  bool operator()(const BalanceAdjusted&) const {
    return moves_value_of_the_reserve() && !e_.value_effect.is_zero();
  }
  bool operator()(const EpochSettled& settled) const {
    return is_about_nothing() && settled.epoch > Epoch(1);
  }
  bool operator()(const OperatorAdmitted& admitted) const {
    return is_about_nothing() && !admitted.name.empty();
  }
  bool operator()(const OperatorRoleChanged& changed) const {
    return is_about_nothing() && !changed.name.empty();
  }
  bool operator()(const OperatorDismissed& dismissed) const {
    return is_about_nothing() && !dismissed.name.empty();
  }
  bool operator()(const ApprovalLimitSet& limit) const {
    return names_at_most_an_amount() && e_.currency.is_none() == !limit.amount &&
           is_sound_part(limit.amount.value_or(Amount()));
  }
  bool operator()(const DecisionProposed& proposed) const {
    return names_at_most_an_amount() && !e_.currency.is_none() &&
           proposed.number > ProposalNumber() && is_sound_part(proposed.amount) &&
           !proposed.request.empty();
  }
  bool operator()(const DecisionSettled& settled) const {
    return is_about_nothing() && settled.number > ProposalNumber();
  }
  bool operator()(const StoreRevoked& revoked) const {
    return is_about_nothing() && revoked.store != StoreId();
  }
  bool operator()(const QuarantineSettled& settled) const {
    if (!is_about_nothing() || settled.event.seq == Seq()) return false;
    if (settled.verdict != QuarantineVerdict::Accepted) return true;
    const Event* const brought = settled.brought.get();
    return brought != nullptr && std::holds_alternative<ClosedLogEventRecorded>(brought->body) &&
           is_foldable(*brought);
  }
  bool operator()(const NumberKeyMade& made) const {
    return is_about_nothing() && made.version > 0 && !made.prefix.empty();
  }
  bool operator()(const ReasonErased&) const { return is_about_nothing(); }
  bool operator()(const LogKeyRotated& rotated) const {
    return is_about_nothing() && rotated.next != rotated.former;
  }
  bool operator()(const LogHandedIn& handed) const {
    return is_about_nothing() && handed.incarnation.is_incarnation() &&
           handed.through > handed.after;
  }
  bool operator()(const UnknownBody&) const { return true; }

 private:
  [[nodiscard]] bool is_of_card() const { return e_.card.has_value(); }
  [[nodiscard]] bool is_still() const { return is_of_card() && !moves_anything(e_); }
  /// Neither of a card nor of any amount, allowance or other event.
  [[nodiscard]] bool is_about_nothing() const {
    return names_at_most_an_amount() && e_.currency.is_none();
  }
  [[nodiscard]] bool names_at_most_an_amount() const {
    return !e_.card && !moves_anything(e_) && e_.allowance == AllowanceId() && !e_.original;
  }
  [[nodiscard]] bool draws_nothing() const { return e_.allowance_drawn.is_zero(); }
  /// Between the reserve and one incarnation, and nothing else.
  [[nodiscard]] bool moves_named_rights() const {
    return is_of_card() && draws_nothing() && e_.value_effect.is_zero() &&
           e_.held_effect.is_zero() && e_.own_rights_effect.is_zero() &&
           e_.named_rights.size() == 1 && e_.named_rights.front().incarnation.is_incarnation();
  }
  [[nodiscard]] bool names_allowance() const {
    return !moves_anything(e_) && e_.allowance != AllowanceId() && !e_.currency.is_none();
  }
  [[nodiscard]] bool moves_value_of_the_reserve() const {
    return is_of_card() && moves_only_its_own(e_) && draws_nothing() &&
           e_.own_rights_effect.is_zero();
  }
  /// Between what is held and the writer's rights; nobody else's.
  [[nodiscard]] bool moves_held_value() const {
    return is_of_card() && draws_nothing() && e_.named_rights.empty();
  }
  /// To the writer: its rights, or the reserve.
  [[nodiscard]] bool gives_hold_back() const {
    return moves_held_value() && e_.value_effect.is_zero() && e_.held_effect.is_negative() &&
           nothing_shrinks(e_) && e_.original.has_value();
  }

  const Envelope& e_;
};

}  // namespace

bool is_foldable(const Event& event) {
  const Envelope& envelope = event.envelope;
  if (!all_bounded(envelope) || !std::visit(TypeRules(envelope), event.body)) return false;
  const bool says_whose_money = envelope.card.has_value() && !envelope.currency.is_none();
  return (says_whose_money || !moves_anything(envelope)) && rights_follow_value(envelope);
}

}  // namespace perk

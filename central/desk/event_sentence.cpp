// Every type of event in a sentence of its own.
#include "central/desk/explanation.h"
#include "ledger/policy.h"

namespace perk::central {
namespace {

std::string because(const std::string& reason, const std::string& operator_name) {
  return ": " + reason + (operator_name.empty() ? "" : " (" + operator_name + ")");
}

class SentenceOf {
 public:
  SentenceOf(const Envelope& envelope, const std::string& where, const std::string& last_four)
      : envelope_(envelope), where_(where) {
    card_ = last_four.empty() ? "the card" : "the card ending " + last_four;
  }

  std::string operator()(const CardIssued&) const { return where_ + " issued " + card_; }
  std::string operator()(const ValueLoaded&) const {
    return where_ + " loaded " + money(envelope_.value_effect) + " on " + card_;
  }
  std::string operator()(const ValueRedeemed&) const {
    return where_ + " approved a purchase of " + money(-envelope_.value_effect) + " with " + card_;
  }
  std::string operator()(const RedemptionReversed&) const {
    return where_ + " took back " + money(envelope_.value_effect) + original(" of purchase ") +
           " with " + card_;
  }
  std::string operator()(const CardFrozen& frozen) const {
    return where_ + " froze " + card_ + because(frozen.reason, frozen.operator_name);
  }
  std::string operator()(const CardUnfrozen& unfrozen) const {
    return where_ + " lifted the freeze of " + card_ +
           because(unfrozen.reason, unfrozen.operator_name);
  }
  std::string operator()(const RightsReleased&) const {
    return where_ + " gave " + money(envelope_.reserve_effect) + " of its rights to spend " +
           card_ + " back to head office";
  }
  std::string operator()(const RightsGranted&) const {
    return where_ + " gave a store the right to spend " + money(-envelope_.reserve_effect) +
           " of " + card_;
  }
  std::string operator()(const RightsReturnedByDecision& returned) const {
    return where_ + " declared a lost store's rights to spend " + money(envelope_.reserve_effect) +
           " of " + card_ + " to be back" + because(returned.reason, returned.operator_name);
  }
  std::string operator()(const StandInGranted& granted) const {
    return where_ + " let a store approve " + money(granted.amount) +
           " beyond its rights (allowance " + allowance() + ")";
  }
  std::string operator()(const StandInReplenished& more) const {
    const Amount amount = envelope_.card ? more.card_amount : more.amount;
    return where_ + " gave " + money(amount) + " of allowance " + allowance() + " back" +
           (envelope_.card ? ", for " + card_ : "");
  }
  std::string operator()(const AllowanceLapsed& lapsed) const {
    return where_ + " let allowance " + allowance() + " lapse with " + money(lapsed.left) + " left";
  }
  std::string operator()(const OverdraftOpened& opened) const {
    return where_ + " found " + card_ + " overdrawn by " + money(envelope_.value_effect) +
           " (cause: " + std::string(cause_name(opened.cause)) + ")";
  }
  std::string operator()(const OverdraftRecovered&) const {
    return card_at_start() + " paid " + money(-envelope_.value_effect) + original(" of overdraft ");
  }
  std::string operator()(const OverdraftWrittenOff& off) const {
    return where_ + " wrote " + money(off.amount) + original(" of overdraft ") + " off" +
           because(off.reason, off.operator_name);
  }
  std::string operator()(const RefundRightRenounced&) const {
    return where_ + " left it to head office to take" + original(" purchase ") + " back";
  }
  std::string operator()(const PolicySet& set) const {
    return where_ + " set policy " + std::string(policy_name(set.kind)) + " for " +
           (set.store == StoreId() ? "every store" : "store " + std::to_string(set.store.value())) +
           " as version " + std::to_string(envelope_.policy_version.value()) +
           (set.operator_name.empty() ? "" : " (" + set.operator_name + ")");
  }
  std::string operator()(const HoldPlaced&) const {
    return where_ + " set " + money(envelope_.held_effect) + " of " + card_ + " aside";
  }
  std::string operator()(const HoldCaptured& captured) const {
    return where_ + " took " + money(-envelope_.value_effect) + original(" of hold ") + " on " +
           card_ + (captured.tip.is_zero() ? "" : ", with a tip of " + money(captured.tip));
  }
  std::string operator()(const HoldReleased&) const {
    return where_ + " gave " + money(-envelope_.held_effect) + original(" of hold ") + " on " +
           card_ + " back";
  }
  std::string operator()(const HoldLapsed&) const {
    return where_ + " let " + money(-envelope_.held_effect) + original(" of hold ") + " on " +
           card_ + " lapse";
  }
  std::string operator()(const LoadReversed&) const {
    return where_ + " paid " + money(-envelope_.value_effect) + original(" of load ") + " on " +
           card_ + " back";
  }
  std::string operator()(const ChargedBack& back) const {
    return where_ + " was charged back " + money(-envelope_.value_effect) + original(" of load ") +
           " on " + card_ + because(back.reason, back.operator_name);
  }
  std::string operator()(const BalanceAdjusted& adjusted) const {
    const bool is_up = envelope_.value_effect.is_positive();
    return where_ + (is_up ? " added " : " took ") +
           money(is_up ? envelope_.value_effect : -envelope_.value_effect) +
           (is_up ? " to " : " off ") + card_ + because(adjusted.reason, adjusted.operator_name);
  }
  std::string operator()(const ReasonErased& erased) const {
    return where_ + " erased what a reason says" + because(erased.reason, erased.operator_name);
  }
  std::string operator()(const UnknownBody& body) const {
    return where_ + " wrote an event of type " + std::to_string(body.type) +
           ", which is newer than this head office: it counts by its envelope";
  }
  /// What has no sentence of its own is told by its name.
  template <typename Other>
  std::string operator()(const Other& other) const {
    return where_ + " wrote a " + type_name(EventBody(other)) + " about " +
           (envelope_.card ? card_ : "no card");
  }

 private:
  [[nodiscard]] std::string money(Amount amount) const {
    return to_string(Money{amount, envelope_.currency});
  }
  [[nodiscard]] std::string allowance() const {
    return std::to_string(envelope_.allowance.value());
  }
  [[nodiscard]] std::string original(const std::string& before) const {
    return envelope_.original ? before + to_string(*envelope_.original) : "";
  }
  [[nodiscard]] std::string card_at_start() const { return "T" + card_.substr(1); }

  const Envelope& envelope_;
  const std::string& where_;
  std::string card_;
};

}  // namespace

std::string sentence_of(const RecordedEvent& recorded, const std::string& where,
                        const std::string& last_four) {
  const SentenceOf sentence(recorded.event.envelope, where, last_four);
  return shown(std::visit(sentence, recorded.event.body)) + ".";
}

}  // namespace perk::central

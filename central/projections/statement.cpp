// Projection `statement`: a line for each event of a card, with what a person asks about it.
#include "central/projections/projection.h"
#include "ledger/closed_log.h"

namespace perk::central {
namespace {

std::string_view tender_name(Tender tender) {
  switch (tender) {
    case Tender::Cash:
      return "cash";
    case Tender::Card:
      return "card";
    case Tender::Complimentary:
      return "complimentary";
    case Tender::Unspecified:
      break;
  }
  return "";
}

std::string_view reversal_name(ReversalReason reason) {
  switch (reason) {
    case ReversalReason::Void:
      return "void";
    case ReversalReason::Refund:
      return "refund";
    case ReversalReason::DoubleAnswer:
      return "double answer";
    case ReversalReason::Unspecified:
      break;
  }
  return "reversal";
}

std::string by_operator(const std::string& reason, const std::string& operator_name) {
  return operator_name.empty() ? reason : reason + " (" + operator_name + ")";
}

class NoteOf {
 public:
  explicit NoteOf(const Fact& fact)
      : envelope_(fact.recorded.event.envelope), is_counted_(fact.is_counted) {}

  std::string operator()(const CardIssued& issued) const {
    return "number ends in " + issued.last_four;
  }
  std::string operator()(const ValueLoaded& loaded) const {
    return std::string(tender_name(loaded.tender));
  }
  std::string operator()(const ValueRedeemed& redeemed) const {
    std::string note;
    if (redeemed.requested > -envelope_.value_effect)
      note = "in part, of " + to_string(Money{redeemed.requested, envelope_.currency});
    if (redeemed.manager.empty()) return note;
    return note + (note.empty() ? "" : ", ") + "overridden by " + redeemed.manager;
  }
  std::string operator()(const RedemptionReversed& reversed) const {
    std::string note(reversal_name(reversed.reason));
    return envelope_.original ? note + " of " + to_string(*envelope_.original) : note;
  }
  std::string operator()(const CardFrozen& frozen) const {
    return by_operator(frozen.reason, frozen.operator_name);
  }
  std::string operator()(const CardUnfrozen& unfrozen) const {
    return by_operator(unfrozen.reason, unfrozen.operator_name);
  }
  std::string operator()(const RightsReturnedByDecision& returned) const {
    return by_operator(returned.reason, returned.operator_name);
  }
  std::string operator()(const OverdraftOpened& opened) const {
    return std::string(cause_name(opened.cause));
  }
  std::string operator()(const OverdraftWrittenOff& off) const {
    return to_string(Money{off.amount, envelope_.currency}) + ", " +
           by_operator(off.reason, off.operator_name);
  }
  std::string operator()(const HoldPlaced&) const {
    return to_string(Money{envelope_.held_effect, envelope_.currency}) + " set aside";
  }
  std::string operator()(const HoldCaptured& captured) const {
    if (captured.tip.is_zero()) return of_original();
    return of_original() + ", tip " + to_string(Money{captured.tip, envelope_.currency});
  }
  std::string operator()(const HoldReleased&) const { return given_back(); }
  std::string operator()(const HoldLapsed&) const { return given_back(); }
  std::string operator()(const LoadReversed&) const { return of_original(); }
  std::string operator()(const ChargedBack& back) const {
    return of_original() + ", " + by_operator(back.reason, back.operator_name);
  }
  std::string operator()(const BalanceAdjusted& adjusted) const {
    return by_operator(adjusted.reason, adjusted.operator_name);
  }
  std::string operator()(const ClosedLogEventRecorded& wrapped) const {
    const ClosedLogEventRecorded& counted = innermost(wrapped);
    return type_name(counted.event.get()->body) + " " + to_string(counted.name) +
           " of a closed log" + (is_counted_ ? ", brought again: counted before" : "");
  }
  std::string operator()(const UnknownBody&) const {
    return "of a newer version: counted by its envelope";
  }
  /// The line's type and amount say it all.
  template <typename Other>
  std::string operator()(const Other&) const {
    return "";
  }

 private:
  [[nodiscard]] std::string of_original() const {
    return envelope_.original ? "of " + to_string(*envelope_.original) : "";
  }
  [[nodiscard]] std::string given_back() const {
    return to_string(Money{-envelope_.held_effect, envelope_.currency}) + " " + of_original() +
           " given back";
  }

  const Envelope& envelope_;
  const bool is_counted_;
};

Millis cut_off_for(const EventBody& body) {
  const auto* redeemed = std::get_if<ValueRedeemed>(&body);
  return redeemed == nullptr ? Millis() : redeemed->knowledge.cut_off_for;
}

}  // namespace

StatementRow statement_line(Amount balance_before, const Fact& fact) {
  const Event& event = fact.recorded.event;
  StatementRow line;
  line.card = event.envelope.card.value_or(CardId());
  line.position = fact.position;
  line.event = fact.recorded.id;
  line.store = fact.store;
  line.type = type_name(event.body);
  line.value_effect = fact.is_counted ? Amount() : event.envelope.value_effect;
  line.balance_after = balance_before + line.value_effect;
  line.happened = event.envelope.hlc;
  line.recorded = fact.recorded_at;
  if (event.envelope.request) line.terminal = event.envelope.request->terminal;
  line.cut_off_for = cut_off_for(event.body);
  line.note = shown(std::visit(NoteOf(fact), event.body));
  return line;
}

}  // namespace perk::central

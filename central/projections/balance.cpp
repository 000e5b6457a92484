// Projection `balance`. Nets are enough here, where the card itself (ledger/card.h) keeps growing
// totals: a row gets each event once.
#include <tuple>

#include "central/projections/projection.h"
#include "ledger/closed_log.h"

namespace perk::central {
namespace {

class BalanceFold {
 public:
  BalanceFold(BalanceRow& row, const Fact& fact)
      : BalanceFold(row, fact.recorded.id, fact.recorded.event.envelope) {}
  BalanceFold(BalanceRow& row, const EventId& id, const Envelope& envelope)
      : row_(row), id_(id), envelope_(envelope) {}

  void operator()(const CardIssued& issued) {
    const bool is_first = row_.issued_by.seq == Seq() ||
                          std::tie(envelope_.hlc, id_) < std::tie(row_.issued_at, row_.issued_by);
    if (!is_first) return;
    row_.issued_at = envelope_.hlc;
    row_.issued_by = id_;
    row_.last_four = shown(issued.last_four);
    row_.currency = envelope_.currency;
  }
  void operator()(const ValueLoaded&) { row_.loaded += envelope_.value_effect; }
  void operator()(const ValueRedeemed&) { row_.redeemed -= envelope_.value_effect; }
  void operator()(const HoldCaptured&) { row_.redeemed -= envelope_.value_effect; }
  void operator()(const RedemptionReversed&) { row_.reversed += envelope_.value_effect; }
  void operator()(const CardFrozen& frozen) { hear_freeze(true, frozen.reason); }
  void operator()(const CardUnfrozen& unfrozen) { hear_freeze(false, unfrozen.reason); }
  /// Its totals, and its issue, are those of the event that it brings.
  void operator()(const ClosedLogEventRecorded& wrapped) {
    const ClosedLogEventRecorded& counted = innermost(wrapped);
    const Event& event = *counted.event.get();  // What is not foldable has become poison.
    std::visit(BalanceFold(row_, counted.name, event.envelope), event.body);
  }
  // Nothing but what their envelopes moved: rights, allowances, holds, overdrafts, what
  // left the card by no purchase, newer types.
  template <typename Other>
  void operator()(const Other&) {}

 private:
  /// Only head office's word counts, and of its words the last.
  void hear_freeze(bool is_frozen, const std::string& reason) {
    if (!id_.origin.is_head_office() || id_ <= row_.frozen_by) return;
    row_.frozen_by = id_;
    row_.is_frozen = is_frozen;
    row_.freeze_reason = shown(reason);
  }

  BalanceRow& row_;
  const EventId id_;
  const Envelope& envelope_;
};

}  // namespace

void fold_balance(BalanceRow& row, const Fact& fact) {
  const Envelope& envelope = fact.recorded.event.envelope;
  row.last_position = fact.position;
  if (fact.is_counted) return;
  row.value += envelope.value_effect;
  row.held += envelope.held_effect;
  row.rights += envelope.own_rights_effect;
  row.reserve += envelope.reserve_effect;
  for (const NamedRightsEffect& effect : envelope.named_rights) row.rights += effect.amount;
  std::visit(BalanceFold(row, fact), fact.recorded.event.body);
}

}  // namespace perk::central

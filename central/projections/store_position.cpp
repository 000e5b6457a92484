// Projection `store_position`: what each store sold, loaded and took back, as heard so far.
#include <algorithm>

#include "central/projections/projection.h"
#include "ledger/closed_log.h"

namespace perk::central {
namespace {

void count_purchase(StorePositionRow& row, Amount amount, const Knowledge& knowledge) {
  row.sold += amount;
  ++row.purchases;
  if (knowledge.cut_off_for <= Millis()) return;
  row.sold_cut_off += amount;
  ++row.purchases_cut_off;
}

}  // namespace

void fold_store_position(StorePositionRow& row, const Fact& fact) {
  ++row.events;
  row.last_event = std::max(row.last_event, fact.recorded.event.envelope.hlc);
  if (fact.is_counted) return;
  // What it brings of a closed log is the same store's.
  const auto* wrapped = brought_by(fact);
  const Event& event = wrapped ? *innermost(*wrapped).event.get() : fact.recorded.event;
  const Amount effect = event.envelope.value_effect;
  if (const auto* redeemed = std::get_if<ValueRedeemed>(&event.body)) {
    count_purchase(row, -effect, redeemed->knowledge);
  } else if (std::holds_alternative<HoldCaptured>(event.body)) {
    count_purchase(row, -effect, {});
  } else if (std::holds_alternative<ValueLoaded>(event.body) ||
             std::holds_alternative<LoadReversed>(event.body)) {
    row.loaded += effect;
  } else if (std::holds_alternative<RedemptionReversed>(event.body)) {
    row.reversed += effect;
  }
}

void add_up(StorePositionRow& total, const StorePositionRow& part) {
  total.sold += part.sold;
  total.loaded += part.loaded;
  total.reversed += part.reversed;
  total.sold_cut_off += part.sold_cut_off;
  total.purchases += part.purchases;
  total.purchases_cut_off += part.purchases_cut_off;
  total.events += part.events;
  total.last_event = std::max(total.last_event, part.last_event);
}

}  // namespace perk::central

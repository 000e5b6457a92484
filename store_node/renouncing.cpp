#include "store_node/renouncing.h"

#include "ledger/rights.h"

namespace perk::store_node {

void Renouncing::go_on() {
  std::size_t left = kRenouncedAtOnce;
  for (const DoubleAnswer& twice : books_.double_sales.of_own(books_.logs)) {
    if (left == 0) return;
    const Answer& own = twice.second;
    const CardState& card = draft_.card(own.card);
    const auto purchase = card.redemptions.find(own.purchase);
    if (purchase == card.redemptions.end() || purchase->second.is_renounced) continue;
    const Stamp stamp = draft_.stamp(draft_.policy_of(card).version);
    auto renounced = renounce_refund_right(card, own.card, own.purchase, stamp);
    if (!renounced) continue;
    draft_.append(std::move(renounced).value());
    --left;
  }
}

}  // namespace perk::store_node

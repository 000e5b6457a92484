#include "ops/simulate/receipt_book.h"

#include <algorithm>

namespace perk::ops {

void ReceiptBook::keep(const sync::Receipt& receipt) {
  const bool is_known = std::find(receipts_.begin(), receipts_.end(), receipt) != receipts_.end();
  if (!is_known) receipts_.push_back(receipt);
  const bool is_later =
      !witness_ || witness_->incarnation != receipt.incarnation || witness_->seq < receipt.seq;
  if (is_later) witness_ = {receipt.store, receipt.incarnation, receipt.seq, hash_at(receipt)};
}

void ReceiptBook::covered(Origin incarnation, Seq through) {
  std::erase_if(receipts_, [&](const sync::Receipt& receipt) {
    return receipt.incarnation == incarnation && receipt.seq <= through;
  });
}

void ReceiptBook::handed_back(const store_node::HandBack& given,
                              const store_node::HandBackAnswer& answer) {
  const std::size_t judged = std::min(given.receipts.size(), answer.outcomes.size());
  for (std::size_t i = 0; i < judged; ++i)
    if (answer.outcomes[i] == store_node::HandBackOutcome::Covered)
      std::erase(receipts_, given.receipts[i]);
}

bool ReceiptBook::has_former(Origin present) const {
  return std::any_of(receipts_.begin(), receipts_.end(),
                     [&](const sync::Receipt& receipt) { return receipt.incarnation != present; });
}

}  // namespace perk::ops

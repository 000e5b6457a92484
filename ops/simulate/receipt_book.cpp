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

void ReceiptBook::handed_back(const std::vector<sync::Receipt>& receipts) {
  std::erase_if(receipts_, [&](const sync::Receipt& receipt) {
    return std::find(receipts.begin(), receipts.end(), receipt) != receipts.end();
  });
}

}  // namespace perk::ops

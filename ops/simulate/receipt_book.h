// The receipts a till keeps until head office holds what they prove, and the last head it was given.
// Pure; single-threaded.
#pragma once

#include <optional>
#include <vector>

#include "store_node/terminal/messages.h"

namespace perk::ops {

class ReceiptBook {
 public:
  void keep(const sync::Receipt& receipt);
  /// Head office holds the incarnation's log through there: those receipts have done their duty.
  void covered(Origin incarnation, Seq through);
  /// Only what head office holds is let go: whatever else the node has of it, it may yet lose.
  void handed_back(const store_node::HandBack& given, const store_node::HandBackAnswer& answer);
  /// Whether there are receipts of other logs than that one: what they prove may be lost.
  [[nodiscard]] bool has_former(Origin present) const;
  [[nodiscard]] const std::vector<sync::Receipt>& receipts() const { return receipts_; }
  [[nodiscard]] const std::optional<store_node::Witness>& witness() const { return witness_; }

 private:
  std::vector<sync::Receipt> receipts_;
  std::optional<store_node::Witness> witness_;
};

}  // namespace perk::ops

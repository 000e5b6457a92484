// Leaves to head office what a customer paid twice: of a purchase that is the second answer to its request
// (ledger/double_answers.h) this log renounces the refund right, once. What was renounced stands in the log,
// so that a restart renounces nothing twice. Lives within one group.
#pragma once

#include "store_node/draft.h"

namespace perk::store_node {

inline constexpr std::size_t kRenouncedAtOnce = 100;  ///< They share a commit with sales.

class Renouncing {
 public:
  Renouncing(const Books& books, Draft& draft) : books_(books), draft_(draft) {}

  void go_on();

 private:
  const Books& books_;
  Draft& draft_;
};

}  // namespace perk::store_node

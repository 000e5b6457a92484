// The card desk: what head office itself decides about cards. Freezes and unfreezes, once for each
// request id, however often it is asked; the same id for another card or another change is refused.
//
// Blocking; safe from any thread. Decides nothing by itself: ledger::decide does, on the card as its
// shard tells it, under the shard's lock.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

class CardDesk {
 public:
  explicit CardDesk(const DeskSurroundings& around) : around_(around) {}

  /// Durable on return. Faults: card_number_invalid, card_unknown, rejected (the refusal's name and
  /// sentence are in it), and those of fault_of().
  [[nodiscard]] DeskAnswer<FreezeReply> change(const FreezeRequest& request);

 private:
  [[nodiscard]] Result<Decision, Rejection> decide_on(const Command& command, const DeskView& view);
  void tell_growth(Shard shard);

  const DeskSurroundings& around_;
};

}  // namespace perk::central

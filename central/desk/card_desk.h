// The card desk: what head office itself decides about cards. Freezes and unfreezes, charge-backs and
// adjustments, once for each request id, however often it is asked; the same id for another card or another
// change is refused.
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

  /// As above, and amount_invalid if the amount is none of the chain's currency. What the cards' rights that
  /// are out do not cover of a charge-back the steward makes an overdraft.
  [[nodiscard]] DeskAnswer<BalanceChangeReply> charge_back(const ChargeBackRequest& request);
  /// Down, what the reserve lacks is first called home from connected holders, for two seconds at the most.
  [[nodiscard]] DeskAnswer<BalanceChangeReply> adjust(const AdjustRequest& request);

 private:
  /// For a request of any kind: `body` is what it asks.
  template <typename Request>
  [[nodiscard]] DeskAnswer<DecidedAppend> carry_out(const Request& request,
                                                    decltype(Command::body) body);
  [[nodiscard]] Result<Decision, Rejection> decide_on(const Command& command, const DeskView& view);
  void tell_growth(Shard shard);

  const DeskSurroundings& around_;
};

}  // namespace perk::central

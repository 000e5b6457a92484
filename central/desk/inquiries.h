// Questions about one card: its balance and its statement. Answers name the position they are folded
// through, its age, and the stores not heard from lately: what those sold since is not in them.
// Blocking; safe from any thread. Changes nothing.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

/// A store is "not heard from lately" after this long without a word, or when it is not connected.
inline constexpr Millis kUnheardAfter{5'000};

class Inquiries {
 public:
  explicit Inquiries(const DeskSurroundings& around) : around_(around) {}

  /// Faults: card_number_invalid, card_unknown, timeout (`at_least` was not reached in time).
  [[nodiscard]] DeskAnswer<BalanceReply> balance(const BalanceRequest& request);
  [[nodiscard]] DeskAnswer<StatementReply> statement(const StatementRequest& request);

 private:
  [[nodiscard]] DeskAnswer<BalanceReply> folded_balance(const CardId& card);
  [[nodiscard]] DeskAnswer<BalanceReply> balance_as_of(const CardId& card, WallTime then);
  /// What every answer says beside the amounts.
  [[nodiscard]] DeskAnswer<BalanceReply> framed(const CardId& card);
  [[nodiscard]] Stored<std::vector<StoreUnheard>> unheard();
  [[nodiscard]] Stored<WallTime> recorded_at(Shard shard, Position position);

  const DeskSurroundings& around_;
};

}  // namespace perk::central

// One shop of the comparison: a log of its own, what it has heard of each card, its allowance. It decides
// with the ledger's own decide() on nothing but that. A value: a copy of it is what a backup would be.
// Time is handed in; sends nothing itself (chain.h carries).
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "ledger/decider.h"
#include "ledger/rights.h"
#include "ledger/stand_in.h"
#include "ops/compare/heard_card.h"

namespace perk::compare {

/// What came of a purchase. Amounts are not negative; nothing was approved if they are zero.
struct Sale {
  Amount from_rights, beyond_rights;
  AllowanceId allowance;
  Amount allowance_drawn;
  std::optional<Rejection> refused;
  [[nodiscard]] Amount approved() const { return from_rights + beyond_rights; }
};

class Shop {
 public:
  Shop(Origin incarnation, Policy policy) : origin_(incarnation), policy_(policy) {}

  /// Hears what head office has of the card, through this position.
  void hear(const HeardCard& card, std::uint64_t through);
  /// Hears of its allowance.
  void hear(const RecordedEvent& of_allowance) { stand_in_.fold(of_allowance); }

  void load(const CardId& card, Amount amount, Millis now);
  [[nodiscard]] Sale sell(const CardId& card, Amount wanted, PartialApproval partial, Line line,
                          Millis now);
  /// What it would ask head office for before such a sale.
  [[nodiscard]] Amount short_of(const CardId& card, Amount wanted, Line line, Millis now) const;
  /// Gives up to `amount` of its rights back; none if it holds none.
  void release(const CardId& card, Amount amount, Millis now);

  /// What it wrote and head office has not heard.
  [[nodiscard]] std::vector<RecordedEvent> take_unsent() { return std::exchange(unsent_, {}); }
  [[nodiscard]] const std::vector<RecordedEvent>& unsent() const { return unsent_; }
  [[nodiscard]] Origin origin() const { return origin_; }
  [[nodiscard]] const CardState& card(const CardId& id) const;

  /// A defect for tests: forgets what it spent of this card, as from a snapshot with its own totals in.
  void forget_own_spending(const CardId& card);
  /// A defect for tests: takes its allowance to be unused.
  void forget_draws(const std::vector<RecordedEvent>& grants);

 private:
  struct Copy {
    CardState state;
    std::size_t heard = 0;  ///< Of head office's list of this card.
  };

  bool do_command(const CardId& card, decltype(Command::body) body, Line line, Millis now,
                  std::optional<Rejection>& refused);
  void append(const Event& event);
  [[nodiscard]] PurchaseView view_of(const CardId& card, Amount wanted, Line line,
                                     Millis now) const;
  [[nodiscard]] std::optional<AllowanceOnHand> allowance_for(const CardId& card, Millis now) const;
  [[nodiscard]] Amount own_rights(const CardId& card) const;

  Origin origin_;
  Policy policy_;
  std::map<CardId, Copy> cards_;
  StandIn stand_in_;
  Seq last_seq_;
  std::vector<RecordedEvent> unsent_;
};

}  // namespace perk::compare

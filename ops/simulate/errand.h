// What a customer wants at a till, and what the simulated customers know: whose card is where, and what
// was on it by the last receipt. Decides who comes next; asks nobody and waits for nothing. Chance comes
// from the generator handed in. Single-threaded.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "ledger/event.h"
#include "ops/simulate/chance.h"
#include "ops/simulate/trace.h"

namespace perk::ops {

/// One visit to a till with one card. Steps in this order; all but the purchase may be missing.
struct Errand {
  std::size_t card = 0;
  bool asks_balance = false;
  std::optional<Amount> top_up;
  Amount purchase;
  PartialApproval partial = PartialApproval::Refused;
  std::optional<Amount> regrets;  ///< Taken back again, of what was approved, at the same till.
};

struct Customs {
  std::uint64_t visitors_per_mille = 150;  ///< Customers who are not in their home store.
  std::uint64_t partial_per_mille = 50;    ///< Customers who take what the card still covers.
  std::uint64_t regrets_per_mille = 20;
  std::uint64_t asks_balance_per_mille = 50;
  std::uint64_t forgets_top_up_per_mille = 200;  ///< Low cards whose owner tries all the same.
  /// At a cut-off store, if cards are cloned: customers who are thieves.
  std::uint64_t thieves_per_mille = 150;
  Amount first_load{2'500};
};

class Customers {
 public:
  /// Cards at places `cards` and above are copied by thieves, `cloned` of them: their holders stay away.
  Customers(std::size_t cards, std::size_t cloned, std::size_t stores, const Customs& customs);

  [[nodiscard]] std::size_t home_of(std::size_t card) const { return card % stores_; }
  [[nodiscard]] std::size_t cards() const { return known_.size(); }
  [[nodiscard]] bool is_cloned(std::size_t card) const { return card >= honest_; }
  /// Somebody comes to a store with a card that is nowhere else now; none if all are busy.
  [[nodiscard]] std::optional<Errand> next_visit(std::size_t store, Random& chance);
  /// A thief comes, with a copy of a card of which others use other copies; none if no card is cloned.
  [[nodiscard]] std::optional<Errand> next_theft(Random& chance) const;
  /// A visit for a purchase of a trace.
  [[nodiscard]] Errand replay(const TracePurchase& purchase, Random& chance) const;
  /// The card is back in its owner's pocket.
  void went_home(std::size_t card) { is_out_[card] = false; }
  /// What the last receipt says is left.
  void read_receipt(std::size_t card, Amount remaining) { known_[card] = remaining; }

 private:
  [[nodiscard]] std::size_t draw_card(std::size_t store, Random& chance) const;
  void complete(Errand& errand, Random& chance) const;

  std::size_t honest_;
  std::size_t stores_;
  Customs customs_;
  std::vector<Amount> known_;
  std::vector<bool> is_out_;
  Zipf of_chain_, of_store_;
};

}  // namespace perk::ops

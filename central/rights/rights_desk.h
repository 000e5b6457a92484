// Where spending rights are given out of the reserve, debts are put on the record and paid, and a lost
// store's rights are declared back. Each is decided by the pure rules of the ledger on the card as its
// shard tells it, under the shard's lock. Blocking; safe from any thread.
#pragma once

#include <string>
#include <vector>

#include "central/rights/epoch_desk.h"
#include "central/rights/office_pen.h"
#include "ledger/overdraft.h"
#include "ledger/placement.h"

namespace perk::central {

/// A store's wish for rights that it lacks for a customer at its counter.
struct RightsWanted {
  Origin by;
  CardId card;
  Amount amount;  ///< Positive.
};

struct RightsGiven {
  Amount granted;  ///< Durably; not negative.
  bool is_card_usable = true;
  /// Who holds rights that would cover the rest, and how much each should give back.
  std::vector<RightsWish> holders;
};

/// What is done about an overdraft once it is on the record.
enum class DebtRule {
  Recover,  ///< The card's next loads pay it.
  Absorb,   ///< The chain bears it at once.
  Freeze,  ///< The card is frozen, for people to talk to its holder; its loads pay it all the same.
};

/// What is wrong with a card, as one look at it under the lock found it, and what was done.
struct DebtsSettled {
  Amount opened, recovered, absorbed;
  bool was_frozen = false;
  [[nodiscard]] bool has_changed() const {
    return opened.is_positive() || recovered.is_positive() || absorbed.is_positive() || was_frozen;
  }
};

class RightsDesk {
 public:
  /// `epochs`, if there is one, says whether anything may be granted or debited now: while it may not, nothing
  /// is done, and that is what is answered.
  RightsDesk(OfficePen& pen, PlacementKind placement, const EpochDesk* epochs = nullptr)
      : pen_(pen), epochs_(epochs), placement_(placement) {}

  [[nodiscard]] bool may_grant() const { return epochs_ == nullptr || epochs_->is_settled(); }

  /// Gives what the reserve has, at most what was wanted. Never more than the rules of placement allow.
  [[nodiscard]] Stored<RightsGiven> grant(const RightsWanted& wanted);

  /// Opens what the card was overspent by, and pays open overdrafts as far as its reserve has something.
  [[nodiscard]] Stored<DebtsSettled> settle_debts(const CardId& card, DebtRule rule);

  /// Declares what `incarnation` holds of the card to be back in the reserve; the amount. Zero if it
  /// holds nothing.
  [[nodiscard]] Stored<Amount> return_by_decision(
      const CardId& card, Origin incarnation, const std::string& reason,
      const std::string& operator_name, const std::optional<OperatorWord>& word = std::nullopt);

  /// The chain bears what is left of an overdraft; what it was, or why not.
  [[nodiscard]] Stored<Result<Amount, RightsRefusal>> write_off(
      const CardId& card, EventId opening, const std::string& reason,
      const std::string& operator_name, const std::optional<OperatorWord>& word = std::nullopt);

 private:
  OfficePen& pen_;
  const EpochDesk* const epochs_;
  const PlacementKind placement_;
};

}  // namespace perk::central

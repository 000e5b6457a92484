// What really happened, kept by somebody who knows no rights, no allowances and no logs: value put on
// each card, coffees drunk, and what shops were allowed. Sees everything at once, also what is not heard
// yet. It judges what the chain says and does; its arithmetic shares nothing with the ledger's. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/card.h"
#include "ledger/exposure.h"
#include "ops/compare/shop.h"

namespace perk::compare {

/// What one policy made of one story.
struct Verdict {
  Amount wanted, approved;                  ///< By honest customers.
  Amount wanted_cut_off, approved_cut_off;  ///< Of that, at shops that were cut off.
  Amount wrongly_declined;                  ///< Declined although the card's true value covered it.
  Amount overdraft;                         ///< Drunk beyond what was loaded, whoever drank it.
  Amount overdraft_from_rights;  ///< The part that shops approved from rights: must be zero.
  Amount most_of_one_card;       ///< The largest part of `overdraft` that one card had.
  Exposure exposure_peak = Exposure::known(Amount());  ///< The most that was ever shown.
  Amount copies;                        ///< What the copy that was put back could spend again.
  std::vector<std::string> violations;  ///< One sentence each; the first few.
};

class Judge {
 public:
  explicit Judge(std::size_t cards) : cards_(cards), unfound_(cards) {}

  void loaded(std::size_t card, Amount amount);
  enum class Who { Customer, Thief };
  void visited(std::size_t card, Amount wanted, const Sale& sale, bool at_cut_off, Who who);
  /// What head office wrote of allowances, and what a shop drew.
  void heard_of_allowance(const RecordedEvent& recorded);
  void drew(Origin incarnation, std::size_t card, const Sale& sale);
  /// A copy of this incarnation is in service: from now on it may spend again what the copy held.
  void copied(Origin incarnation, Amount held);

  /// Head office's view of a card has changed, or the card's truth has.
  void compare(std::size_t card, const CardState& office);
  /// What head office shows, after each step: all that it may still find must be within it.
  void shown(const Exposure& exposure);
  /// At the end, everything is heard: head office must know what the judge knows.
  void ended(std::size_t card, const CardState& office);

  [[nodiscard]] const Verdict& verdict() const { return verdict_; }

 private:
  struct Truth {
    Amount loaded, drunk, from_rights, overdraft;
    [[nodiscard]] Amount left() const { return loaded - drunk; }
  };
  struct Allowed {
    Amount may_draw, per_card;
    std::map<std::size_t, Amount> may_draw_of_card;
  };

  void drink(Truth& card, const Sale& sale);
  void object(const std::string& sentence);

  std::vector<Truth> cards_;
  std::vector<Amount> unfound_;  ///< Of each card: overdrawn in truth, beyond what is heard.
  Amount unfound_sum_;
  std::map<std::pair<Origin, AllowanceId>, Allowed> allowed_;
  std::set<Origin> copied_;
  Verdict verdict_;
};

}  // namespace perk::compare

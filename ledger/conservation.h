// Conservation of money: adds up what was loaded, redeemed and taken back, and what the cards hold, by
// two roads that share no arithmetic, and says whether they agree. Feed it every event once, in an
// order that is FIFO per origin. Single-threaded.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/books.h"
#include "ledger/card.h"

namespace perk {

/// The law of rights: reserve + rights of all origins = available.
[[nodiscard]] bool rights_cover_available(const CardState& card);

/// One sentence for each law that a card breaks: it holds what the books owe its holder (`owed`), and
/// rights cover what is available.
[[nodiscard]] std::vector<std::string> card_violations(const CardId& id, const CardState& card,
                                                       Amount owed);

/// loaded + reversed + covered + adjusted + unexplained = redeemed + unloaded + balances, in minor units of
/// one currency.
struct MoneyLine {
  Amount loaded, redeemed, reversed;
  Amount unexplained;  ///< Net effect of event types this version does not know.
  Amount balances;     ///< Sum over cards, overdrafts counted as negative.
  Amount overdrafts;  ///< Sum of what cards spent beyond what was loaded, opened as an overdraft or
                      ///< not yet; not negative.
  std::uint64_t cards_overdrawn = 0;
  Amount covered{};   ///< Put on cards by overdrafts opened, less what they paid back.
  Amount unloaded{};  ///< Loads that stores reversed, or that were charged back.
  Amount adjusted{};  ///< Put on cards by head office's hand, less what it took off them.
  [[nodiscard]] bool holds() const;
};

class ConservationChecker {
 public:
  /// An event that is not foldable is reported and counted nowhere.
  void add(const RecordedEvent& recorded);

  [[nodiscard]] MoneyLine money_line() const;
  /// Sum over all accounts; zero, or a defect.
  [[nodiscard]] Amount trial_balance() const { return books_.trial_balance(); }
  /// One sentence for each broken law; empty if all hold. Laws: every event is foldable and its postings
  /// sum to zero; the trial balance is zero; the money line holds; what stores took in and sold (tips are
  /// in it) is what cards were loaded with and paid; what is receivable is what cards owe of overdrafts;
  /// what was adjusted on cards is in the books; every card holds what the books owe its holder;
  /// reserve + rights = available on every card.
  [[nodiscard]] std::vector<std::string> violations() const;
  [[nodiscard]] const std::map<CardId, CardState>& cards() const { return cards_; }

 private:
  [[nodiscard]] std::vector<std::string> money_violations() const;

  Books books_;
  std::map<CardId, CardState> cards_;
  std::vector<std::string> unfoldable_;
};

}  // namespace perk

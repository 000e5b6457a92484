// The books: every account's total, added up from postings alone. What a card holds is not asked here,
// so that the two can be compared. Single-threaded.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/postings.h"

namespace perk {

class Books {
 public:
  /// Posts what one event posts. Postings that do not sum to zero are posted too, and reported.
  void post(const EventId& event, const std::vector<Posting>& postings);

  /// What is owed to a card's holder; negative if the holder overspent.
  [[nodiscard]] Amount owed_to(const CardId& card) const;
  /// Sum over the accounts of one kind; debits are positive.
  [[nodiscard]] Amount total_of(AccountKind kind) const;
  /// Sum over all accounts; zero, or a defect.
  [[nodiscard]] Amount trial_balance() const;
  /// One sentence for each event that does not balance, and one if the books do not.
  [[nodiscard]] std::vector<std::string> violations() const;

 private:
  std::map<Account, Amount> accounts_;
  std::vector<std::string> unbalanced_;
};

}  // namespace perk

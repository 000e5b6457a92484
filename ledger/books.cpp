#include "ledger/books.h"

namespace perk {

void Books::post(const EventId& event, const std::vector<Posting>& postings) {
  Amount sum;
  for (const Posting& posting : postings) {
    accounts_[posting.account] += posting.amount;
    sum += posting.amount;
  }
  if (sum.is_zero()) return;
  unbalanced_.push_back("The postings of event " + to_string(event) + " sum to " +
                        std::to_string(sum.minor()) + " instead of zero.");
}

Amount Books::owed_to(const CardId& card) const {
  const auto account = accounts_.find({AccountKind::Liability, card});
  return account == accounts_.end() ? Amount() : -account->second;
}

Amount Books::total_of(AccountKind kind) const {
  Amount total;
  for (const auto& [account, amount] : accounts_) {
    if (account.kind == kind) total += amount;
  }
  return total;
}

Amount Books::trial_balance() const {
  Amount sum;
  for (const auto& [account, amount] : accounts_) sum += amount;
  return sum;
}

std::vector<std::string> Books::violations() const {
  std::vector<std::string> broken = unbalanced_;
  if (const Amount sum = trial_balance(); !sum.is_zero()) {
    broken.push_back("The trial balance is " + std::to_string(sum.minor()) + " instead of zero.");
  }
  return broken;
}

}  // namespace perk

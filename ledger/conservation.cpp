#include "ledger/conservation.h"

namespace perk {
namespace {

using Sentences = std::vector<std::string>;

std::string minor_text(Amount amount) { return std::to_string(amount.minor()); }

Amount sum_of(const std::vector<Posting>& postings) {
  Amount sum;
  for (const Posting& posting : postings) sum += posting.amount;
  return sum;
}

}  // namespace

bool rights_cover_available(const CardState& card) {
  return card.reserve() + card.rights_of_all() == card.available();
}

bool MoneyLine::holds() const { return loaded + reversed + unexplained == redeemed + balances; }

void ConservationChecker::add(const RecordedEvent& recorded) {
  if (!is_foldable(recorded.event)) {
    event_violations_.push_back(
        "Event " + to_string(recorded.id) + " (" + type_name(recorded.event.body) +
        ") cannot be folded: its amounts do not fit together. It is counted nowhere.");
    return;
  }
  const std::vector<Posting> postings = postings_of(recorded);
  for (const Posting& posting : postings) accounts_[posting.account] += posting.amount;
  if (const Amount sum = sum_of(postings); !sum.is_zero()) {
    event_violations_.push_back("Event " + to_string(recorded.id) + " posts " + minor_text(sum) +
                                " more than it takes from other accounts.");
  }
  if (recorded.event.envelope.card) evolve(cards_[*recorded.event.envelope.card], recorded);
}

Amount ConservationChecker::total_of(AccountKind kind) const {
  Amount total;
  for (const auto& [account, amount] : accounts_) {
    if (account.kind == kind) total += amount;
  }
  return total;
}

MoneyLine ConservationChecker::money_line() const {
  MoneyLine line;
  line.unexplained = total_of(AccountKind::Suspense);
  for (const auto& [id, card] : cards_) {
    line.loaded += card.loaded();
    line.redeemed += card.redeemed();
    line.reversed += card.reversed();
    const Amount balance = card.balance();
    line.balances += balance;
    if (!balance.is_negative()) continue;
    line.overdrafts -= balance;
    ++line.cards_overdrawn;
  }
  return line;
}

Amount ConservationChecker::trial_balance() const {
  Amount sum;
  for (const auto& [account, amount] : accounts_) sum += amount;
  return sum;
}

void ConservationChecker::check_books(Sentences& broken) const {
  const MoneyLine line = money_line();
  if (const Amount sum = trial_balance(); !sum.is_zero()) {
    broken.push_back("The trial balance is " + minor_text(sum) + " instead of zero.");
  }
  if (!line.holds()) {
    broken.push_back("The money line does not hold: loaded " + minor_text(line.loaded) +
                     " + reversed " + minor_text(line.reversed) + " + unexplained " +
                     minor_text(line.unexplained) + " is not redeemed " +
                     minor_text(line.redeemed) + " + balances " + minor_text(line.balances) + ".");
  }
  if (const Amount tender = total_of(AccountKind::Tender); tender != line.loaded) {
    broken.push_back("Stores took in " + minor_text(tender) + ", but cards were loaded with " +
                     minor_text(line.loaded) + ".");
  }
  if (const Amount revenue = -total_of(AccountKind::Revenue);
      revenue != line.redeemed - line.reversed) {
    broken.push_back("Stores sold " + minor_text(revenue) + ", but cards paid " +
                     minor_text(line.redeemed - line.reversed) + ".");
  }
}

void ConservationChecker::check_card(const CardId& id, const CardState& card,
                                     Sentences& broken) const {
  const auto account = accounts_.find({AccountKind::Liability, id});
  const Amount liability = account == accounts_.end() ? Amount() : account->second;
  if (liability != -card.balance()) {
    broken.push_back("Card " + to_hex(id) + " holds " + minor_text(card.balance()) +
                     ", but the books owe its holder " + minor_text(-liability) + ".");
  }
  if (!rights_cover_available(card)) {
    broken.push_back("Card " + to_hex(id) + " has " + minor_text(card.available()) +
                     " available, but " + minor_text(card.rights_of_all()) + " of rights and " +
                     minor_text(card.reserve()) + " in reserve.");
  }
}

Sentences ConservationChecker::violations() const {
  Sentences broken = event_violations_;
  check_books(broken);
  for (const auto& [id, card] : cards_) check_card(id, card, broken);
  return broken;
}

}  // namespace perk

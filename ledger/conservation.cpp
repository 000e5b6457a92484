#include "ledger/conservation.h"

#include <algorithm>

#include "ledger/closed_log.h"

namespace perk {
namespace {

using Sentences = std::vector<std::string>;

std::string minor_text(Amount amount) { return std::to_string(amount.minor()); }

void append(Sentences& sentences, const Sentences& more) {
  sentences.insert(sentences.end(), more.begin(), more.end());
}

}  // namespace

bool rights_cover_available(const CardState& card) {
  return card.reserve() + card.rights_of_all() == card.available();
}

Sentences card_violations(const CardId& id, const CardState& card, Amount owed) {
  Sentences broken;
  if (owed != card.balance()) {
    broken.push_back("Card " + to_hex(id) + " holds " + minor_text(card.balance()) +
                     ", but the books owe its holder " + minor_text(owed) + ".");
  }
  if (!rights_cover_available(card)) {
    broken.push_back("Card " + to_hex(id) + " has " + minor_text(card.available()) +
                     " available, but " + minor_text(card.rights_of_all()) + " of rights and " +
                     minor_text(card.reserve()) + " in reserve.");
  }
  return broken;
}

bool MoneyLine::holds() const {
  return loaded + reversed + covered + adjusted + unexplained == redeemed + unloaded + balances;
}

void ConservationChecker::add(const RecordedEvent& recorded) {
  if (!is_foldable(recorded.event)) {
    unfoldable_.push_back(
        "Event " + to_string(recorded.id) + " (" + type_name(recorded.event.body) +
        ") cannot be folded: its amounts do not fit together. It is counted nowhere.");
    return;
  }
  const auto& card = recorded.event.envelope.card;
  const bool is_repeat = card && is_counted(cards_[*card], recorded.event);
  if (!is_repeat) books_.post(recorded.id, postings_of(recorded));
  if (card) evolve(cards_[*card], recorded);
}

MoneyLine ConservationChecker::money_line() const {
  MoneyLine line;
  line.unexplained = books_.total_of(AccountKind::Suspense);
  for (const auto& [id, card] : cards_) {
    line.loaded += card.loaded();
    line.redeemed += card.redeemed();
    line.reversed += card.reversed();
    const Amount balance = card.balance();
    line.balances += balance;
    line.covered += card.covered();
    line.unloaded += card.unloaded();
    line.adjusted += card.adjusted();
    const Amount overdraft = card.open_overdraft() - std::min(Amount(), balance);
    line.overdrafts += overdraft;
    if (overdraft.is_positive()) ++line.cards_overdrawn;
  }
  return line;
}

Sentences ConservationChecker::money_violations() const {
  Sentences broken;
  const MoneyLine line = money_line();
  if (!line.holds()) {
    broken.push_back("The money line does not hold: loaded " + minor_text(line.loaded) +
                     " + reversed " + minor_text(line.reversed) + " + covered " +
                     minor_text(line.covered) + " + adjusted " + minor_text(line.adjusted) +
                     " + unexplained " + minor_text(line.unexplained) + " is not redeemed " +
                     minor_text(line.redeemed) + " + unloaded " + minor_text(line.unloaded) +
                     " + balances " + minor_text(line.balances) + ".");
  }
  const Amount kept = line.loaded - line.unloaded;
  if (const Amount tender = books_.total_of(AccountKind::Tender); tender != kept) {
    broken.push_back("Stores took in " + minor_text(tender) + ", but cards were loaded with " +
                     minor_text(kept) + ".");
  }
  const Amount paid = line.redeemed - line.reversed;
  const Amount sold =
      -books_.total_of(AccountKind::Revenue) - books_.total_of(AccountKind::TipsPayable);
  if (sold != paid) {
    broken.push_back("Stores sold " + minor_text(sold) + ", but cards paid " + minor_text(paid) +
                     ".");
  }
  if (const Amount booked = books_.total_of(AccountKind::Adjustments); booked != line.adjusted) {
    broken.push_back("Head office booked adjustments of " + minor_text(booked) +
                     ", but cards were adjusted by " + minor_text(line.adjusted) + ".");
  }
  Amount owed;
  for (const auto& [id, card] : cards_) owed += card.open_overdraft();
  if (const Amount receivable = books_.total_of(AccountKind::OverdraftReceivable);
      receivable != owed) {
    broken.push_back("The books have " + minor_text(receivable) +
                     " of overdrafts to receive, but cards owe " + minor_text(owed) + ".");
  }
  return broken;
}

Sentences ConservationChecker::violations() const {
  Sentences broken = unfoldable_;
  append(broken, books_.violations());
  append(broken, money_violations());
  for (const auto& [id, card] : cards_)
    append(broken, card_violations(id, card, books_.owed_to(id)));
  return broken;
}

}  // namespace perk

#include "tests/model/truth.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk::model {

Amount Truth::OfCard::overspent() const {
  return std::max(Amount(), drunk + charged_back - loaded);
}

void Truth::loaded(const Fact& load) {
  cards_[*load.envelope().card].loaded += load.envelope().value_effect;
  digest_ += mixed(1, load.digest);
}

void Truth::unloaded(const Fact& reversal) {
  cards_[*reversal.envelope().card].loaded += reversal.envelope().value_effect;
  digest_ += mixed(4, reversal.digest);
}

void Truth::charged_back(const Fact& back) {
  cards_[*back.envelope().card].charged_back -= back.envelope().value_effect;
  digest_ += mixed(5, back.digest);
}

void Truth::drank(const Fact& purchase) {
  const Envelope& said = purchase.envelope();
  OfCard& card = cards_[*said.card];
  card.drunk -= said.value_effect;
  // What is taken of a hold took rights when it was set aside.
  const bool is_of_hold = said.held_effect.is_negative();
  card.from_rights -= is_of_hold ? said.value_effect : said.own_rights_effect;
  coffees_[purchase.id()].push_back(
      {purchase.digest, -said.value_effect, -said.reserve_effect, Amount()});
  if (said.allowance_drawn.is_positive()) {
    Draws& draws = draws_[{purchase.origin(), said.allowance}];
    draws.all += said.allowance_drawn;
    draws.of_card[*said.card] += said.allowance_drawn;
  }
  digest_ += mixed(2, purchase.digest);
}

/// What was approved beyond rights is paid back first, whatever the ledger says of it.
void Truth::handed_back(const Fact& reversal, const Fact* original) {
  const Envelope& said = reversal.envelope();
  paid_.insert(reversal.digest);
  Coffee& taken_back = coffee(*said.original, original);
  const Amount before = std::max(Amount(), taken_back.refunded - taken_back.beyond_rights);
  taken_back.refunded += said.value_effect;
  const Amount after = std::max(Amount(), taken_back.refunded - taken_back.beyond_rights);
  OfCard& card = cards_[*said.card];
  card.drunk -= said.value_effect;
  card.from_rights -= after - before;
  digest_ += mixed(3, reversal.digest);
  if (taken_back.refunded > taken_back.amount && !is_copied(said.original->origin))
    refunded_twice_ = "One coffee was paid back twice: " + reversal.text;
}

void Truth::copied(Origin life, Amount held) {
  copied_.insert(life);
  copied_more(life, held);
}

void Truth::copied_more(Origin life, Amount more) {
  copies_ += more;
  digest_ += mixed(life.value(), static_cast<std::uint64_t>(more.minor()));
}

void Truth::object(std::string sentence) {
  if (broken_promise_.empty()) broken_promise_ = std::move(sentence);
}

Truth::OfCard Truth::card(const CardId& id) const {
  const auto found = cards_.find(id);
  return found == cards_.end() ? OfCard{} : found->second;
}

Truth::Coffee& Truth::coffee(const EventId& id, const Fact* original) {
  std::vector<Coffee>& of_that_name = coffees_[id];
  PERK_CHECK(!of_that_name.empty(), "nobody can take back what nobody drank");
  for (Coffee& coffee : of_that_name) {
    if (original != nullptr && coffee.receipt == original->digest) return coffee;
  }
  return of_that_name.back();
}

}  // namespace perk::model

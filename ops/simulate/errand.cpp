#include "ops/simulate/errand.h"

#include <algorithm>
#include <array>

namespace perk::ops {
namespace {

/// A coffee, and now and then something to eat with it.
Amount draw_price(Random& chance) {
  constexpr std::array<std::int64_t, 8> kCoffees = {240, 280, 320, 350, 380, 420, 450, 490};
  constexpr std::array<std::int64_t, 4> kBakes = {220, 290, 360, 590};
  const std::int64_t coffee = kCoffees[chance.below(kCoffees.size())];
  return Amount(chance.chance(250) ? coffee + kBakes[chance.below(kBakes.size())] : coffee);
}

std::size_t home_cards(std::size_t cards, std::size_t stores, std::size_t store) {
  return cards / stores + (store < cards % stores ? 1 : 0);
}

constexpr int kDraws = 20;

}  // namespace

Customers::Customers(std::size_t cards, std::size_t cloned, std::size_t stores,
                     const Customs& customs)
    : honest_(cards),
      stores_(stores),
      customs_(customs),
      known_(cards + cloned),
      is_out_(cards + cloned, false),
      of_chain_(cards),
      of_store_(std::max<std::size_t>(1, home_cards(cards, stores, 0))) {}

std::size_t Customers::draw_card(std::size_t store, Random& chance) const {
  if (chance.chance(customs_.visitors_per_mille)) return of_chain_.pick(chance);
  const std::size_t card = of_store_.pick(chance) * stores_ + store;
  return card < honest_ ? card : of_chain_.pick(chance);
}

std::optional<Errand> Customers::next_visit(std::size_t store, Random& chance) {
  for (int draw = 0; draw < kDraws; ++draw) {
    Errand errand;
    errand.card = draw_card(store, chance);
    errand.purchase = draw_price(chance);
    complete(errand, chance);
    if (is_out_[errand.card]) continue;
    is_out_[errand.card] = true;
    return errand;
  }
  return std::nullopt;
}

std::optional<Errand> Customers::next_theft(Random& chance) const {
  if (honest_ == cards() || !chance.chance(customs_.thieves_per_mille)) return std::nullopt;
  Errand errand;
  errand.card = honest_ + chance.below(cards() - honest_);
  errand.purchase = draw_price(chance) + draw_price(chance);
  errand.partial = PartialApproval::Accepted;
  return errand;
}

Errand Customers::replay(const TracePurchase& purchase, Random& chance) const {
  Errand errand;
  errand.card = purchase.card;
  errand.purchase = purchase.amount;
  complete(errand, chance);
  errand.regrets.reset();  // What was really bought was kept.
  return errand;
}

void Customers::complete(Errand& errand, Random& chance) const {
  const bool is_low = known_[errand.card] < errand.purchase;
  const bool forgets = chance.chance(customs_.forgets_top_up_per_mille);
  if (is_low && !forgets)
    errand.top_up = std::max(customs_.first_load, errand.purchase + errand.purchase);
  if (chance.chance(is_low ? 500 : customs_.partial_per_mille))
    errand.partial = PartialApproval::Accepted;
  errand.asks_balance = chance.chance(customs_.asks_balance_per_mille);
  const bool regrets = chance.chance(customs_.regrets_per_mille);
  const bool wholly = chance.chance(700);
  if (regrets) errand.regrets = wholly ? errand.purchase : Amount(errand.purchase.minor() / 2);
}

}  // namespace perk::ops

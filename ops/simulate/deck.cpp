#include "ops/simulate/deck.h"

#include <algorithm>

#include "ledger/check.h"
#include "ops/random.h"

namespace perk::ops {
namespace {

constexpr std::size_t kPlaceDigits = 6;
constexpr std::size_t kChanceDigits = 3;

std::string digits(std::uint64_t value, std::size_t width) {
  const std::string text = std::to_string(value);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

Result<Done, std::string> check_deck(const Deck& deck) {
  const bool all_digits = std::all_of(deck.prefix.begin(), deck.prefix.end(),
                                      [](char c) { return c >= '0' && c <= '9'; });
  if (!all_digits || deck.prefix.size() < 4 || deck.prefix.size() > 8) {
    return failed("a card prefix is 4 to 8 digits, and '" + deck.prefix + "' is not");
  }
  return Done{};
}

std::size_t number_length(const Deck& deck) {
  return deck.prefix.size() + kPlaceDigits + kChanceDigits + 1;
}

CardNumber card_number(const Deck& deck, std::size_t place) {
  PERK_CHECK(place < kDeckCardsMax, "the deck has no such card");
  // Some digits of chance, so that numbers of one seed do not follow from each other by counting.
  Random chance(deck.seed * kDeckCardsMax + place);
  const auto number = CardNumber::with_check_digit(deck.prefix + digits(place, kPlaceDigits) +
                                                   digits(chance.below(1000), kChanceDigits));
  PERK_CHECK(number.has_value(), "the deck was checked");
  return *number;
}

}  // namespace perk::ops

// The simulator's cards: numbers with a right check digit, made from a seed. Card i of a seed and prefix
// is always the same number, so that a record can name cards by their place and keep no number. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/card_number.h"
#include "ledger/result.h"

namespace perk::ops {

struct Deck {
  std::uint64_t seed = 1;
  std::string prefix = "627550";  ///< 4 to 8 digits: the chain's number range.
  friend bool operator==(const Deck&, const Deck&) = default;
};

/// The most cards a deck can have: their places are six digits of the number.
inline constexpr std::size_t kDeckCardsMax = 1'000'000;

/// Digits of each of its numbers.
[[nodiscard]] std::size_t number_length(const Deck& deck);
[[nodiscard]] Result<Done, std::string> check_deck(const Deck& deck);
/// The number of the card at `place` (< kDeckCardsMax) of a deck that check_deck accepts. Unique in it.
[[nodiscard]] CardNumber card_number(const Deck& deck, std::size_t place);

}  // namespace perk::ops

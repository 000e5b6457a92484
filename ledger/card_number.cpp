#include "ledger/card_number.h"

#include <algorithm>
#include <utility>

namespace perk {
namespace {

// ISO/IEC 7812-1 allows up to 19 digits; fewer than 12 are too easy to guess.
constexpr std::size_t kDigitsMin = 12;
constexpr std::size_t kDigitsMax = 19;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_separator(char letter) { return letter == ' ' || letter == '-'; }
bool are_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

/// ISO/IEC 7812-1 annex B: from the right, every second digit of the payload is doubled, starting
/// with the first; the digits of all results are added up, and the check digit completes a ten.
char check_digit_of(std::string_view payload) {
  int sum = 0;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    const bool is_doubled = (payload.size() - i) % 2 == 1;
    const int value = (payload[i] - '0') * (is_doubled ? 2 : 1);
    sum += value / 10 + value % 10;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

}  // namespace

std::optional<CardNumber> CardNumber::parse(std::string_view digits) {
  if (digits.empty() || is_separator(digits.front()) || is_separator(digits.back()))
    return std::nullopt;
  std::string number(digits);
  std::erase_if(number, is_separator);
  if (number.size() < kDigitsMin || number.size() > kDigitsMax || !are_digits(number))
    return std::nullopt;
  if (check_digit_of(std::string_view(number).substr(0, number.size() - 1)) != number.back())
    return std::nullopt;
  return CardNumber(std::move(number));
}

std::optional<CardNumber> CardNumber::with_check_digit(std::string_view payload) {
  if (payload.size() + 1 < kDigitsMin || payload.size() + 1 > kDigitsMax) return std::nullopt;
  if (!are_digits(payload)) return std::nullopt;
  return CardNumber(std::string(payload) + check_digit_of(payload));
}

}  // namespace perk

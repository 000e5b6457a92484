#include "ledger/money.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk {
namespace {

bool is_capital(char letter) { return letter >= 'A' && letter <= 'Z'; }

struct MinorDigits {
  std::string_view code;
  int digits;
};

// ISO 4217 table A.1: the currencies whose minor unit is not a hundredth.
constexpr MinorDigits kUnusualMinorDigits[] = {
    {"BHD", 3}, {"BIF", 0}, {"CLF", 4}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"IQD", 3},
    {"ISK", 0}, {"JOD", 3}, {"JPY", 0}, {"KMF", 0}, {"KRW", 0}, {"KWD", 3}, {"LYD", 3},
    {"OMR", 3}, {"PYG", 0}, {"RWF", 0}, {"TND", 3}, {"UGX", 0}, {"UYI", 0}, {"UYW", 4},
    {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0},
};

}  // namespace

std::optional<Currency> Currency::from_code(std::string_view code) {
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), is_capital)) return std::nullopt;
  Currency currency;
  std::copy(code.begin(), code.end(), currency.letters_.begin());
  return currency;
}

std::string_view Currency::code() const {
  return is_none() ? std::string_view() : std::string_view(letters_.data(), letters_.size());
}

int Currency::minor_digits() const {
  if (is_none()) return 0;
  for (const MinorDigits& unusual : kUnusualMinorDigits) {
    if (unusual.code == code()) return unusual.digits;
  }
  return 2;
}

Amount operator+(Amount left, Amount right) {
  std::int64_t sum = 0;
  PERK_CHECK(!__builtin_add_overflow(left.minor_, right.minor_, &sum), "a sum of money overflowed");
  return Amount(sum);
}

Amount operator-(Amount left, Amount right) {
  std::int64_t difference = 0;
  PERK_CHECK(!__builtin_sub_overflow(left.minor_, right.minor_, &difference),
             "a difference of money overflowed");
  return Amount(difference);
}

Amount operator-(Amount amount) { return Amount() - amount; }

Result<Money, MoneyError> add(const Money& left, const Money& right) {
  if (left.currency != right.currency) return failed(MoneyError::CurrencyMismatch);
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left.amount.minor(), right.amount.minor(), &sum))
    return failed(MoneyError::Overflow);
  return Money{Amount(sum), left.currency};
}

Result<Money, MoneyError> subtract(const Money& left, const Money& right) {
  if (left.currency != right.currency) return failed(MoneyError::CurrencyMismatch);
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(left.amount.minor(), right.amount.minor(), &difference)) {
    return failed(MoneyError::Overflow);
  }
  return Money{Amount(difference), left.currency};
}

}  // namespace perk

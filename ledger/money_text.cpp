// Money as people write it.
#include "ledger/money.h"

namespace perk {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// The size of an amount without its sign; right for the most negative amount too.
std::uint64_t magnitude(Amount amount) {
  const auto bits = static_cast<std::uint64_t>(amount.minor());
  return amount.is_negative() ? ~bits + 1 : bits;
}

/// Adds one decimal digit; false when that is more than one event may carry.
bool append_digit(std::int64_t& minor, char digit) {
  minor = minor * 10 + (digit - '0');
  return minor <= kEventAmountMax.minor();
}

/// Splits "12.30" into "12" and "30"; the second is empty when there is no point.
struct Decimal {
  std::string_view whole, fraction;
};

std::optional<Decimal> split_at_point(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return Decimal{text, {}};
  const Decimal decimal{text.substr(0, point), text.substr(point + 1)};
  if (decimal.fraction.empty()) return std::nullopt;
  return decimal;
}

}  // namespace

std::string to_string(const Money& money) {
  const auto decimals = static_cast<std::size_t>(money.currency.minor_digits());
  std::string text = std::to_string(magnitude(money.amount));
  if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
  if (decimals > 0) text.insert(text.size() - decimals, 1, '.');
  if (money.amount.is_negative()) text.insert(0, 1, '-');
  if (money.currency.is_none()) return text;
  return text + ' ' + std::string(money.currency.code());
}

std::optional<Amount> parse_amount(std::string_view text, Currency currency) {
  const auto decimals = static_cast<std::size_t>(currency.minor_digits());
  const auto decimal = split_at_point(text);
  if (currency.is_none() || !decimal || decimal->whole.empty()) return std::nullopt;
  if (decimal->fraction.size() > decimals) return std::nullopt;
  std::string digits(decimal->whole);
  digits += decimal->fraction;
  digits.append(decimals - decimal->fraction.size(), '0');
  std::int64_t minor = 0;
  for (const char digit : digits) {
    if (!is_digit(digit) || !append_digit(minor, digit)) return std::nullopt;
  }
  return Amount(minor);
}

}  // namespace perk

// Money: whole minor units of one ISO 4217 currency. No floating point anywhere; arithmetic that
// cannot be right is refused. Values only.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace perk {

/// An ISO 4217 alphabetic code, three capital letters. The default value is no currency.
class Currency {
 public:
  constexpr Currency() = default;
  /// None unless `code` is three capital ASCII letters.
  [[nodiscard]] static std::optional<Currency> from_code(std::string_view code);
  [[nodiscard]] std::string_view code() const;
  [[nodiscard]] bool is_none() const { return letters_[0] == '\0'; }
  /// Digits after the decimal point: 2 for most, 0 for JPY, 3 for KWD (ISO 4217 table A.1).
  [[nodiscard]] int minor_digits() const;
  friend constexpr auto operator<=>(const Currency&, const Currency&) = default;

 private:
  std::array<char, 3> letters_{};
};

/// Signed minor units of a currency that is known from where it stands (a card has one currency).
/// + and - stop the process on overflow: no event may carry more than kEventAmountMax, so that needs
/// over 900 million events on one card; anything a peer sends is bounded at intake first.
class Amount {
 public:
  constexpr Amount() = default;
  constexpr explicit Amount(std::int64_t minor) : minor_(minor) {}
  [[nodiscard]] constexpr std::int64_t minor() const { return minor_; }
  [[nodiscard]] constexpr bool is_zero() const { return minor_ == 0; }
  [[nodiscard]] constexpr bool is_positive() const { return minor_ > 0; }
  [[nodiscard]] constexpr bool is_negative() const { return minor_ < 0; }
  friend constexpr auto operator<=>(Amount, Amount) = default;
  friend Amount operator+(Amount left, Amount right);
  friend Amount operator-(Amount left, Amount right);
  friend Amount operator-(Amount amount);
  Amount& operator+=(Amount other) { return *this = *this + other; }
  Amount& operator-=(Amount other) { return *this = *this - other; }

 private:
  std::int64_t minor_ = 0;
};

/// The amount, or zero if it is less.
[[nodiscard]] constexpr Amount not_negative(Amount amount) {
  return amount.is_negative() ? Amount() : amount;
}

/// The most that one event may move, in minor units: 100 million of a two-decimal currency. Above it
/// an event is absurd and is quarantined, not folded.
inline constexpr Amount kEventAmountMax{10'000'000'000};

enum class MoneyError { CurrencyMismatch, Overflow };

/// An amount that carries its currency: what crosses every boundary (requests, answers, reports).
struct Money {
  Amount amount;
  Currency currency;
  friend constexpr auto operator<=>(const Money&, const Money&) = default;
};

[[nodiscard]] Result<Money, MoneyError> add(const Money& left, const Money& right);
[[nodiscard]] Result<Money, MoneyError> subtract(const Money& left, const Money& right);

/// "12.30 EUR", "-0.05 EUR", "700 JPY".
[[nodiscard]] std::string to_string(const Money& money);
/// Reads "12.30" (at most the currency's decimals, no sign, no grouping) as an exact amount; none if
/// it is anything else or more than kEventAmountMax.
[[nodiscard]] std::optional<Amount> parse_amount(std::string_view text, Currency currency);

}  // namespace perk

// The number printed on a card. It is checked and hashed at the till and then forgotten: this type
// cannot be printed, and nothing may keep its digits but the last four.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace perk {

class CardNumber {
 public:
  /// None unless `digits` is 12 to 19 ASCII digits whose last is the right Luhn check digit (ISO/IEC
  /// 7812-1 annex B). Spaces and dashes between digits are ignored.
  [[nodiscard]] static std::optional<CardNumber> parse(std::string_view digits);
  /// The number made of `payload` (11 to 18 digits) and its check digit; none if malformed.
  [[nodiscard]] static std::optional<CardNumber> with_check_digit(std::string_view payload);

  /// For hashing and for the terminal's wire only. Never log it, never store it.
  [[nodiscard]] std::string_view secret_digits() const { return digits_; }
  [[nodiscard]] std::string last_four() const { return digits_.substr(digits_.size() - 4); }
  friend bool operator==(const CardNumber&, const CardNumber&) = default;

 private:
  explicit CardNumber(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_;
};

}  // namespace perk

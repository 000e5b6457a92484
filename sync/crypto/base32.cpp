#include "sync/crypto/base32.h"

#include <cctype>

namespace perk::sync {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kGroup = 5;

char meant_by(char typed) {
  const char upper = static_cast<char>(std::toupper(static_cast<unsigned char>(typed)));
  if (upper == 'O') return '0';
  if (upper == 'I' || upper == 'L') return '1';
  return upper;
}

unsigned byte_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return at < bytes.size() ? bytes[at] : 0U;
}

}  // namespace

std::string base32_of(std::span<const std::uint8_t> bytes, std::size_t digits) {
  std::string text;
  for (std::size_t bit = 0; text.size() < digits; bit += 5) {
    // Five bits never lie in more than two bytes.
    const unsigned pair = byte_at(bytes, bit / 8) << 8 | byte_at(bytes, bit / 8 + 1);
    text += kDigits[(pair >> (11 - bit % 8)) & 31U];
  }
  return text;
}

std::optional<std::string> base32_digits(std::string_view typed) {
  std::string digits;
  for (const char letter : typed) {
    if (letter == '-' || letter == ' ') continue;
    const char digit = meant_by(letter);
    if (kDigits.find(digit) == std::string_view::npos) return std::nullopt;
    digits += digit;
  }
  return digits;
}

std::string in_groups(std::string_view digits) {
  std::string grouped;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && at % kGroup == 0) grouped += '-';
    grouped += digits[at];
  }
  return grouped;
}

unsigned base32_value(char digit) { return static_cast<unsigned>(kDigits.find(digit)); }

}  // namespace perk::sync

#include "sync/crypto/short_code.h"

#include <cctype>

namespace perk::sync {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLength = 20;
constexpr std::size_t kGroup = 5;

char meant_by(char typed) {
  const char upper = static_cast<char>(std::toupper(static_cast<unsigned char>(typed)));
  if (upper == 'O') return '0';
  if (upper == 'I' || upper == 'L') return '1';
  return upper;
}

std::string grouped(std::string_view digits) {
  std::string code;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && at % kGroup == 0) code += '-';
    code += digits[at];
  }
  return code;
}

}  // namespace

std::string short_code(const Digest& digest) {
  std::string digits;
  for (std::size_t bit = 0; digits.size() < kLength; bit += 5) {
    // Five bits never lie in more than two bytes.
    const unsigned pair = static_cast<unsigned>(digest.bytes[bit / 8]) << 8 |
                          static_cast<unsigned>(digest.bytes[bit / 8 + 1]);
    digits += kDigits[(pair >> (11 - bit % 8)) & 31U];
  }
  return grouped(digits);
}

std::optional<std::string> short_code_from_text(std::string_view text) {
  std::string digits;
  for (const char typed : text) {
    if (typed == '-' || typed == ' ') continue;
    const char digit = meant_by(typed);
    if (kDigits.find(digit) == std::string_view::npos) return std::nullopt;
    digits += digit;
  }
  if (digits.size() != kLength) return std::nullopt;
  return grouped(digits);
}

}  // namespace perk::sync

// Bytes as hexadecimal and text, for tests that write them out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace perk::test {

template <typename Bytes>
std::string hex(const Bytes& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

/// Of pairs of digits 0-9 and a-f; anything else is passed over.
inline std::vector<std::uint8_t> from_hex(std::string_view text) {
  std::vector<std::uint8_t> bytes;
  int high = -1;
  for (const char letter : text) {
    const std::size_t found = std::string_view("0123456789abcdef").find(letter);
    if (found == std::string_view::npos) continue;
    const int digit = static_cast<int>(found);
    if (high >= 0) bytes.push_back(static_cast<std::uint8_t>(high * 16 + digit));
    high = high >= 0 ? -1 : digit;
  }
  return bytes;
}

inline std::vector<std::uint8_t> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

template <typename Bytes>
void append(std::vector<std::uint8_t>& bytes, const Bytes& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

}  // namespace perk::test

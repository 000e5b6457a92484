#include "ledger/sealed_reason.h"

#include <algorithm>
#include <concepts>

namespace perk {
namespace {

constexpr std::string_view kPrefix = "sealed:";
static_assert(kPrefix.size() + 64 == kSealedFormBytes);

bool is_lower_hex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// How many bytes a code point has that begins with this one; 0: none does.
std::size_t length_of_code_point(std::uint8_t first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

/// Neither longer than it must be, nor a surrogate, nor beyond the last code point.
bool is_shortest(std::uint8_t first, std::uint8_t second) {
  if (first == 0xe0) return second >= 0xa0;
  if (first == 0xed) return second < 0xa0;
  if (first == 0xf0) return second >= 0x90;
  if (first == 0xf4) return second < 0x90;
  return true;
}

/// What moves a cursor, colours a screen or breaks a line.
bool is_control(std::uint8_t first, std::uint8_t second) {
  if (first < 0x20 || first == 0x7f) return true;
  return first == 0xc2 && second < 0xa0;
}

/// One code point at the beginning that people can read, taken off; false if there is none.
bool take_readable(std::string_view& text) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const std::size_t length = length_of_code_point(byte(0));
  if (length == 0 || length > text.size()) return false;
  for (std::size_t at = 1; at < length; ++at)
    if ((byte(at) & 0xc0U) != 0x80) return false;
  const std::uint8_t second = length > 1 ? byte(1) : std::uint8_t{0};
  if (!is_shortest(byte(0), second) || is_control(byte(0), second)) return false;
  text.remove_prefix(length);
  return true;
}

}  // namespace

std::string sealed_form(const Digest& commitment) {
  return std::string(kPrefix) + to_hex(commitment);
}

std::optional<Digest> commitment_in(std::string_view reason) {
  if (reason.size() != kSealedFormBytes || !reason.starts_with(kPrefix)) return std::nullopt;
  const std::string_view digits = reason.substr(kPrefix.size());
  return is_lower_hex(digits) ? digest_from_hex(digits) : std::nullopt;
}

std::optional<SealedPart> find_sealed(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find(kPrefix, from); at != std::string_view::npos;
       at = text.find(kPrefix, at + 1)) {
    if (const auto commitment = commitment_in(text.substr(at, kSealedFormBytes)))
      return SealedPart{at, *commitment};
  }
  return std::nullopt;
}

bool is_sayable(std::string_view text) {
  if (text.size() > kReasonBytesMax) return false;
  while (!text.empty())
    if (!take_readable(text)) return false;
  return true;
}

bool may_be_same_reason(std::string_view first, std::string_view second) {
  return first == second || commitment_in(first) || commitment_in(second);
}

const std::string* reason_in(const EventBody& body) {
  return std::visit(
      [](const auto& said) -> const std::string* {
        if constexpr (requires {
                        { said.reason } -> std::same_as<const std::string&>;
                      })
          return &said.reason;
        return nullptr;
      },
      body);
}

}  // namespace perk

// Crockford's base 32, as people copy it from paper: digits and letters without I, L, O and U, in groups of
// five. For the files of this folder only. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace perk::sync {

/// The first `digits` groups of five bits; beyond the bytes' end, zeros.
[[nodiscard]] std::string base32_of(std::span<const std::uint8_t> bytes, std::size_t digits);
/// The digits as base32_of() writes them, without hyphens: of any case, with or without hyphens and blanks,
/// O read as 0, I and L as 1. None if something else is in it.
[[nodiscard]] std::optional<std::string> base32_digits(std::string_view typed);
/// With a hyphen after each five.
[[nodiscard]] std::string in_groups(std::string_view digits);
/// What one digit stands for; of base32_digits() only.
[[nodiscard]] unsigned base32_value(char digit);

}  // namespace perk::sync

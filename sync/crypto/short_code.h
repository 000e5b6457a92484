// A short name for a digest that people copy from a wall: its first 100 bits as 20 letters and digits of
// Crockford's base 32 (no I, L, O or U), in groups of five: "7Q2RT-0ABCD-9XYZ1-KMNPQ". Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/ids.h"

namespace perk::sync {

[[nodiscard]] std::string short_code(const Digest& digest);
/// The code as short_code() writes it, of what a person typed: in any case, with or without hyphens and
/// blanks, O for 0 and I or L for 1. None if it is no code.
[[nodiscard]] std::optional<std::string> short_code_from_text(std::string_view text);

}  // namespace perk::sync

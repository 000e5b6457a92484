// What people write as settings, read exactly: numbers, durations, lists. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/time.h"

namespace perk::sync {

[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);
/// A whole number and a unit: "250ms", "10s", "2m", "1h".
[[nodiscard]] std::optional<Millis> parse_duration(std::string_view text);
/// In the largest unit that is exact.
[[nodiscard]] std::string duration_text(Millis time);
[[nodiscard]] std::optional<bool> parse_boolean(std::string_view text);
/// Separated by commas; blanks around items are dropped, and empty items.
[[nodiscard]] std::vector<std::string> parse_list(std::string_view text);
/// The same text with every control character made a space.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace perk::sync

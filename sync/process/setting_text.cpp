#include "sync/process/setting_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace perk::sync {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t millis;
};
constexpr std::array<Unit, 4> kUnits{{{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}}};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

std::optional<Millis> parse_duration(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto count = parse_integer(text.substr(0, digits));
  const auto unit =
      std::find_if(kUnits.begin(), kUnits.end(),
                   [name = text.substr(digits)](const Unit& one) { return one.name == name; });
  if (!count || unit == kUnits.end()) return std::nullopt;
  if (*count > std::numeric_limits<std::int64_t>::max() / unit->millis) return std::nullopt;
  return Millis(*count * unit->millis);
}

std::string duration_text(Millis time) {
  const auto unit = std::find_if(kUnits.rbegin(), kUnits.rend(), [time](const Unit& one) {
    return time.count() % one.millis == 0;
  });
  if (time.count() == 0) return "0ms";
  return std::to_string(time.count() / unit->millis) + std::string(unit->name);
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::vector<std::string> parse_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (const auto item = trimmed(text.substr(0, comma)); !item.empty()) items.emplace_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(),
      [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; }, ' ');
  return line;
}

}  // namespace perk::sync

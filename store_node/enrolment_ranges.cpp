#include "store_node/enrolment_ranges.h"

#include <algorithm>

#include "sync/process/setting_text.h"

namespace perk::store_node {
namespace {

/// Both sides of the last separator; none if it is not there.
std::optional<std::pair<std::string_view, std::int64_t>> split(std::string_view text,
                                                               char separator) {
  const std::size_t at = text.rfind(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const auto number = sync::parse_integer(std::string(text.substr(at + 1)));
  if (!number || *number < 1 || *number > UINT32_MAX) return std::nullopt;
  return std::pair(text.substr(0, at), *number);
}

bool has_key(const NumberRange& range, std::span<const sync::CardNumberKey> keys) {
  return std::any_of(keys.begin(), keys.end(), [&](const sync::CardNumberKey& key) {
    return key.version() == range.key_version;
  });
}

}  // namespace

std::string range_name(const NumberRange& range) {
  return range.prefix + "-" + std::to_string(range.length);
}

std::string range_value(const NumberRange& range) {
  return std::string(to_text(range.kind)) + ":" + std::to_string(range.key_version);
}

std::optional<NumberRange> parse_range(std::string_view name, std::string_view value) {
  const auto numbers = split(name, '-');
  const auto how = split(value, ':');
  if (!numbers || !how) return std::nullopt;
  const auto kind = range_kind_from_text(how->first);
  if (!kind) return std::nullopt;
  NumberRange range{std::string(numbers->first), static_cast<std::size_t>(numbers->second),
                    static_cast<std::uint32_t>(how->second), *kind};
  if (!is_sound(range)) return std::nullopt;
  return range;
}

std::optional<std::string> what_is_wrong_with(std::span<const NumberRange> ranges,
                                              std::span<const sync::CardNumberKey> keys) {
  for (auto range = ranges.begin(); range != ranges.end(); ++range) {
    if (!has_key(*range, keys)) return "names a key that is not there for " + range_name(*range);
    const auto other = std::find_if(
        ranges.begin(), range, [&](const NumberRange& before) { return overlaps(before, *range); });
    if (other != range)
      return "has numbers in both " + range_name(*other) + " and " + range_name(*range);
  }
  return std::nullopt;
}

}  // namespace perk::store_node

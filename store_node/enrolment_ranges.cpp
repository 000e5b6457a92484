#include "store_node/enrolment_ranges.h"

#include <algorithm>

#include "sync/process/setting_text.h"

namespace perk::store_node {
namespace {

/// What is before the last separator, and the number behind it; none if that is not so.
std::optional<std::pair<std::string_view, std::int64_t>> split(std::string_view text,
                                                               char separator) {
  const std::size_t at = text.rfind(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const auto number = sync::parse_integer(std::string(text.substr(at + 1)));
  if (!number || *number < 1 || *number > UINT32_MAX) return std::nullopt;
  return std::pair(text.substr(0, at), *number);
}

/// "1,2,5"; none if one of them is no version.
std::optional<std::vector<std::uint32_t>> versions_in(std::string_view text) {
  std::vector<std::uint32_t> versions;
  for (;;) {
    const std::size_t comma = text.find(',');
    const auto number = sync::parse_integer(std::string(text.substr(0, comma)));
    if (!number || *number < 1 || *number > UINT32_MAX) return std::nullopt;
    versions.push_back(static_cast<std::uint32_t>(*number));
    if (comma == std::string_view::npos) return versions;
    text.remove_prefix(comma + 1);
  }
}

bool has_keys(const NumberRange& range, std::span<const sync::CardNumberKey> keys) {
  const auto has = [&](std::uint32_t version) {
    return std::ranges::find(keys, version, &sync::CardNumberKey::version) != keys.end();
  };
  return std::ranges::all_of(key_versions_of(range), has);
}

}  // namespace

std::string range_name(const NumberRange& range) {
  return range.prefix + "-" + std::to_string(range.length);
}

std::string range_value(const NumberRange& range) {
  std::string versions;
  for (const std::uint32_t version : key_versions_of(range))
    versions += (versions.empty() ? "" : ",") + std::to_string(version);
  return std::string(to_text(range.kind)) + ":" + versions;
}

std::optional<NumberRange> parse_range(std::string_view name, std::string_view value) {
  const auto numbers = split(name, '-');
  const std::size_t colon = value.find(':');
  if (!numbers || colon == std::string_view::npos) return std::nullopt;
  const auto kind = range_kind_from_text(value.substr(0, colon));
  auto versions = versions_in(value.substr(colon + 1));
  if (!kind || !versions) return std::nullopt;
  const std::uint32_t newest = versions->back();
  versions->pop_back();
  NumberRange range{std::string(numbers->first), static_cast<std::size_t>(numbers->second), newest,
                    *kind, *std::move(versions)};
  if (!is_sound(range)) return std::nullopt;
  return range;
}

std::optional<std::string> what_is_wrong_with(std::span<const NumberRange> ranges,
                                              std::span<const sync::CardNumberKey> keys) {
  for (auto range = ranges.begin(); range != ranges.end(); ++range) {
    if (!has_keys(*range, keys)) return "names a key that is not there for " + range_name(*range);
    const auto other = std::find_if(
        ranges.begin(), range, [&](const NumberRange& before) { return overlaps(before, *range); });
    if (other != range)
      return "has numbers in both " + range_name(*other) + " and " + range_name(*range);
  }
  return std::nullopt;
}

}  // namespace perk::store_node

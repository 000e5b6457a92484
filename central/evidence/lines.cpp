#include "central/evidence/lines.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace perk::central {

std::optional<Lines::Words> Lines::take(std::string_view keyword, std::size_t words) {
  if (std::exchange(is_taken_, false)) ++line_;
  const std::size_t end = rest_.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = rest_.substr(0, end);
  Words found;
  while (true) {
    const std::size_t blank = line.find(' ');
    found.push_back(line.substr(0, blank));
    if (blank == std::string_view::npos || found.size() > words + 1) break;
    line.remove_prefix(blank + 1);
  }
  if (found.size() != words + 1 || found.front() != keyword) return std::nullopt;
  found.erase(found.begin());
  rest_.remove_prefix(end + 1);
  is_taken_ = true;
  return found;
}

std::optional<std::uint64_t> number_from_text(std::string_view text) {
  std::uint64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Amount> amount_from_text(std::string_view text) {
  const auto value = number_from_text(text);
  if (!value || *value > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return Amount(static_cast<std::int64_t>(*value));
}

std::optional<Origin> origin_from_text(std::string_view text) {
  const auto event = event_id_from_text(std::string(text) + ":1");
  if (!event) return std::nullopt;
  return event->origin;
}

std::optional<WallTime> wall_from_text(std::string_view millis) {
  const auto value = number_from_text(millis);
  if (!value || *value > static_cast<std::uint64_t>(kLastMillis)) return std::nullopt;
  return WallTime(static_cast<std::int64_t>(*value));
}

std::optional<Signature> signature_from_text(std::string_view text) {
  if (text.size() != 128) return std::nullopt;
  const auto first = digest_from_hex(text.substr(0, 64));
  const auto second = digest_from_hex(text.substr(64));
  if (!first || !second) return std::nullopt;
  Signature signature;
  std::ranges::copy(first->bytes, signature.bytes.begin());
  std::ranges::copy(second->bytes, signature.bytes.begin() + 32);
  return signature;
}

std::string wall_text(WallTime time) {
  return to_iso8601(time) + ' ' + std::to_string(time.millis());
}

std::string hex_text(const Signature& signature) {
  Digest first;
  Digest second;
  std::copy_n(signature.bytes.begin(), 32, first.bytes.begin());
  std::copy_n(signature.bytes.begin() + 32, 32, second.bytes.begin());
  return to_hex(first) + to_hex(second);
}

}  // namespace perk::central

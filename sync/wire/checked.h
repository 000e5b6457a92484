// Numbers and byte strings that a peer sent, made into ours or refused. For codecs (also of other
// modules). Pure; no generated header.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "ledger/time.h"

namespace perk::sync {

/// None if the exact result has no place in 64 bits.
[[nodiscard]] inline std::optional<std::int64_t> checked_add(std::int64_t left,
                                                             std::int64_t right) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left, right, &sum)) return std::nullopt;
  return sum;
}
[[nodiscard]] inline std::optional<std::int64_t> checked_subtract(std::int64_t left,
                                                                  std::int64_t right) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(left, right, &difference)) return std::nullopt;
  return difference;
}

/// A length of time on the wire is unsigned; ours is signed. One below zero is sent as zero.
[[nodiscard]] inline std::uint64_t unsigned_millis(Millis time) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0));
}
[[nodiscard]] inline std::optional<Millis> signed_millis(std::uint64_t count) {
  if (count > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
    return std::nullopt;
  return Millis(static_cast<std::int64_t>(count));
}

/// Byte strings of a fixed length; none if the length is another.
template <std::size_t extent>
[[nodiscard]] std::optional<std::array<std::uint8_t, extent>> exactly(const std::string& bytes) {
  if (bytes.size() != extent) return std::nullopt;
  std::array<std::uint8_t, extent> fixed{};
  std::transform(bytes.begin(), bytes.end(), fixed.begin(),
                 [](char letter) { return static_cast<std::uint8_t>(letter); });
  return fixed;
}
template <typename Bytes>
[[nodiscard]] std::string to_wire_bytes(const Bytes& bytes) {
  return std::string(bytes.begin(), bytes.end());
}

}  // namespace perk::sync

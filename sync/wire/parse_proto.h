// Reads a generated message from bytes that somebody else wrote. Protobuf itself would print on stderr
// what it dislikes in them (text that is not UTF-8); whoever refuses the bytes says so in the log.
// For codecs only. Thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include <google/protobuf/stubs/logging.h>

namespace perk::sync {

template <typename Wire>
[[nodiscard]] bool parse_quietly(Wire& wire, std::span<const std::uint8_t> bytes) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return false;
  const google::protobuf::LogSilencer silencer;
  return wire.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace perk::sync

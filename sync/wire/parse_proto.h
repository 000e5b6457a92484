// Reads a generated message from bytes that somebody else wrote. Protobuf itself would print on stderr
// what it dislikes in them (text that is not UTF-8); whoever refuses the bytes says so in the log. And it
// would take memory for whatever they say: two bytes on the wire are a whole message of a repeated field.
// For codecs only. Thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/wire_format_lite.h>

namespace perk::sync {

/// Fields of a message, each element of a repeated one counted. The largest batch that any receiver takes
/// (limits.h: 8 MB in memory) has 166,000 items; all else has far fewer.
inline constexpr int kFieldsMax = 200'000;

/// Looks at the outermost fields only, and takes no memory for them.
[[nodiscard]] inline bool has_too_many_fields(std::span<const std::uint8_t> bytes) {
  google::protobuf::io::CodedInputStream in(bytes.data(), static_cast<int>(bytes.size()));
  for (int fields = 0; fields <= kFieldsMax; ++fields) {
    const std::uint32_t tag = in.ReadTag();
    const bool is_field =
        tag != 0 && google::protobuf::internal::WireFormatLite::SkipField(&in, tag);
    if (!is_field) return false;  // The end; or broken, as parsing will find.
  }
  return true;
}

template <typename Wire>
[[nodiscard]] bool parse_quietly(Wire& wire, std::span<const std::uint8_t> bytes) {
  if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) return false;
  const google::protobuf::LogSilencer silencer;
  if (has_too_many_fields(bytes)) return false;
  return wire.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace perk::sync

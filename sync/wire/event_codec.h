// Events to bytes and back (ledger/FORMAT.md). The bytes an origin stores are made here, once; from
// then on they travel verbatim. Pure functions; thread-safe.
#pragma once

#include <span>
#include <string>

#include "ledger/event.h"
#include "ledger/result.h"

namespace perk::sync {

/// Why bytes are not an event, for the log and the quarantine.
struct Malformed {
  std::string why;
};

/// The bytes of a new event. Deterministic: equal events give equal bytes in this build.
[[nodiscard]] EventBytes encode_event(const Event& event);

/// Reads an event. Unknown fields and types are no error; the body of an unknown type is kept as it
/// is. Malformed: not protobuf, no type, a card id that is not 16 bytes, a currency that is not a code,
/// an origin of 0, a number that overflows, an event larger than kEventBytesMax, an event of a closed log
/// that is itself malformed or wrapped more than eight times; what an operator accepted counts as one.
[[nodiscard]] Result<Event, Malformed> decode_event(std::span<const std::uint8_t> bytes);

/// The newest type of event that this build knows, by its number on the wire.
[[nodiscard]] std::uint32_t event_type_max();

/// Larger events are refused wherever they come from. 64 KiB leaves room for reasons and notes.
inline constexpr std::size_t kEventBytesMax = 65'536;

}  // namespace perk::sync

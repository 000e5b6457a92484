// The body of an event: the serialized message of its type. For event_codec.cpp only; the bytes go
// into the envelope's field `body`. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/event.h"
#include "ledger/result.h"
#include "sync/wire/event_codec.h"

namespace perk::sync {

/// The number of the body's type on the wire.
[[nodiscard]] std::uint32_t event_type_of(const EventBody& body);
/// `value_effect` is the envelope's: a purchase's body holds only what was asked for beyond it.
[[nodiscard]] std::string encode_event_body(const EventBody& body, Amount value_effect);
/// An unknown type's body is kept as it is. Enumerators that this version does not know read as
/// Unspecified; the stored bytes keep them.
[[nodiscard]] Result<EventBody, Malformed> decode_event_body(std::uint32_t type,
                                                             const std::string& bytes,
                                                             Amount value_effect);

}  // namespace perk::sync

// Sync messages to frames and back (types: PROTOCOL.md "Frames"); those of types that this build does not know
// decode to UnknownMessage. Pure; thread-safe.
#pragma once

#include "sync/messages.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/frame.h"

namespace perk::sync {

/// The type of frame that a Batch travels in.
inline constexpr std::uint8_t kBatchFrame = 5;

[[nodiscard]] Frame encode_message(const Message& message);
[[nodiscard]] Result<Message, Malformed> decode_message(const Frame& frame);

/// The bytes a Hello's proof signs: "perk.hello.v1" 0x00, then the challenge and every field of the hello but
/// the proof, in the order of sync.proto: integers as 8 bytes big-endian, hashes and nonce as they are,
/// the cursors after their number (each: kind, key, epoch, index, hash), the software after its length.
[[nodiscard]] std::vector<std::uint8_t> hello_proof_bytes(const Challenge& challenge,
                                                          const Hello& hello);

}  // namespace perk::sync

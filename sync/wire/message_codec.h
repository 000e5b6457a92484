// Sync messages to frames and back. Frame types: 1 Challenge, 2 Hello, 3 Welcome, 4 Refusal, 5 Batch,
// 6 Ack, 7 Credit, 8 Ping, 9 Pong; others decode to UnknownMessage. Pure; thread-safe.
#pragma once

#include "sync/messages.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/frame.h"

namespace perk::sync {

[[nodiscard]] Frame encode_message(const Message& message);
[[nodiscard]] Result<Message, Malformed> decode_message(const Frame& frame);

/// The bytes a Hello's proof signs: domain, the challenge, and every field of the hello but the proof.
[[nodiscard]] std::vector<std::uint8_t> hello_proof_bytes(const Challenge& challenge, const Hello& hello);

}  // namespace perk::sync

// Enrolment messages to frames and back. Frame types: 1 EnrolHello, 2 EnrolReply. Pure; thread-safe. What is
// wrong with a frame is said without any of its content: a hello holds a secret, an answer keys.
#pragma once

#include "sync/enrol_messages.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/frame.h"

namespace perk::sync {

/// A request is PEM of a few hundred bytes; whoever sends more than this in a hello is no shop.
inline constexpr std::size_t kEnrolHelloBytesMax = 4'096;

[[nodiscard]] Frame encode_enrol_hello(const EnrolHello& hello);
[[nodiscard]] Result<EnrolHello, Malformed> decode_enrol_hello(const Frame& frame);

[[nodiscard]] Frame encode_enrol_reply(const EnrolReply& reply);
[[nodiscard]] Result<EnrolReply, Malformed> decode_enrol_reply(const Frame& frame);

}  // namespace perk::sync

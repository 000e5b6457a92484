// Enrolment messages to frames and back. Frame types: 1 EnrolHello, 2 EnrolReply,
// 3 NumberAsk, 4 NumberNews. Pure; thread-safe. What is
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

[[nodiscard]] Frame encode_number_ask(const NumberAsk& ask);
[[nodiscard]] Result<NumberAsk, Malformed> decode_number_ask(const Frame& frame);

/// A refusal is that of an enrolment: whoever does not know the question gives the same.
[[nodiscard]] Frame encode_number_reply(const NumberReply& reply);
[[nodiscard]] Result<NumberReply, Malformed> decode_number_reply(const Frame& frame);

}  // namespace perk::sync

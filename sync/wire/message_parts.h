// Each sync message to bytes and back, one pair of functions a message. For message_codec.cpp only.
#pragma once

#include <string>

#include "sync/messages.h"
#include "sync/wire/message_codec.h"

namespace perk::sync {

using DecodedMessage = Result<Message, Malformed>;

// handshake_codec.cpp
[[nodiscard]] std::string to_bytes(const Challenge& challenge);
[[nodiscard]] std::string to_bytes(const Hello& hello);
[[nodiscard]] std::string to_bytes(const Welcome& welcome);
[[nodiscard]] std::string to_bytes(const Refusal& refusal);
[[nodiscard]] DecodedMessage challenge_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage hello_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage welcome_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage refusal_from(const std::vector<std::uint8_t>& bytes);

// stream_codec.cpp
[[nodiscard]] std::string to_bytes(const Batch& batch);
[[nodiscard]] std::string to_bytes(const Ack& ack);
[[nodiscard]] std::string to_bytes(const Credit& credit);
[[nodiscard]] std::string to_bytes(const Ping& ping);
[[nodiscard]] std::string to_bytes(const Pong& pong);
[[nodiscard]] DecodedMessage batch_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage ack_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage credit_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage ping_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage pong_from(const std::vector<std::uint8_t>& bytes);

// rights_codec.cpp
[[nodiscard]] std::string to_bytes(const RightsRequest& request);
[[nodiscard]] std::string to_bytes(const RightsAnswer& answer);
[[nodiscard]] std::string to_bytes(const RightsRecall& recall);
[[nodiscard]] DecodedMessage rights_request_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage rights_answer_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage rights_recall_from(const std::vector<std::uint8_t>& bytes);

// watch_codec.cpp
[[nodiscard]] std::string to_bytes(const WrongNumbers& wrong);
[[nodiscard]] std::string to_bytes(const Caution& caution);
[[nodiscard]] DecodedMessage wrong_numbers_from(const std::vector<std::uint8_t>& bytes);
[[nodiscard]] DecodedMessage caution_from(const std::vector<std::uint8_t>& bytes);

}  // namespace perk::sync

#include "sync/wire/message_codec.h"

#include "sync/wire/message_parts.h"
#include "sync/wire/overloaded.h"

namespace perk::sync {
namespace {

// Frame types on the wire: never renumbered, never used again (proto/README.md).
constexpr std::uint8_t kChallenge = 1;
constexpr std::uint8_t kHello = 2;
constexpr std::uint8_t kWelcome = 3;
constexpr std::uint8_t kRefusal = 4;
constexpr std::uint8_t kBatch = kBatchFrame;
constexpr std::uint8_t kAck = 6;
constexpr std::uint8_t kCredit = 7;
constexpr std::uint8_t kPing = 8;
constexpr std::uint8_t kPong = 9;
constexpr std::uint8_t kRightsRequest = 10;
constexpr std::uint8_t kRightsAnswer = 11;
constexpr std::uint8_t kRightsRecall = 12;
constexpr std::uint8_t kWrongNumbers = 13;
constexpr std::uint8_t kCaution = 14;

std::uint8_t frame_type_of(const Message& message) {
  return std::visit(Overloaded{
                        [](const Challenge&) { return kChallenge; },
                        [](const Hello&) { return kHello; },
                        [](const Welcome&) { return kWelcome; },
                        [](const Refusal&) { return kRefusal; },
                        [](const Batch&) { return kBatch; },
                        [](const Ack&) { return kAck; },
                        [](const Credit&) { return kCredit; },
                        [](const Ping&) { return kPing; },
                        [](const Pong&) { return kPong; },
                        [](const RightsRequest&) { return kRightsRequest; },
                        [](const RightsAnswer&) { return kRightsAnswer; },
                        [](const RightsRecall&) { return kRightsRecall; },
                        [](const WrongNumbers&) { return kWrongNumbers; },
                        [](const Caution&) { return kCaution; },
                        [](const UnknownMessage& unknown) { return unknown.type; },
                    },
                    message);
}

std::vector<std::uint8_t> payload_of(const Message& message) {
  return std::visit(Overloaded{
                        [](const UnknownMessage& unknown) { return unknown.bytes; },
                        [](const auto& known) {
                          const std::string bytes = to_bytes(known);
                          return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
                        },
                    },
                    message);
}

}  // namespace

Frame encode_message(const Message& message) {
  return {frame_type_of(message), payload_of(message)};
}

Result<Message, Malformed> decode_message(const Frame& frame) {
  switch (frame.type) {
    case kChallenge:
      return challenge_from(frame.payload);
    case kHello:
      return hello_from(frame.payload);
    case kWelcome:
      return welcome_from(frame.payload);
    case kRefusal:
      return refusal_from(frame.payload);
    case kBatch:
      return batch_from(frame.payload);
    case kAck:
      return ack_from(frame.payload);
    case kCredit:
      return credit_from(frame.payload);
    case kPing:
      return ping_from(frame.payload);
    case kPong:
      return pong_from(frame.payload);
    case kRightsRequest:
      return rights_request_from(frame.payload);
    case kRightsAnswer:
      return rights_answer_from(frame.payload);
    case kRightsRecall:
      return rights_recall_from(frame.payload);
    case kWrongNumbers:
      return wrong_numbers_from(frame.payload);
    case kCaution:
      return caution_from(frame.payload);
    default:
      return Message(UnknownMessage{frame.type, frame.payload});
  }
}

}  // namespace perk::sync

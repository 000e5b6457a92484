#include "store_node/terminal/terminal_codec.h"

#include <array>

#include "store_node/terminal/terminal_proto.h"

namespace perk::store_node {
namespace {

using Reader = DecodedTerminalMessage (*)(const PayloadBytes&);

/// By frame type less one: the order of TerminalMessage.
constexpr std::array<Reader, std::variant_size_v<TerminalMessage>> kReaders = {
    terminal_hello_from,  terminal_welcome_from, sale_request_from,  sale_answer_from,
    balance_inquiry_from, balance_answer_from,   hand_back_from,     hand_back_answer_from,
    status_request_from,  status_answer_from,    terminal_fault_from};

}  // namespace

sync::Frame encode_terminal_message(const TerminalMessage& message) {
  const std::string bytes = std::visit([](const auto& one) { return to_bytes(one); }, message);
  return {static_cast<std::uint8_t>(message.index() + 1), {bytes.begin(), bytes.end()}};
}

Result<TerminalMessage, sync::Malformed> decode_terminal_message(const sync::Frame& frame) {
  if (frame.type == 0 || frame.type > kReaders.size())
    return malformed("frame type " + std::to_string(frame.type) + " is unknown to this version");
  return kReaders[frame.type - 1U](frame.payload);
}

}  // namespace perk::store_node

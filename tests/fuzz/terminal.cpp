// Input: a frame's type, then its payload.
#include "store_node/terminal/terminal_codec.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/round_trip.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

using store_node::SaleRequest;

void check_request(const SaleRequest& request) {
  require(request.kind != store_node::RequestKind::Unspecified, "a request says what it wants");
  require(!names_original(request.kind) || request.original, "a reversal names what it takes back");
}

}  // namespace

void terminal(Input input) {
  InputReader reader(input);
  const std::uint8_t type = reader.byte();
  const sync::Frame frame{type, reader.rest()};
  const auto message =
      round_trip(frame, store_node::decode_terminal_message, store_node::encode_terminal_message);
  if (!message) return;
  require(store_node::encode_terminal_message(message.value()).type == type,
          "a message keeps its type");
  if (const auto* request = std::get_if<SaleRequest>(&message.value())) check_request(*request);
}

}  // namespace perk::fuzz

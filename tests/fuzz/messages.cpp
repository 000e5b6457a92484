// Input: a frame's type, then its payload.
#include "sync/wire/message_codec.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/round_trip.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

void check_hello(const sync::Hello& hello) {
  require(hello.incarnation.is_incarnation(), "a Hello names an incarnation");
  auto other = hello;
  other.log_end_hash.bytes[0] ^= 1U;
  const sync::Challenge challenge;
  require(hello_proof_bytes(challenge, hello) != hello_proof_bytes(challenge, other),
          "a proof covers what a Hello says");
}

void check_batch(const sync::Batch& batch) {
  require(batch.after <= batch.through, "a Batch does not go backwards");
  sync::FeedIndex last = batch.after;
  for (const sync::Item& item : batch.items) {
    require(item.index > last && item.index <= batch.through, "items are in order and inside");
    require(item.bytes.size() <= sync::kEventBytesMax, "an item's event is within its bound");
    last = item.index;
  }
}

}  // namespace

void messages(Input input) {
  InputReader reader(input);
  const std::uint8_t type = reader.byte();
  const sync::Frame frame{type, reader.rest()};
  const auto message = round_trip(frame, sync::decode_message, sync::encode_message);
  if (!message) return;
  require(sync::encode_message(message.value()).type == type, "a message keeps its type");
  if (const auto* hello = std::get_if<sync::Hello>(&message.value())) check_hello(*hello);
  if (const auto* batch = std::get_if<sync::Batch>(&message.value())) check_batch(*batch);
}

}  // namespace perk::fuzz

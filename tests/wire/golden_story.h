// What the golden files hold, as values: one small story with fixed keys, names and times, told in
// events, and the messages, hashes and signatures about it. tests/golden/README.md walks through it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "sync/crypto/receipt.h"
#include "sync/messages.h"

namespace perk::test {

struct GoldenEvent {
  std::string name;
  Event event;
};
struct GoldenMessage {
  std::string name;
  sync::Message message;
};
struct GoldenBytes {
  std::string name;
  std::string says;  ///< The comment at the head of its file.
  std::vector<std::uint8_t> bytes;
};

/// Every known type, and one unknown. The first three are the log of the story's store.
std::vector<GoldenEvent> golden_events();
/// Every message, each small enough to travel uncompressed.
std::vector<GoldenMessage> golden_messages();
/// Proof that the load is the second event of that log.
sync::Receipt golden_receipt();
/// All of the above as bytes, and the hashes, signatures and ids of the story.
std::vector<GoldenBytes> golden_bytes();

}  // namespace perk::test

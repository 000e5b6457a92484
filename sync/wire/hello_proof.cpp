#include "sync/crypto/canonical_bytes.h"
#include "sync/wire/message_codec.h"

namespace perk::sync {

std::vector<std::uint8_t> hello_proof_bytes(const Challenge& challenge, const Hello& hello) {
  CanonicalBytes bytes("perk.hello.v1");
  bytes.number(challenge.version_min).number(challenge.version_max).raw(challenge.nonce);
  bytes.number(hello.version_min).number(hello.version_max);
  bytes.number(hello.store.value()).number(hello.incarnation.value());
  bytes.number(hello.log_end.value()).raw(hello.log_end_hash.bytes);
  bytes.number(hello.cursors.size());
  for (const Cursor& cursor : hello.cursors) {
    bytes.number(static_cast<std::uint64_t>(cursor.feed.kind())).number(cursor.feed.key());
    bytes.number(cursor.epoch.value()).number(cursor.index.value()).raw(cursor.hash.bytes);
  }
  bytes.number(hello.credits).text(hello.software);
  // Absent from the proof as from the message when there is none: as builds from before epochs sign it.
  if (hello.past_end != FeedIndex()) bytes.number(hello.past_end.value());
  return std::move(bytes).take();
}

}  // namespace perk::sync

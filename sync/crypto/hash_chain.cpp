#include "sync/crypto/hash_chain.h"

#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/sodium.h"

namespace perk::sync {

Digest sha256(std::span<const std::uint8_t> bytes) {
  Digest digest;
  static_assert(sizeof(digest.bytes) == crypto_hash_sha256_BYTES);
  crypto_hash_sha256(digest.bytes.data(), bytes.data(), bytes.size());
  return digest;
}

Digest log_genesis(StoreId store, Origin origin) {
  return sha256(CanonicalBytes("perk.log.v1").number(store.value()).number(origin.value()).view());
}

Digest log_link(const Digest& previous, Seq seq, std::span<const std::uint8_t> event_bytes) {
  return log_link_digest(previous, seq, sha256(event_bytes));
}

Digest log_link_digest(const Digest& previous, Seq seq, const Digest& event_digest) {
  return sha256(
      CanonicalBytes().raw(previous.bytes).number(seq.value()).raw(event_digest.bytes).view());
}

Digest past_genesis(Origin incarnation) {
  return sha256(CanonicalBytes("perk.past.v1").number(incarnation.value()).view());
}

Digest shard_genesis(Epoch epoch, Shard shard) {
  return sha256(CanonicalBytes("perk.shard.v1").number(epoch.value()).number(shard.value()).view());
}

Digest shard_link(const Digest& previous, Position position, const EventId& event,
                  std::span<const std::uint8_t> event_bytes) {
  return sha256(CanonicalBytes()
                    .raw(previous.bytes)
                    .number(position.value())
                    .number(event.origin.value())
                    .number(event.seq.value())
                    .raw(sha256(event_bytes).bytes)
                    .view());
}

}  // namespace perk::sync

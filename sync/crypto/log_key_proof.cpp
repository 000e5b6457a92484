#include "sync/crypto/log_key_proof.h"

#include <algorithm>

#include "sync/crypto/canonical_bytes.h"

namespace perk::sync {
namespace {

std::vector<std::uint8_t> rotation_bytes(StoreId store, const EventId& at, const PublicKey& former,
                                         const PublicKey& next) {
  return std::move(CanonicalBytes("perk.log-key.v1")
                       .number(store.value())
                       .number(at.origin.value())
                       .number(at.seq.value())
                       .raw(former.bytes)
                       .raw(next.bytes))
      .take();
}

}  // namespace

LogKeyRotated rotate_key(StoreId store, const EventId& at, const LogKey& former,
                         const LogKey& next) {
  const auto bytes = rotation_bytes(store, at, former.public_key(), next.public_key());
  return {former.public_key(), next.public_key(), former.sign(bytes), next.sign(bytes)};
}

bool is_genuine(const LogKeyRotated& rotated, StoreId store, const EventId& at) {
  const auto bytes = rotation_bytes(store, at, rotated.former, rotated.next);
  return verify(rotated.former, bytes, rotated.former_word) &&
         verify(rotated.next, bytes, rotated.next_word);
}

bool is_signed_head(const LogKeys& keys, StoreId store, Origin log, Seq seq, const Digest& hash,
                    const Signature& signature) {
  const auto bytes = head_bytes(store, log, seq, hash);
  const std::vector<PublicKey> may = keys.may_sign(log, seq);
  return std::ranges::any_of(may,
                             [&](const PublicKey& key) { return verify(key, bytes, signature); });
}

}  // namespace perk::sync

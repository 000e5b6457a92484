#include "sync/crypto/reason_seal.h"

#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/keys.h"

namespace perk::sync {

Digest reason_commitment(const ReasonOpening& opening) {
  CanonicalBytes bytes("perk.reason.v1");
  bytes.raw(opening.salt.bytes)
      .raw({reinterpret_cast<const std::uint8_t*>(opening.text.data()), opening.text.size()});
  return sha256(bytes.view());
}

ReasonSalt random_salt() { return {random_nonce()}; }

}  // namespace perk::sync

#include "sync/crypto/hmac.h"

#include "sync/crypto/sodium.h"

namespace perk::sync {

Digest hmac_sha256(std::span<const std::uint8_t> key, std::span<const std::uint8_t> message) {
  Digest digest;
  static_assert(sizeof(digest.bytes) == crypto_auth_hmacsha256_BYTES);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, message.data(), message.size());
  crypto_auth_hmacsha256_final(&state, digest.bytes.data());
  sodium_memzero(&state, sizeof state);
  return digest;
}

}  // namespace perk::sync

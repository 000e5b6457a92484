#include "sync/crypto/keys.h"

#include "ledger/check.h"
#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/key_file.h"
#include "sync/crypto/sodium.h"

namespace perk::sync {

struct LogKey::Secret {
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> bytes{};
  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { sodium_memzero(bytes.data(), bytes.size()); }
};

LogKey::LogKey(std::shared_ptr<const Secret> secret, PublicKey public_key)
    : secret_(std::move(secret)), public_key_(public_key) {}

LogKey LogKey::from_seed(const std::array<std::uint8_t, 32>& seed) {
  make_sodium_ready();
  static_assert(std::tuple_size_v<std::remove_cvref_t<decltype(seed)>> == crypto_sign_SEEDBYTES);
  auto secret = std::make_shared<Secret>();
  PublicKey public_key;
  crypto_sign_seed_keypair(public_key.bytes.data(), secret->bytes.data(), seed.data());
  return {std::move(secret), public_key};
}

LogKey LogKey::generate() {
  make_sodium_ready();
  KeySeed seed;
  randombytes_buf(seed.bytes.data(), seed.bytes.size());
  return from_seed(seed.bytes);
}

Result<LogKey, std::string> LogKey::load(const std::string& path) {
  KeySeed seed;
  const auto read = read_key_file(path, seed);
  if (!read) return failed(read.error());
  return from_seed(seed.bytes);
}

Result<Done, std::string> LogKey::save(const std::string& path) const {
  KeySeed seed;
  crypto_sign_ed25519_sk_to_seed(seed.bytes.data(), secret_->bytes.data());
  return write_key_file(path, seed);
}

Result<Done, std::string> LogKey::save_over(const std::string& path) const {
  KeySeed seed;
  crypto_sign_ed25519_sk_to_seed(seed.bytes.data(), secret_->bytes.data());
  return replace_key_file(path, seed);
}

Signature LogKey::sign(std::span<const std::uint8_t> message) const {
  Signature signature;
  static_assert(sizeof(signature.bytes) == crypto_sign_BYTES);
  crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(),
                       secret_->bytes.data());
  return signature;
}

bool verify(const PublicKey& key, std::span<const std::uint8_t> message,
            const Signature& signature) {
  make_sodium_ready();
  return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                     key.bytes.data()) == 0;
}

std::vector<std::uint8_t> head_bytes(StoreId store, Origin incarnation, Seq seq,
                                     const Digest& hash) {
  return std::move(CanonicalBytes("perk.head.v1")
                       .number(store.value())
                       .number(incarnation.value())
                       .number(seq.value())
                       .raw(hash.bytes))
      .take();
}

std::uint64_t random_bits() {
  make_sodium_ready();
  std::uint64_t bits = 0;
  randombytes_buf(&bits, sizeof bits);
  return bits;
}

std::array<std::uint8_t, 16> random_nonce() {
  make_sodium_ready();
  std::array<std::uint8_t, 16> nonce{};
  randombytes_buf(nonce.data(), nonce.size());
  return nonce;
}

std::array<std::uint8_t, 32> random_key() {
  make_sodium_ready();
  std::array<std::uint8_t, 32> key{};
  randombytes_buf(key.data(), key.size());
  return key;
}

}  // namespace perk::sync

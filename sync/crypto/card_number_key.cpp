#include <algorithm>

#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/hmac.h"
#include "sync/crypto/keys.h"
#include "sync/crypto/sodium.h"

namespace perk::sync {

struct CardNumberKey::Secret {
  std::array<std::uint8_t, 32> bytes{};
  /// Made of `bytes` under a domain of its own: what is proven of codes says nothing of ids, and the
  /// other way round.
  std::array<std::uint8_t, 32> check_key{};
  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() {
    sodium_memzero(bytes.data(), bytes.size());
    sodium_memzero(check_key.data(), check_key.size());
  }
};

CardNumberKey::CardNumberKey(std::uint32_t version, const std::array<std::uint8_t, 32>& key)
    : version_(version) {
  auto secret = std::make_shared<Secret>();
  secret->bytes = key;
  secret->check_key = hmac_sha256(key, CanonicalBytes("perk.check-key.v1").view()).bytes;
  secret_ = std::move(secret);
}

CardNumberKey CardNumberKey::generate(std::uint32_t version) {
  make_sodium_ready();
  Secret fresh;
  randombytes_buf(fresh.bytes.data(), fresh.bytes.size());
  return {version, fresh.bytes};
}

CardId CardNumberKey::card_id(const CardNumber& number) const {
  const std::string_view digits = number.secret_digits();
  CanonicalBytes message("perk.card.v1");
  message.raw({reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()});
  std::vector<std::uint8_t> secret_message = std::move(message).take();
  const Digest digest = hmac_sha256(secret_->bytes, secret_message);
  sodium_memzero(secret_message.data(), secret_message.size());
  CardId card;
  std::copy_n(digest.bytes.begin(), card.bytes.size(), card.bytes.begin());
  return card;
}

Digest CardNumberKey::commitment() const {
  CanonicalBytes message("perk.number-key.v1");
  message.number(version_).raw(secret_->bytes);
  std::vector<std::uint8_t> secret_message = std::move(message).take();
  const Digest digest = sha256(secret_message);
  sodium_memzero(secret_message.data(), secret_message.size());
  return digest;
}

CheckCode CardNumberKey::check_code(std::string_view body) const {
  CanonicalBytes message("perk.check.v1");
  message.raw({reinterpret_cast<const std::uint8_t*>(body.data()), body.size()});
  std::vector<std::uint8_t> secret_message = std::move(message).take();
  const Digest digest = hmac_sha256(secret_->check_key, secret_message);
  sodium_memzero(secret_message.data(), secret_message.size());
  std::uint64_t drawn = 0;
  for (std::size_t i = 0; i < 8; ++i) drawn = drawn << 8 | digest.bytes[i];
  // 2^64 is no multiple of a million: a code's chance differs from 10^-6 by less than 2^-64.
  return CheckCode(drawn % kCheckCodes);
}

std::string CardNumberKey::secret_hex() const { return hex_of(secret_->bytes); }

Result<CardNumberKey, std::string> CardNumberKey::from_hex(std::uint32_t version,
                                                           const std::string& hex) {
  Secret read;
  if (!bytes_from_hex(hex, read.bytes)) {
    return failed("Card number key version " + std::to_string(version) +
                  " is not 64 hexadecimal digits.");
  }
  return CardNumberKey(version, read.bytes);
}

}  // namespace perk::sync

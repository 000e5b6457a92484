#include <algorithm>

#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/hmac.h"
#include "sync/crypto/keys.h"
#include "sync/crypto/sodium.h"

namespace perk::sync {

struct CardNumberKey::Secret {
  std::array<std::uint8_t, 32> bytes{};
  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { sodium_memzero(bytes.data(), bytes.size()); }
};

CardNumberKey::CardNumberKey(std::uint32_t version, const std::array<std::uint8_t, 32>& key)
    : version_(version) {
  auto secret = std::make_shared<Secret>();
  secret->bytes = key;
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

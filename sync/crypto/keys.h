// Keys: a store's log key (Ed25519) and the card-number keys (HMAC-SHA256), by libsodium. Secret keys
// are wiped when they go out of scope and cannot be printed. Thread-safe once made.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/card_number.h"
#include "ledger/ids.h"
#include "ledger/number_range.h"
#include "ledger/result.h"

namespace perk::sync {

/// A store's signing key.
class LogKey {
 public:
  /// A new key from the system's random source.
  [[nodiscard]] static LogKey generate();
  /// From 32 seed bytes (tests, and the file below).
  [[nodiscard]] static LogKey from_seed(const std::array<std::uint8_t, 32>& seed);
  /// Reads an owner-only (0600) file of one line of hex; the error is one clear sentence.
  [[nodiscard]] static Result<LogKey, std::string> load(const std::string& path);
  /// Writes such a file; refuses to overwrite one.
  [[nodiscard]] Result<Done, std::string> save(const std::string& path) const;
  /// The same in the place of what may be there; who reads meanwhile finds one of the two, whole.
  [[nodiscard]] Result<Done, std::string> save_over(const std::string& path) const;

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] Signature sign(std::span<const std::uint8_t> message) const;

 private:
  struct Secret;
  LogKey(std::shared_ptr<const Secret> secret, PublicKey public_key);
  std::shared_ptr<const Secret> secret_;
  PublicKey public_key_;
};

[[nodiscard]] bool verify(const PublicKey& key, std::span<const std::uint8_t> message,
                          const Signature& signature);

/// The bytes that a log head's signature covers: "perk.head.v1" 0x00, store, incarnation, seq, hash.
[[nodiscard]] std::vector<std::uint8_t> head_bytes(StoreId store, Origin incarnation, Seq seq,
                                                   const Digest& hash);

/// The key that turns card numbers into CardIds, versioned per number range (FORMAT.md "CardId").
class CardNumberKey {
 public:
  CardNumberKey(std::uint32_t version, const std::array<std::uint8_t, 32>& key);
  [[nodiscard]] static CardNumberKey generate(std::uint32_t version);
  [[nodiscard]] std::uint32_t version() const { return version_; }
  /// First 16 bytes of HMAC-SHA256(key, "perk.card.v1" 0x00, digits).
  [[nodiscard]] CardId card_id(const CardNumber& number) const;
  /// What the check code of a number with these 12 digits is (FORMAT.md "Card numbers").
  [[nodiscard]] CheckCode check_code(std::string_view body) const;
  /// SHA-256("perk.number-key.v1" 0x00, version, key): says nothing of the key, and fits no other.
  [[nodiscard]] Digest commitment() const;
  /// For enrolment files and the enrolment answer only.
  [[nodiscard]] std::string secret_hex() const;
  [[nodiscard]] static Result<CardNumberKey, std::string> from_hex(std::uint32_t version,
                                                                   const std::string& hex);

 private:
  struct Secret;
  std::uint32_t version_;
  std::shared_ptr<const Secret> secret_;
};

/// Random bits from the system's source: for incarnations, nonces. The only chance in the process.
[[nodiscard]] std::uint64_t random_bits();
[[nodiscard]] std::array<std::uint8_t, 16> random_nonce();
/// For a secret key that is kept elsewhere.
[[nodiscard]] std::array<std::uint8_t, 32> random_key();

}  // namespace perk::sync

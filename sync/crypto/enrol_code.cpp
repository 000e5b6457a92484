#include "sync/crypto/enrol_code.h"

#include <algorithm>

#include "sync/crypto/base32.h"
#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/hash_chain.h"

namespace perk::sync {
namespace {

using CodeBytes = std::array<std::uint8_t, sizeof(EnrolSecret) + sizeof(AuthorityMark)>;
constexpr std::size_t kCodeDigits = (sizeof(CodeBytes) * 8 + 4) / 5;

/// The bits that the last digit has beyond the bytes must be zero: a code has one spelling.
std::optional<CodeBytes> bytes_of(std::string_view digits) {
  CodeBytes bytes{};
  unsigned held = 0;
  unsigned bits = 0;
  std::size_t at = 0;
  for (const char digit : digits) {
    held = held << 5 | base32_value(digit);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = static_cast<std::uint8_t>(held >> bits);
    held &= (1U << bits) - 1;
  }
  if (held != 0) return std::nullopt;
  return bytes;
}

}  // namespace

AuthorityMark mark_of(const Digest& authority_fingerprint) {
  AuthorityMark mark{};
  std::copy_n(authority_fingerprint.bytes.begin(), mark.size(), mark.begin());
  return mark;
}

std::string to_text(const EnrolCode& code) {
  CodeBytes bytes{};
  std::copy(code.authority.begin(), code.authority.end(),
            std::copy(code.secret.begin(), code.secret.end(), bytes.begin()));
  return in_groups(base32_of(bytes, kCodeDigits));
}

std::optional<EnrolCode> enrol_code_from_text(std::string_view text) {
  const auto digits = base32_digits(text);
  if (!digits || digits->size() != kCodeDigits) return std::nullopt;
  const auto bytes = bytes_of(*digits);
  if (!bytes) return std::nullopt;
  EnrolCode code;
  std::copy_n(bytes->begin(), code.secret.size(), code.secret.begin());
  std::copy_n(bytes->begin() + code.secret.size(), code.authority.size(), code.authority.begin());
  return code;
}

Digest hash_of(const EnrolSecret& secret) { return sha256(secret); }

std::vector<std::uint8_t> enrol_proof_bytes(const EnrolHello& hello) {
  CanonicalBytes bytes("perk.enrol.v1");
  bytes.raw(hello.secret).raw(hello.log_key.bytes).text(hello.request);
  return std::move(bytes).take();
}

}  // namespace perk::sync

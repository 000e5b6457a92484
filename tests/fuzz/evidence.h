// The key that the seeds of the target evidence are signed with.
#pragma once

#include <algorithm>
#include <string>

#include "sync/crypto/canonical_bytes.h"
#include "sync/crypto/keys.h"

namespace perk::fuzz {

inline const sync::LogKey kSeedKey = sync::LogKey::from_seed({7});

/// The last two lines of a file of heads whose other lines give this digest.
inline std::string closing_of_heads(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "sha256 " + to_hex(digest) + "\nsignature ";
  const Signature signature =
      kSeedKey.sign(sync::CanonicalBytes("perk.heads.v1").raw(digest.bytes).view());
  for (const std::uint8_t byte : signature.bytes) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text + "\n";
}

}  // namespace perk::fuzz

// A key that a peer says it shares with a server, bare: any name, any bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <openssl/ssl.h>

#include "sync/tls/paired_key.h"

namespace perk::test {

struct RawKey {
  std::string name;
  std::vector<std::uint8_t> secret;
  std::uint32_t early_bytes_max = 0;  ///< What it may send before it has heard anything.
};

/// What a till would make of its pairing.
[[nodiscard]] RawKey raw(const sync::PairedKey& key);
/// Connections of this context offer the key, which outlives them.
void offer_key(SSL_CTX* context, const RawKey& key);

}  // namespace perk::test

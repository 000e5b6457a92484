// The first words of a till that is paired, as OpenSSL would never say them: with any of the two ways to use the
// key, and right in all else (RFC 8446, 4.2.9 and 4.2.11.2). Pure but for the chance in them.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/tls/raw_key.h"

namespace perk::test {

enum class KeyUse : std::uint8_t { Alone = 0, WithFreshExchange = 1 };

/// One record: a ClientHello that offers the key, and this one use of it.
[[nodiscard]] std::vector<std::uint8_t> paired_hello(const RawKey& key, KeyUse use);

/// Whether a server's answer, in the clear still, says that it took the key that was offered.
[[nodiscard]] bool takes_the_key(const std::vector<std::uint8_t>& answer);

}  // namespace perk::test

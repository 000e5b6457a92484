// HMAC-SHA256 by libsodium. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <span>

#include "ledger/ids.h"

namespace perk::sync {

[[nodiscard]] Digest hmac_sha256(std::span<const std::uint8_t> key,
                                 std::span<const std::uint8_t> message);

}  // namespace perk::sync

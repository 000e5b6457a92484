// CRC-32C (Castagnoli), by Boost.CRC: finds what a broken line or a broken memory did to a frame, not
// what a person did (that is what hashes and signatures are for). Pure; thread-safe.
#pragma once

#include <cstdint>
#include <span>

namespace perk::sync {

/// Of `head` followed by `tail`.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::uint8_t> head,
                                   std::span<const std::uint8_t> tail);

}  // namespace perk::sync

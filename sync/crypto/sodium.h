// libsodium, made ready before its first use. For the files of this folder only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <sodium.h>

namespace perk::sync {

/// To be called before anything else of libsodium. Cheap after the first time; thread-safe.
void make_sodium_ready();

/// Lower-case hexadecimal of a secret; the caller decides where it may go.
[[nodiscard]] std::string hex_of(std::span<const std::uint8_t> bytes);
/// Fills `bytes` from exactly as many hex digit pairs; false if `hex` is anything else.
[[nodiscard]] bool bytes_from_hex(std::string_view hex, std::span<std::uint8_t> bytes);

}  // namespace perk::sync

// The payload of a frame, made smaller by zstd. For frame.cpp only. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sync/wire/frame.h"

namespace perk::sync {

/// None if it would not be smaller.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> compress_payload(
    std::span<const std::uint8_t> payload);
/// Takes memory only after the declared size was found to be at most `bytes_max`.
[[nodiscard]] Result<std::vector<std::uint8_t>, FrameError> restore_payload(
    std::span<const std::uint8_t> compressed, std::size_t bytes_max);

}  // namespace perk::sync

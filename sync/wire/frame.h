// Frames: how messages share a byte stream. A header of 12 bytes, then the payload:
//   length  u32 big-endian, of the payload as sent (after compression)
//   crc32c  u32 big-endian, over type, flags, reserved and payload as sent
//   type    u8
//   flags   u8, bit 0: the payload is zstd-compressed
//   reserved u16, zero
// The length is checked before any memory is taken; so is a compressed payload's declared size.
// Pure; no socket. PROTOCOL.md "Frames".
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/result.h"

namespace perk::sync {

struct Frame {
  std::uint8_t type = 0;
  std::vector<std::uint8_t> payload;
  friend bool operator==(const Frame&, const Frame&) = default;
};

enum class FrameError { TooLong, ChecksumWrong, FlagsUnknown, CompressionBroken };
[[nodiscard]] std::string to_string(FrameError error);

struct FrameLimits {
  std::size_t payload_bytes_max = 4 * 1024 * 1024;  ///< As sent and, if compressed, as restored.
  std::size_t compress_above = 512;  ///< Payloads longer than this are tried with zstd.
};

inline constexpr std::size_t kFrameHeaderBytes = 12;

struct FrameHeader {
  std::uint32_t length = 0;
  std::uint32_t crc = 0;
  std::uint8_t type = 0;
  std::uint8_t flags = 0;
};

[[nodiscard]] std::vector<std::uint8_t> encode_frame(const Frame& frame, const FrameLimits& limits);
/// Reads a header; refuses a length above the limit, so that nobody allocates for it.
[[nodiscard]] Result<FrameHeader, FrameError> decode_frame_header(
    std::span<const std::uint8_t, kFrameHeaderBytes> bytes, const FrameLimits& limits);
/// Checks and unpacks the payload that followed the header.
[[nodiscard]] Result<Frame, FrameError> decode_frame_body(const FrameHeader& header,
                                                          std::vector<std::uint8_t> payload,
                                                          const FrameLimits& limits);

}  // namespace perk::sync

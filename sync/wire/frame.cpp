#include "sync/wire/frame.h"

#include <limits>

#include "ledger/check.h"
#include "sync/wire/crc32c.h"
#include "sync/wire/frame_compression.h"

namespace perk::sync {
namespace {

constexpr std::uint8_t kCompressed = 0x01;

using SealedPart = std::array<std::uint8_t, 4>;  // What the CRC covers of the header.
SealedPart sealed_part(std::uint8_t type, std::uint8_t flags) { return {type, flags, 0, 0}; }

void put_u32(std::vector<std::uint8_t>& bytes, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint32_t get_u32(std::span<const std::uint8_t, 4> bytes) {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

std::vector<std::uint8_t> assemble(std::uint8_t type, std::uint8_t flags,
                                   std::span<const std::uint8_t> payload) {
  PERK_CHECK(payload.size() <= std::numeric_limits<std::uint32_t>::max(),
             "a frame's length has 32 bits");
  const SealedPart sealed = sealed_part(type, flags);
  std::vector<std::uint8_t> bytes;
  bytes.reserve(kFrameHeaderBytes + payload.size());
  put_u32(bytes, static_cast<std::uint32_t>(payload.size()));
  put_u32(bytes, crc32c(sealed, payload));
  bytes.insert(bytes.end(), sealed.begin(), sealed.end());
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  return bytes;
}

}  // namespace

std::string to_string(FrameError error) {
  switch (error) {
    case FrameError::TooLong:
      return "the frame is longer than allowed";
    case FrameError::ChecksumWrong:
      return "the frame's checksum is wrong";
    case FrameError::FlagsUnknown:
      return "the frame has flags that this version does not know";
    case FrameError::CompressionBroken:
      return "the frame's compressed payload cannot be restored";
  }
  return "the frame is broken";
}

std::vector<std::uint8_t> encode_frame(const Frame& frame, const FrameLimits& limits) {
  if (frame.payload.size() > limits.compress_above) {
    if (const auto compressed = compress_payload(frame.payload))
      return assemble(frame.type, kCompressed, *compressed);
  }
  return assemble(frame.type, 0, frame.payload);
}

Result<FrameHeader, FrameError> decode_frame_header(
    std::span<const std::uint8_t, kFrameHeaderBytes> bytes, const FrameLimits& limits) {
  const FrameHeader header{get_u32(bytes.subspan<0, 4>()), get_u32(bytes.subspan<4, 4>()), bytes[8],
                           bytes[9]};
  if (header.length > limits.payload_bytes_max) return failed(FrameError::TooLong);
  const bool is_reserved_zero = bytes[10] == 0 && bytes[11] == 0;
  if (!is_reserved_zero || (header.flags & ~kCompressed) != 0)
    return failed(FrameError::FlagsUnknown);
  return header;
}

Result<Frame, FrameError> decode_frame_body(const FrameHeader& header,
                                            std::vector<std::uint8_t> payload,
                                            const FrameLimits& limits) {
  const bool is_whole = payload.size() == header.length;
  if (!is_whole || crc32c(sealed_part(header.type, header.flags), payload) != header.crc) {
    return failed(FrameError::ChecksumWrong);
  }
  if ((header.flags & kCompressed) == 0) return Frame{header.type, std::move(payload)};
  auto restored = restore_payload(payload, limits.payload_bytes_max);
  if (!restored) return failed(restored.error());
  return Frame{header.type, std::move(restored).value()};
}

}  // namespace perk::sync

// Frames out of a stream of bytes that comes in pieces of any size. Memory is taken as bytes arrive,
// never for a length that was only announced: at most twice what has come, and never more than the
// frame's bound. Pure; single-threaded; no socket. After a failure the stream has no next frame.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sync/wire/frame.h"

namespace perk::sync {

class FrameAssembler {
 public:
  explicit FrameAssembler(FrameLimits limits) : limits_(limits) {}

  /// Where the next bytes go; valid until the next call of anything here. Never empty.
  [[nodiscard]] std::span<std::uint8_t> room();
  /// `count` bytes were put into the last room().
  void filled(std::size_t count);
  /// The next whole frame, if it is here.
  [[nodiscard]] Result<std::optional<Frame>, FrameError> next();

  /// Whether a frame has begun and is not complete.
  [[nodiscard]] bool is_inside_frame() const { return end_ > begin_; }
  /// Bytes of the frame that has begun, header included; the header's while its length is unknown.
  [[nodiscard]] std::size_t frame_bytes() const { return frame_bytes_; }

 private:
  [[nodiscard]] Result<std::optional<FrameHeader>, FrameError> header_here();

  FrameLimits limits_;
  std::vector<std::uint8_t> buffer_;  ///< Unread bytes are [begin_, end_).
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t frame_bytes_ = kFrameHeaderBytes;
};

}  // namespace perk::sync

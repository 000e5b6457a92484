// Input: the frame's bound, how the pieces are cut, the pieces' lengths, the stream.
#include <algorithm>
#include <array>
#include <optional>

#include "sync/wire/crc32c.h"
#include "sync/wire/frame_assembler.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

using sync::Frame;
using sync::FrameError;
using sync::FrameLimits;
using sync::kFrameHeaderBytes;
using Stream = std::vector<std::uint8_t>;

constexpr std::size_t kRoomMin = 4 * 1024;  // What an assembler takes before it knows anything.

std::uint32_t length_at(const Stream& stream, std::size_t at) {
  std::uint32_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length = length << 8 | stream[at + i];
  return length;
}

/// Gives each whole frame the checksum that belongs to it: what chance seldom does.
void put_checksums(Stream& stream) {
  for (std::size_t at = 0; stream.size() - at >= kFrameHeaderBytes;) {
    const std::size_t length = length_at(stream, at);
    if (stream.size() - at - kFrameHeaderBytes < length) return;
    const auto frame = std::span(stream).subspan(at);
    const std::uint32_t crc = sync::crc32c(frame.subspan(8, 4), frame.subspan(12, length));
    for (std::size_t i = 0; i < 4; ++i)
      stream[at + 4 + i] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
    at += kFrameHeaderBytes + length;
  }
}

struct Heard {
  std::vector<Frame> frames;
  std::optional<FrameError> error;  ///< After which there is no next frame.
  friend bool operator==(const Heard&, const Heard&) = default;
};

/// The deliberately dumb way: all bytes at once.
Heard read_whole(const Stream& stream, const FrameLimits& limits) {
  Heard heard;
  for (std::size_t at = 0; stream.size() - at >= kFrameHeaderBytes;) {
    const auto here = std::span(stream).subspan(at);
    const auto header = sync::decode_frame_header(here.first<kFrameHeaderBytes>(), limits);
    if (!header) return {std::move(heard.frames), header.error()};
    if (here.size() - kFrameHeaderBytes < header.value().length) return heard;
    const auto payload = here.subspan(kFrameHeaderBytes, header.value().length);
    auto frame = sync::decode_frame_body(header.value(), {payload.begin(), payload.end()}, limits);
    if (!frame) return {std::move(heard.frames), frame.error()};
    heard.frames.push_back(std::move(frame).value());
    at += kFrameHeaderBytes + payload.size();
  }
  return heard;
}

/// Takes all frames that are here. False after a failure.
bool take_frames(sync::FrameAssembler& assembler, Heard& heard) {
  for (;;) {
    auto next = assembler.next();
    if (!next) heard.error = next.error();
    if (!next) return false;
    if (!next.value()) return true;
    heard.frames.push_back(*std::move(next).value());
  }
}

Heard read_in_pieces(const Stream& stream, const Stream& pieces, const FrameLimits& limits) {
  Heard heard;
  sync::FrameAssembler assembler(limits);
  std::size_t came = 0;
  for (std::size_t turn = 0; came < stream.size(); ++turn) {
    const auto room = assembler.room();
    require(!room.empty(), "there is room for more");
    require(room.size() <= 2 * came + kRoomMin, "memory is taken as bytes arrive");
    require(room.size() <= limits.payload_bytes_max + kFrameHeaderBytes + kRoomMin,
            "memory stays within the frame's bound");
    const std::size_t wanted = pieces.empty() ? room.size() : pieces[turn % pieces.size()] + 1U;
    const std::size_t count = std::min({wanted, room.size(), stream.size() - came});
    std::copy_n(stream.begin() + static_cast<std::ptrdiff_t>(came), count, room.begin());
    assembler.filled(count);
    came += count;
    if (!take_frames(assembler, heard)) break;
  }
  return heard;
}

void check_written_again(const Frame& frame, const FrameLimits& limits) {
  require(frame.payload.size() <= limits.payload_bytes_max, "a payload is within its bound");
  const Heard again = read_whole(sync::encode_frame(frame, limits), limits);
  require(!again.error && again.frames == std::vector{frame}, "a frame written reads as itself");
}

}  // namespace

void framing(Input input) {
  InputReader reader(input);
  const std::uint8_t bound = reader.byte();
  const std::uint8_t how = reader.byte();
  const FrameLimits limits{.payload_bytes_max = std::size_t{16} << (bound % 16),
                           .compress_above = bound / 16U * 64U};
  const Stream pieces = reader.bytes(how % 32);
  Stream stream = reader.rest();
  if (how >= 128) put_checksums(stream);

  const Heard heard = read_in_pieces(stream, pieces, limits);
  require(heard == read_whole(stream, limits), "how a stream is cut into pieces changes nothing");
  for (const Frame& frame : heard.frames) check_written_again(frame, limits);
}

}  // namespace perk::fuzz

#include "sync/wire/frame_assembler.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk::sync {
namespace {

constexpr std::size_t kRoomMin = 4 * 1024;

}  // namespace

std::span<std::uint8_t> FrameAssembler::room() {
  const std::size_t here = end_ - begin_;
  if (begin_ > 0) std::copy_n(buffer_.data() + begin_, here, buffer_.data());
  begin_ = 0;
  end_ = here;
  const std::size_t missing = frame_bytes_ > here ? frame_bytes_ - here : 0;
  const std::size_t size = here + std::max(kRoomMin, std::min(missing, here));
  if (buffer_.size() < size) buffer_.resize(size);
  return std::span(buffer_).subspan(end_);
}

void FrameAssembler::filled(std::size_t count) {
  PERK_CHECK(count <= buffer_.size() - end_, "no more bytes are filled in than there was room for");
  end_ += count;
}

Result<std::optional<FrameHeader>, FrameError> FrameAssembler::header_here() {
  if (end_ - begin_ < kFrameHeaderBytes) return std::optional<FrameHeader>();
  const auto bytes = std::span(buffer_).subspan(begin_).first<kFrameHeaderBytes>();
  const auto header = decode_frame_header(bytes, limits_);
  if (!header) return failed(header.error());
  return std::optional(header.value());
}

Result<std::optional<Frame>, FrameError> FrameAssembler::next() {
  const auto header = header_here();
  if (!header) return failed(header.error());
  if (!header.value()) return std::optional<Frame>();
  frame_bytes_ = kFrameHeaderBytes + header.value()->length;
  if (end_ - begin_ < frame_bytes_) return std::optional<Frame>();

  const auto payload =
      std::span(buffer_).subspan(begin_ + kFrameHeaderBytes, header.value()->length);
  auto frame = decode_frame_body(*header.value(), {payload.begin(), payload.end()}, limits_);
  begin_ += frame_bytes_;
  frame_bytes_ = kFrameHeaderBytes;
  if (begin_ == end_ && buffer_.size() > 64 * kRoomMin) buffer_ = {};
  if (begin_ == end_) begin_ = end_ = 0;
  if (!frame) return failed(frame.error());
  return std::optional(std::move(frame).value());
}

}  // namespace perk::sync

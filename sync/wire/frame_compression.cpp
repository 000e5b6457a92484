#include "sync/wire/frame_compression.h"

#include <zstd.h>

namespace perk::sync {
namespace {

// 3 is zstd's own default: a batch of a megabyte takes a few milliseconds. Higher levels win a percent
// or two on such batches and cost several times the work.
constexpr int kLevel = 3;

}  // namespace

std::optional<std::vector<std::uint8_t>> compress_payload(std::span<const std::uint8_t> payload) {
  std::vector<std::uint8_t> compressed(ZSTD_compressBound(payload.size()));
  const std::size_t size =
      ZSTD_compress(compressed.data(), compressed.size(), payload.data(), payload.size(), kLevel);
  if (ZSTD_isError(size) != 0 || size >= payload.size()) return std::nullopt;
  compressed.resize(size);
  return compressed;
}

Result<std::vector<std::uint8_t>, FrameError> restore_payload(
    std::span<const std::uint8_t> compressed, std::size_t bytes_max) {
  const unsigned long long declared =
      ZSTD_getFrameContentSize(compressed.data(), compressed.size());
  if (declared == ZSTD_CONTENTSIZE_UNKNOWN || declared == ZSTD_CONTENTSIZE_ERROR) {
    return failed(FrameError::CompressionBroken);
  }
  if (declared > bytes_max) return failed(FrameError::TooLong);
  std::vector<std::uint8_t> payload(static_cast<std::size_t>(declared));
  const std::size_t size =
      ZSTD_decompress(payload.data(), payload.size(), compressed.data(), compressed.size());
  if (ZSTD_isError(size) != 0 || size != payload.size())
    return failed(FrameError::CompressionBroken);
  return payload;
}

}  // namespace perk::sync

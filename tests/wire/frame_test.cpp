#include "sync/wire/frame.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include "sync/wire/crc32c.h"
#include "tests/support/seeds.h"
#include "tests/wire/random_values.h"

namespace perk::sync {
namespace {

using test::for_each_seed;
using test::Random;
using Bytes = std::vector<std::uint8_t>;

/// What a receiver makes of the bytes of one frame.
Result<Frame, FrameError> decode(const Bytes& bytes, const FrameLimits& limits = {}) {
  const auto header = decode_frame_header(std::span(bytes).first<kFrameHeaderBytes>(), limits);
  if (!header) return failed(header.error());
  return decode_frame_body(header.value(), {bytes.begin() + kFrameHeaderBytes, bytes.end()},
                           limits);
}

Bytes repetitive(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i % 7);
  return bytes;
}

/// A frame whose payload is `payload` as it stands, with the flag that says it is compressed.
Bytes claimed_compressed(const Bytes& payload) {
  Bytes bytes = encode_frame({5, payload}, {.compress_above = SIZE_MAX});
  bytes[9] = 1;
  const std::uint32_t crc = crc32c(std::span(bytes).subspan(8, 4), payload);
  for (std::size_t i = 0; i < 4; ++i) bytes[4 + i] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
  return bytes;
}

Bytes zstd(const Bytes& content) {
  Bytes compressed(ZSTD_compressBound(content.size()));
  compressed.resize(
      ZSTD_compress(compressed.data(), compressed.size(), content.data(), content.size(), 3));
  return compressed;
}

TEST(Crc32c, GivesTheCheckValueOfItsCatalogue) {
  const std::string digits = "123456789";
  EXPECT_EQ(crc32c({}, Bytes(digits.begin(), digits.end())), 0xE3069283U);
}

TEST(Frame, ReadsBackAsItWasWritten) {
  for_each_seed(200, [](Random& random) {
    const Frame frame{static_cast<std::uint8_t>(random.next()), test::random_bytes(random, 3'000)};
    const auto decoded = decode(encode_frame(frame, {}));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded.value(), frame);
  });
}

TEST(Frame, OfALongPayloadIsCompressed) {
  const Frame frame{5, repetitive(100'000)};
  const Bytes bytes = encode_frame(frame, {});
  EXPECT_LT(bytes.size(), 1'000U);
  EXPECT_EQ(bytes[9], 1);
  ASSERT_TRUE(decode(bytes));
  EXPECT_EQ(decode(bytes).value(), frame);
}

TEST(Frame, ThatCompressionWouldGrowIsSentAsItIs) {
  Random random(1);
  Frame frame{5, Bytes(2'000)};
  for (auto& byte : frame.payload) byte = static_cast<std::uint8_t>(random.next());
  const Bytes bytes = encode_frame(frame, {});
  EXPECT_EQ(bytes.size(), kFrameHeaderBytes + 2'000);
  EXPECT_EQ(bytes[9], 0);
}

TEST(Frame, WithAnyByteFlippedIsRefused) {
  for (const std::size_t size : {std::size_t{40}, std::size_t{900}}) {
    const Bytes good = encode_frame({5, repetitive(size)}, {});
    for (std::size_t i = 0; i < good.size(); ++i) {
      Bytes bad = good;
      bad[i] ^= 0x10;
      EXPECT_FALSE(decode(bad)) << "byte " << i << " of " << good.size();
    }
  }
}

TEST(Frame, OfATruncatedPayloadIsRefused) {
  Bytes bytes = encode_frame({5, repetitive(40)}, {});
  bytes.pop_back();
  ASSERT_FALSE(decode(bytes));
  EXPECT_EQ(decode(bytes).error(), FrameError::ChecksumWrong);
}

TEST(Frame, AboveTheBoundIsRefusedByItsHeaderAlone) {
  std::array<std::uint8_t, kFrameHeaderBytes> header{0xff, 0xff, 0xff, 0xff};
  const auto decoded = decode_frame_header(header, {});
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error(), FrameError::TooLong);
}

TEST(Frame, WithUnknownFlagsIsRefused) {
  for (int bit = 1; bit < 8; ++bit) {
    Bytes bytes = encode_frame({5, repetitive(40)}, {});
    bytes[9] = static_cast<std::uint8_t>(1 << bit);
    ASSERT_FALSE(decode(bytes));
    EXPECT_EQ(decode(bytes).error(), FrameError::FlagsUnknown);
  }
}

TEST(Frame, WithSomethingReservedInItIsRefused) {
  Bytes bytes = encode_frame({5, {}}, {});
  bytes[11] = 1;
  ASSERT_FALSE(decode(bytes));
  EXPECT_EQ(decode(bytes).error(), FrameError::FlagsUnknown);
}

TEST(Frame, ThatOnlyClaimsToBeCompressedIsRefused) {
  const auto decoded = decode(claimed_compressed(repetitive(40)));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error(), FrameError::CompressionBroken);
}

TEST(Frame, ThatUnpacksToMoreThanTheBoundIsRefusedBeforeUnpacking) {
  const FrameLimits limits{.payload_bytes_max = 10'000};
  const Bytes bomb = zstd(Bytes(10'001));
  ASSERT_LT(bomb.size(), 100U);
  const auto decoded = decode(claimed_compressed(bomb), limits);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error(), FrameError::TooLong);
}

TEST(Frame, ThatUnpacksToMoreThanItDeclaredIsRefused) {
  Bytes two = zstd(Bytes(5'000));
  const Bytes again = two;
  two.insert(two.end(), again.begin(),
             again.end());  // The first one declares half of what both hold.
  const auto decoded = decode(claimed_compressed(two));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error(), FrameError::CompressionBroken);
}

TEST(Frame, OfTruncatedCompressionIsRefused) {
  Bytes compressed = zstd(repetitive(5'000));
  compressed.resize(compressed.size() - 1);
  const auto decoded = decode(claimed_compressed(compressed));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error(), FrameError::CompressionBroken);
}

TEST(Frame, EveryErrorHasASentence) {
  for (const auto error : {FrameError::TooLong, FrameError::ChecksumWrong, FrameError::FlagsUnknown,
                           FrameError::CompressionBroken}) {
    EXPECT_TRUE(to_string(error).starts_with("the frame"));
  }
}

}  // namespace
}  // namespace perk::sync

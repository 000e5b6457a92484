#include "sync/wire/frame_assembler.h"

#include <gtest/gtest.h>

#include "tests/support/seeds.h"
#include "tests/wire/random_values.h"

namespace perk::sync {
namespace {

using test::for_each_seed;
using test::Random;
using Bytes = std::vector<std::uint8_t>;

/// Hands over the bytes in pieces of at most `piece_max`, as a socket would.
Result<std::vector<Frame>, FrameError> assemble(FrameAssembler& assembler,
                                                std::span<const std::uint8_t> bytes, Random& random,
                                                std::size_t piece_max) {
  std::vector<Frame> frames;
  while (!bytes.empty()) {
    const auto room = assembler.room();
    const std::size_t piece = std::min(
        {room.size(), bytes.size(), static_cast<std::size_t>(1 + random.below(piece_max))});
    std::copy_n(bytes.begin(), piece, room.begin());
    assembler.filled(piece);
    bytes = bytes.subspan(piece);
    for (;;) {
      auto next = assembler.next();
      if (!next) return failed(next.error());
      if (!next.value()) break;
      frames.push_back(*std::move(next).value());
    }
  }
  return frames;
}

TEST(FrameAssembler, FindsEveryFrameHoweverTheBytesArrive) {
  for_each_seed(100, [](Random& random) {
    std::vector<Frame> sent;
    Bytes bytes;
    for (std::uint64_t count = random.below(10); count > 0; --count) {
      sent.push_back(
          {static_cast<std::uint8_t>(random.next()), test::random_bytes(random, 20'000)});
      const Bytes encoded = encode_frame(sent.back(), {});
      bytes.insert(bytes.end(), encoded.begin(), encoded.end());
    }
    FrameAssembler assembler({});
    const auto frames = assemble(assembler, bytes, random, random.chance(50) ? 10 : 100'000);
    ASSERT_TRUE(frames);
    EXPECT_EQ(frames.value(), sent);
    EXPECT_FALSE(assembler.is_inside_frame());
  });
}

TEST(FrameAssembler, NoticesAFrameThatBeganAndDidNotEnd) {
  Random random(1);
  Bytes bytes = encode_frame({5, Bytes(100, 7)}, {});
  bytes.pop_back();
  FrameAssembler assembler({});
  const auto frames = assemble(assembler, bytes, random, 1'000);
  ASSERT_TRUE(frames);
  EXPECT_TRUE(frames.value().empty());
  EXPECT_TRUE(assembler.is_inside_frame());
  EXPECT_EQ(assembler.frame_bytes(), bytes.size() + 1);
}

TEST(FrameAssembler, TakesNoMemoryForALengthThatWasOnlyAnnounced) {
  Bytes header = encode_frame({5, Bytes(4'000'000, 7)}, {.compress_above = SIZE_MAX});
  header.resize(kFrameHeaderBytes);
  Random random(1);
  FrameAssembler assembler({});
  ASSERT_TRUE(assemble(assembler, header, random, 100));
  EXPECT_LE(assembler.room().size(), 8'192U);
}

TEST(FrameAssembler, RefusesALengthAboveTheBoundAtOnce) {
  Random random(1);
  FrameAssembler assembler({});
  const auto frames = assemble(assembler, Bytes(kFrameHeaderBytes, 0xff), random, 100);
  ASSERT_FALSE(frames);
  EXPECT_EQ(frames.error(), FrameError::TooLong);
}

TEST(FrameAssembler, LivesThroughRandomBytes) {
  for_each_seed(500, [](Random& random) {
    Bytes bytes = test::random_bytes(random, 2'000);
    if (bytes.size() >= 2)
      bytes[0] = bytes[1] = 0;  // Lengths within the bound: the checksum must decide.
    FrameAssembler assembler({});
    const auto frames = assemble(assembler, bytes, random, 300);
    if (frames) {
      EXPECT_TRUE(frames.value().empty());
    }
  });
}

}  // namespace
}  // namespace perk::sync

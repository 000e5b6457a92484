#include "sync/crypto/short_code.h"

#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"

namespace perk::sync {
namespace {

TEST(ShortCode, IsTheFirstHundredBitsInGroupsOfFive) {
  Digest digest;
  EXPECT_EQ(short_code(digest), "00000-00000-00000-00000");
  digest.bytes.fill(0xff);
  EXPECT_EQ(short_code(digest), "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ");
  digest.bytes = {0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf,
                  0x84, 0x65, 0x3a, 0x56, 0xd7, 0xc6, 0x75, 0xbe, 0x77, 0xdf};
  EXPECT_EQ(short_code(digest), "01234-56789-ABCDE-FGHJK");
}

TEST(ShortCode, EachOfItsBitsCountsAndNoneBeyond) {
  const Digest digest = sha256({});
  for (std::size_t bit = 0; bit < 256; ++bit) {
    Digest other = digest;
    other.bytes[bit / 8] ^= static_cast<std::uint8_t>(0x80U >> (bit % 8));
    EXPECT_EQ(short_code(other) != short_code(digest), bit < 100) << bit;
  }
}

TEST(ShortCode, IsReadAsPeopleWriteIt) {
  const std::string code = "01234-56789-ABCDE-FGHJK";
  EXPECT_EQ(short_code_from_text(code), code);
  EXPECT_EQ(short_code_from_text("oi234 56789 abcde fghjk"), code);
  EXPECT_EQ(short_code_from_text("0L23456789ABCDEFGHJK"), code);
  for (const char* const wrong : {"", "01234-56789-ABCDE-FGHJ", "01234-56789-ABCDE-FGHJKM",
                                  "01234-56789-ABCDE-FGHJU", "heads/2026-11-21.txt"})
    EXPECT_EQ(short_code_from_text(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace perk::sync

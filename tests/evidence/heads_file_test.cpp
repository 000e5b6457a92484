// A file of heads has one form, and nothing in it can be altered.
#include "central/evidence/heads_file.h"

#include <gtest/gtest.h>

#include "tests/evidence/owed.h"

namespace perk::test {
namespace {

using namespace central;

std::string why_refused(const std::string& text) {
  const auto read = read_heads(text);
  return read ? "" : read.error();
}

TEST(HeadsFile, ReadsAsItWasWritten) {
  const std::string text = write_heads(shown_heads(), kEvidenceKey);
  const auto read = read_heads(text);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read.value().heads, shown_heads());
  EXPECT_EQ(read.value().key, kEvidenceKey.public_key());
  EXPECT_EQ(write_heads(read.value().heads, kEvidenceKey), text) << "signing again gives the same";
  EXPECT_EQ(code_of(read.value()).size(), 23U);
}

TEST(HeadsFile, IsWrittenLineByLine) {
  const std::string text = write_heads(shown_heads(), kEvidenceKey);
  EXPECT_TRUE(
      text.starts_with("perk-heads 1\ncurrency EUR\nshards 2\nepoch 1\n"
                       "taken 2026-11-21T10:15:00.123Z 1795256100123\nkey "))
      << text;
  EXPECT_NE(text.find("\nlog 9c3f77aa0142e5d1 store 3 seq 57 hash "), std::string::npos) << text;
  EXPECT_NE(text.find("\nshard 0 epoch 1 position 61 hash "), std::string::npos) << text;
}

TEST(HeadsFile, NoByteOfItCanBeAltered) {
  const std::string text = write_heads(shown_heads(), kEvidenceKey);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const unsigned mask : {0x01U, 0x20U, 0x80U}) {
      std::string altered = text;
      altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ mask);
      EXPECT_NE(why_refused(altered), "") << at;
    }
    EXPECT_NE(why_refused(text.substr(0, at)), "") << at;
  }
  EXPECT_NE(why_refused(text + "\n"), "");
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), instead);
}

TEST(HeadsFile, SaysWhatIsWrongWithIt) {
  const std::string text = write_heads(shown_heads(), kEvidenceKey);
  EXPECT_NE(why_refused("heads\n").find("first line"), std::string::npos);
  EXPECT_NE(why_refused(with(text, "seq 57", "seq 40")).find("do not give the SHA-256"),
            std::string::npos);
  EXPECT_NE(why_refused(with(text, "seq 57", "seq 057")).find("altered"), std::string::npos);
  EXPECT_NE(why_refused(with(text, "shard 1", "shard 3")).find("line 11"), std::string::npos);
  const std::string other = write_heads(shown_heads(), sync::LogKey::from_seed({8}));
  const std::string forged =
      text.substr(0, text.find("signature")) + other.substr(other.find("signature"));
  EXPECT_NE(why_refused(forged).find("signature"), std::string::npos);
}

}  // namespace
}  // namespace perk::test

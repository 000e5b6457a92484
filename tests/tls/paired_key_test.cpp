// The file in which both ends keep what they share.
#include "sync/tls/paired_key.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tls/trust.h"

namespace perk::sync {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class PairingFile : public ::testing::Test {
 protected:
  std::string why_not_load() {
    const auto loaded = PairedKey::load(path);
    return loaded ? "it was loaded" : loaded.error();
  }
  void write(const std::string& text) {
    std::ofstream(path, std::ios::trunc) << text;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  }

  const test::TemporaryDirectory directory;
  const std::string path = (directory.path() / "till.pairing").string();
  const PairedKey key = PairedKey::make(StoreId(17), TerminalId(42)).value();
};

TEST_F(PairingFile, HoldsWhatWasSaved) {
  ASSERT_TRUE(key.save(path));
  const auto loaded = PairedKey::load(path);
  ASSERT_TRUE(loaded) << loaded.error();
  EXPECT_EQ(loaded.value().store(), Party::store(17));
  EXPECT_EQ(loaded.value().terminal(), Party::terminal(42));
  EXPECT_EQ(loaded.value().secret(), key.secret());
  EXPECT_EQ(loaded.value().fingerprint(), key.fingerprint());
  EXPECT_EQ(test::text_of(path), key.secret_text());
}

TEST_F(PairingFile, IsForItsOwnersEyes) {
  ASSERT_TRUE(key.save(path));
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  for (const auto others : {fs::perms::group_read, fs::perms::others_read}) {
    fs::permissions(path, fs::perms::owner_read | others);
    EXPECT_EQ(why_not_load(), "The pairing file " + path +
                                  " can be read by others than its owner; run: chmod 600 " + path +
                                  ".");
  }
}

TEST_F(PairingFile, IsNotWrittenOver) {
  ASSERT_TRUE(key.save(path));
  const auto other = PairedKey::make(StoreId(17), TerminalId(42)).value();
  const auto again = other.save(path);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(), "The pairing file " + path + " exists already and is not overwritten.");
  EXPECT_EQ(test::text_of(path), key.secret_text());
}

TEST_F(PairingFile, IsReadToTheLetter) {
  const std::string right = key.secret_text();
  const std::string digits = right.substr(right.size() - 65, 64);
  const std::string head = "perk pairing 1\nstore 17\nterminal 42\nkey ";
  write(head + digits + "\n");
  EXPECT_EQ(why_not_load(), "it was loaded");
  for (const std::string& wrong :
       {std::string(), head, head + digits, head + digits + "\n\n", head + digits + "0\n",
        head + digits.substr(2) + "\n", head + digits.substr(1) + "g\n",
        "perk pairing 2\nstore 17\nterminal 42\nkey " + digits + "\n",
        "perk pairing 1\nstore 0\nterminal 42\nkey " + digits + "\n",
        "perk pairing 1\nstore 17\nterminal 042\nkey " + digits + "\n",
        "perk pairing 1\nstore 17\nterminal 18446744073709551616\nkey " + digits + "\n",
        "perk pairing 1\nterminal 42\nstore 17\nkey " + digits + "\n"}) {
    write(wrong);
    EXPECT_EQ(why_not_load(), "The pairing file " + path + " holds no pairing of a till.") << wrong;
  }
}

TEST_F(PairingFile, ThatIsRefusedIsNotQuoted) {
  const std::string right = key.secret_text();
  write(right + "more\n");
  EXPECT_THAT(why_not_load(), Not(HasSubstr(right.substr(right.size() - 65, 8))));
}

TEST(PairedKeys, AreNeverTheSameTwice) {
  const auto one = PairedKey::make(StoreId(17), TerminalId(42)).value();
  const auto other = PairedKey::make(StoreId(17), TerminalId(42)).value();
  EXPECT_NE(one.secret(), other.secret());
  EXPECT_NE(one.fingerprint(), other.fingerprint());
  EXPECT_FALSE(PairedKey::make(StoreId(17), TerminalId(0)));
  EXPECT_FALSE(PairedKey::make(StoreId(0), TerminalId(42)));
}

}  // namespace
}  // namespace perk::sync

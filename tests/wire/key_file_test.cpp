#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "sync/crypto/keys.h"
#include "tests/wire/temporary_directory.h"

namespace perk::sync {
namespace {

namespace fs = std::filesystem;

class LogKeyFile : public ::testing::Test {
 protected:
  std::string path() const { return (directory_.path() / "log.key").string(); }

  void write(const std::string& content,
             fs::perms permissions = fs::perms::owner_read | fs::perms::owner_write) {
    std::ofstream(path()) << content;
    fs::permissions(path(), permissions);
  }
  std::string why_not() const {
    const auto loaded = LogKey::load(path());
    return loaded ? "it was loaded" : loaded.error();
  }
  std::string sentence(const std::string& what) const {
    return "The key file " + path() + " " + what + ".";
  }

 private:
  test::TemporaryDirectory directory_;
};

TEST_F(LogKeyFile, LoadsTheKeyThatWasSaved) {
  const LogKey key = LogKey::generate();
  ASSERT_TRUE(key.save(path()));
  const auto loaded = LogKey::load(path());
  ASSERT_TRUE(loaded) << loaded.error();
  EXPECT_EQ(loaded.value().public_key(), key.public_key());
  EXPECT_EQ(fs::status(path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(LogKeyFile, IsNeverOverwritten) {
  const LogKey first = LogKey::generate();
  ASSERT_TRUE(first.save(path()));
  const auto again = LogKey::generate().save(path());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(), sentence("exists already and is not overwritten"));
  EXPECT_EQ(LogKey::load(path()).value().public_key(), first.public_key());
}

TEST_F(LogKeyFile, ThatIsMissingIsSaidSo) { EXPECT_EQ(why_not(), sentence("does not exist")); }

TEST_F(LogKeyFile, ThatOthersCanReadIsRefused) {
  ASSERT_TRUE(LogKey::generate().save(path()));
  for (const auto perm : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(path(), fs::perms::owner_read | perm);
    EXPECT_EQ(why_not(),
              sentence("can be read by others than its owner; run: chmod 600 " + path()));
  }
}

TEST_F(LogKeyFile, ThatIsMalformedIsRefusedWithoutRepeatingIt) {
  const std::string digits(64, 'a');
  for (const std::string& content : {std::string(), std::string("secret\n"), digits.substr(1),
                                     digits + "a", digits + "\n\n", "g" + digits.substr(1)}) {
    write(content);
    EXPECT_EQ(why_not(), sentence("is not one line of 64 hexadecimal digits")) << content;
  }
}

TEST_F(LogKeyFile, ThatIsADirectoryIsRefused) {
  fs::create_directory(path());
  EXPECT_EQ(why_not(), sentence("is not a regular file"));
}

TEST_F(LogKeyFile, CannotBeSavedWhereThereIsNoDirectory) {
  const auto saved = LogKey::generate().save(path() + "/missing/log.key");
  ASSERT_FALSE(saved);
  EXPECT_NE(saved.error().find("cannot be created"), std::string::npos) << saved.error();
}

}  // namespace
}  // namespace perk::sync

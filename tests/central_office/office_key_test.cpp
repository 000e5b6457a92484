// Head office's own key: made once, kept, and never used when others could have read it.
#include "central/office_key.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/wire/temporary_directory.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;

class OfficeKey : public ::testing::Test {
 protected:
  Result<sync::LogKey, std::string> open() {
    const auto data = sync::DataDirectory::open(directory_.path());
    return central::office_key_in(data.value(), sync::Log::silent());
  }
  fs::path file() const { return directory_.path() / "head_office.key"; }

 private:
  TemporaryDirectory directory_;
};

TEST_F(OfficeKey, IsMadeAtTheFirstStartAndIsTheSameEverAfter) {
  const auto made = open();
  ASSERT_TRUE(made) << made.error();
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto again = open();
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(again.value().public_key(), made.value().public_key());
}

TEST_F(OfficeKey, ThatOthersCanReadIsRefused) {
  ASSERT_TRUE(open());
  fs::permissions(file(), fs::perms::group_read, fs::perm_options::add);
  const auto refused = open();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("can be read by others"), std::string::npos) << refused.error();
}

TEST_F(OfficeKey, ThatIsDamagedIsNotReplaced) {
  ASSERT_TRUE(open());
  std::ofstream(file()) << "not a key\n";
  EXPECT_FALSE(open());
  fs::remove(file());
  fs::create_symlink(file().string() + ".gone", file());
  EXPECT_FALSE(open()) << "what points to nowhere is not missing";
}

}  // namespace
}  // namespace perk::test

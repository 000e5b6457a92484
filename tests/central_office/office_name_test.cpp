// The name by which a head office holds its office: its own, and the same after each start.
#include "central/office_name.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/wire/temporary_directory.h"

namespace perk::test {
namespace {

Result<std::string, std::string> name_in(const std::filesystem::path& path) {
  const auto data = sync::DataDirectory::open(path);
  return central::office_name_in(data.value());
}

TEST(OfficeName, IsTheSameAfterEachStartAndAnotherInAnotherDirectory) {
  const TemporaryDirectory first, second;
  const auto made = name_in(first.path());
  ASSERT_TRUE(made) << made.error();
  EXPECT_NE(made.value().find(first.path().string()), std::string::npos) << made.value();
  EXPECT_EQ(name_in(first.path()).value(), made.value());
  EXPECT_NE(name_in(second.path()).value(), made.value());
}

TEST(OfficeName, ThatIsEmptyIsNotTakenForOne) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path() / central::kOfficeNameFile) << "";
  const auto refused = name_in(directory.path());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("is empty"), std::string::npos) << refused.error();
}

}  // namespace
}  // namespace perk::test

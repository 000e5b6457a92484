#include "ops/cli/authority.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "sync/tls/authority.h"
#include "sync/tls/identity.h"
#include "tests/tls/trust.h"

namespace perk::ops {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class PerkAuthority : public testing::Test {
 protected:
  Result<std::string, std::string> run(const AuthorityTask& task) {
    return run_authority(task, now);
  }
  std::string in(const char* name) const { return (home.path() / name).string(); }
  MakeAuthority both() const { return {in("ca"), in("office")}; }
  IssueIdentity ana() const {
    return {in("ca"), sync::Party::operator_named("ana"), in("ana"), 30};
  }

  test::TemporaryDirectory home;
  const WallTime now = test::time_now();
};

TEST_F(PerkAuthority, IsMadeWithHeadOfficesOwnIdentity) {
  const auto said = run(both());
  ASSERT_TRUE(said) << said.error();
  EXPECT_THAT(said.value(), HasSubstr("authority = \"" + in("ca") + "\""));
  ASSERT_TRUE(sync::Authority::load(in("ca")));
  const auto office = sync::Identity::load(in("office"), now);
  ASSERT_TRUE(office) << office.error();
  EXPECT_EQ(office.value().party(), sync::Party::head_office());
}

TEST_F(PerkAuthority, WritesOverNothing) {
  ASSERT_TRUE(run(both()));
  const std::string key = test::text_of(in("ca") + "/ca.key");
  const auto again = run(both());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(),
            "The file " + in("ca") + "/ca.key exists already and is not overwritten.");
  // Not the authority either, where head office's identity is in the way.
  const auto beside = run(MakeAuthority{in("other"), in("office")});
  ASSERT_FALSE(beside);
  EXPECT_FALSE(fs::exists(in("other")));
  EXPECT_EQ(test::text_of(in("ca") + "/ca.key"), key);
}

TEST_F(PerkAuthority, IssuesOperatorsTheirOwn) {
  ASSERT_TRUE(run(both()));
  const auto said = run(ana());
  ASSERT_TRUE(said) << said.error();
  EXPECT_THAT(said.value(), HasSubstr("operator ana"));
  const auto identity = sync::Identity::load(in("ana"), now);
  ASSERT_TRUE(identity) << identity.error();
  EXPECT_EQ(identity.value().party(), sync::Party::operator_named("ana"));
  EXPECT_FALSE(sync::Identity::load(in("ana"), now + Millis(31LL * 86'400'000)));
  EXPECT_FALSE(run(ana())) << "and only once";
}

TEST_F(PerkAuthority, LeavesFilesThatOnlyTheOwnerCanRead) {
  ASSERT_TRUE(run(both()));
  ASSERT_TRUE(run(ana()));
  for (const char* directory : {"ca", "office", "ana"}) {
    EXPECT_EQ(fs::status(in(directory)).permissions(), fs::perms::owner_all) << directory;
    for (const auto& entry : fs::directory_iterator(in(directory))) {
      if (entry.path() == in("ca") + "/ca.crt") continue;  // Everybody's.
      EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write)
          << entry.path();
    }
  }
}

TEST_F(PerkAuthority, IsNeededToIssueAnything) {
  const auto said = run(ana());
  ASSERT_FALSE(said);
  EXPECT_THAT(said.error(), HasSubstr("does not exist"));
  EXPECT_FALSE(fs::exists(in("ana")));
}

}  // namespace
}  // namespace perk::ops

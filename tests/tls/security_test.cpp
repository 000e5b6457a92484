#include "sync/tls/security.h"

#include <gtest/gtest.h>

#include "tests/tls/trust.h"

namespace perk::sync {
namespace {

std::string why_not(const SecuritySettings& settings) {
  const auto security = open_security(settings, test::time_now());
  return security ? "it was opened" : security.error();
}

TEST(Security, IsNeverLeftOutByOversight) {
  const std::string sentence =
      "Set either tls.directory, where this machine's key and certificate are, or "
      "security.insecure_loopback = true, to try Perk out on one machine without encryption.";
  EXPECT_EQ(why_not({}), sentence);
  EXPECT_EQ(why_not({"/etc/perk/tls", true}), sentence);
}

TEST(Security, IsLeftOutWhereThatIsSaid) {
  const auto security = open_security({"", true}, test::time_now());
  ASSERT_TRUE(security);
  EXPECT_FALSE(security.value().identity().has_value());
}

TEST(Security, IsTheDirectorysIdentity) {
  const test::TemporaryDirectory directory;
  const std::string place = directory.path().string();
  EXPECT_EQ(why_not({place, false}), "The key file " + place + "/tls.key does not exist.");
  const auto authority = Authority::make(test::time_now()).value();
  const auto request = make_identity_request(place).value();
  const auto certificate = authority.issue(request, Party::operator_named("ana"), test::time_now(),
                                           test::time_now() + test::kHour);
  ASSERT_TRUE(keep_identity(place, certificate.value(), authority.certificate()));
  const auto security = open_security({place, false}, test::time_now() + Millis(1'000));
  ASSERT_TRUE(security) << security.error();
  ASSERT_TRUE(security.value().identity());
  EXPECT_EQ(security.value().identity()->party(), Party::operator_named("ana"));
}

}  // namespace
}  // namespace perk::sync

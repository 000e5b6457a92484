// A shop's machine that has nothing but the code which head office printed: it enrols, sells, and is heard.
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ops/demo_run/stage_files.h"
#include "tests/end_to_end/till.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class EnrolmentEndToEnd : public ::testing::Test {
 protected:
  /// What `perk` prints, as somebody reads it over the telephone.
  std::string code_for(const std::string& name, const std::string& more = "") {
    const ShellOutcome said = town.perk("store enrol " + shell_word(name) + " --json " + more);
    EXPECT_EQ(said.exit_code, 0) << said.output;
    return nlohmann::json::parse(said.output)["code"];
  }
  ShellOutcome enrol(const std::string& code, const std::string& shop) {
    return town.run("perk-store", "enrol --code " + shell_word(code) + " --central " +
                                      to_string(town.stage().central()) + " --dir " +
                                      shell_word((town.directory() / shop).string()));
  }
  /// Of whose 65 minutes five are left from the beginning: it is time to renew them at once.
  bool issue_short_certificates() {
    std::ofstream(town.directory() / "central.toml", std::ios::app)
        << "certificate_lifetime = '5m'\n";  // Its last table is [tls].
    town.stage().crash_head_office();
    return town.stage().restart_head_office().has_value() &&
           town.wait_until("head office is back",
                           [&] { return town.perk("health").exit_code == 0; });
  }

  TestDatabase database;
  Town town{database.conninfo()};
};

TEST_F(EnrolmentEndToEnd, AShopEnrolsByItsCodeSellsAndIsHeard) {
  const ShellOutcome enrolled = enrol(code_for("Airport"), "airport");
  ASSERT_EQ(enrolled.exit_code, 0) << enrolled.output;
  EXPECT_THAT(enrolled.output, HasSubstr("This is store 4 (Airport)"));
  const ops::Shop airport = town.open_shop("Airport", "airport");
  Till till(airport, 901);
  till.sell_card(number_of(1), 1'000);
  EXPECT_EQ(till.redeem(number_of(1), 350).outcome, store_node::Outcome::Approved);
  EXPECT_TRUE(town.wait_until("head office has heard of it", [&] {
    return town.perk("balance " + number_of(1)).output.find("6.50 EUR") != std::string::npos;
  }));
}

TEST_F(EnrolmentEndToEnd, ACodeIsOfUseOnceAndToOneMachine) {
  const std::string code = code_for("Airport");
  ASSERT_EQ(enrol(code, "airport").exit_code, 0);
  EXPECT_EQ(enrol(code, "airport").exit_code, 0) << "the answer may have been lost";
  const ShellOutcome second = enrol(code, "elsewhere");
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_THAT(second.output, HasSubstr("Enrolment refused"));
  EXPECT_FALSE(fs::exists(town.directory() / "elsewhere" / "enrolment.toml"));
}

TEST_F(EnrolmentEndToEnd, ACodeThatWasAlteredEnrolsNobody) {
  const std::string code = code_for("Airport");
  const auto altered = [&](std::size_t at) {
    std::string other = code;
    other[at] = code[at] == '7' ? '8' : '7';
    return other;
  };
  EXPECT_THAT(enrol(altered(0), "secret").output, HasSubstr("Enrolment refused"));
  EXPECT_THAT(enrol(altered(40), "mark").output,
              HasSubstr("it is not of the chain that the code is for"));
  EXPECT_THAT(enrol(code.substr(1), "short").output, HasSubstr("That is no code"));
  EXPECT_EQ(enrol(code, "airport").exit_code, 0) << "it was not used up";
}

TEST_F(EnrolmentEndToEnd, ACodeThatExpiredEnrolsNobody) {
  const auto soon = town.stage().code_for("Airport", Millis(1));
  ASSERT_TRUE(soon) << soon.error();
  EXPECT_THAT(enrol(soon.value(), "airport").output, HasSubstr("Enrolment refused"));
}

TEST_F(EnrolmentEndToEnd, ARunningShopRenewsItsCertificateBeforeItRunsOut) {
  ASSERT_TRUE(issue_short_certificates());
  ASSERT_EQ(enrol(code_for("Airport"), "airport").exit_code, 0);
  const auto certificate = [&] {
    return ops::read_whole(town.directory() / "airport" / "tls.crt").value_or("");
  };
  const std::string first = certificate();
  const ops::Shop airport = town.open_shop("Airport", "airport");
  ASSERT_TRUE(town.wait_until("the certificate was renewed",
                              [&] { return !certificate().empty() && certificate() != first; }));
  Till till(airport, 901);
  till.sell_card(number_of(1), 1'000);
  EXPECT_TRUE(town.wait_until("head office has heard of it", [&] {
    return town.perk("balance " + number_of(1)).output.find("10.00 EUR") != std::string::npos;
  }));
}

TEST_F(EnrolmentEndToEnd, AKeyThatOthersCanReadIsRefused) {
  ASSERT_EQ(enrol(code_for("Airport"), "airport").exit_code, 0);
  fs::permissions(town.directory() / "airport" / "tls.key", fs::perms::others_read,
                  fs::perm_options::add);
  const ShellOutcome again = enrol(code_for("Airport"), "airport");
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.output, HasSubstr("can be read by others than its owner"));
}

}  // namespace
}  // namespace perk::test

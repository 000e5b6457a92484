// Operators with keys of their own, held against a real head office: who may do what, two people for what is
// above a limit, and what is left of it in the log.
#include <gtest/gtest.h>

#include "tests/end_to_end/says.h"
#include "tests/end_to_end/till.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using ::testing::HasSubstr;

/// The admin tool in the hands of one person, who has a key and a certificate in the same name.
class Person {
 public:
  Person(const Town& town, std::string name) : town_(town), name_(std::move(name)) {
    key_file_ = (town.directory() / (name_ + ".key")).string();
    const ShellOutcome made = town.perk("operator key --out " + shell_word(key_file_));
    EXPECT_EQ(made.exit_code, 0) << made.output;
    public_key_ = made.output.substr(0, 64);
    certificate_ = (town.directory() / (name_ + "-tls")).string();
    const ShellOutcome issued = town.perk("ca issue operator " + name_ + " --dir " +
                                          shell_word((town.directory() / "ca").string()) +
                                          " --out " + shell_word(certificate_));
    EXPECT_EQ(issued.exit_code, 0) << issued.output;
  }
  [[nodiscard]] ShellOutcome perk(const std::string& words) const { return perk_as(*this, words); }
  /// Signed by this one, from the machine of the other.
  [[nodiscard]] ShellOutcome perk_as(const Person& other, const std::string& words) const {
    return town_.perk("--tls " + shell_word(other.certificate_) + " --operator " + name_ +
                      " --operator-key " + shell_word(key_file_) + " " + words);
  }
  [[nodiscard]] std::string admitted_as(const std::string& role) const {
    return "operator add " + name_ + " --role " + role + " --key " + public_key_ +
           " --reason joined";
  }

 private:
  const Town& town_;
  std::string name_, key_file_, public_key_, certificate_;
};

TEST(EndToEnd, OperatorsSignWhatTheyDoAndTwoOfThemDecideAboveALimit) {
  const TestDatabase database;
  Town town(database.conninfo());
  const std::string card = number_of(1);
  Till(town.shop(kHarbour), 501).sell_card(card, 1'000);
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  const Person ada(town, "ada"), bob(town, "bob"), cleo(town, "cleo"), eve(town, "eve");

  expect_says(town.perk("operator list"), 0, "There are no operators");
  expect_says(town.perk(bob.admitted_as("operator")), 4, "must be an admin");
  expect_says(town.perk(ada.admitted_as("admin")), 0, "ada");
  expect_says(town.perk("balance " + card), 4, "signature of an operator");
  for (const Person* mover : {&bob, &cleo})
    expect_says(ada.perk(mover->admitted_as("operator")), 0, "operator");
  expect_says(ada.perk(eve.admitted_as("auditor")), 0, "auditor");
  expect_says(eve.perk("card freeze " + card + " --reason lost"), 4, "cashier-support or operator");
  expect_says(ada.perk("limits set --kind adjustment --amount 5.00 --reason 'two people'"), 0,
              "5.00 EUR");
  expect_says(bob.perk("adjust " + card + " 2.00 --reason goodwill"), 0, "");
  expect_says(bob.perk("adjust " + card + " 8.00 --reason 'long wait'"), 6, "proposal 1");
  expect_says(bob.perk("approve 1 --reason mine"), 4, "your own proposal");
  expect_says(cleo.perk("proposals"), 0, "long wait");
  expect_says(cleo.perk("approve 1 --reason seen"), 0, "");
  expect_says(cleo.perk("approve 1 --reason again"), 4, "approved by cleo before");
  expect_says(bob.perk("balance " + card), 0, "EUR");
  expect_says(ada.perk("operator dismiss bob --reason left"), 0, "dismissed");
  expect_says(bob.perk("balance " + card), 4, "signature of an operator");
  const ShellOutcome audit = eve.perk("audit --by bob");
  expect_says(audit, 0, "adjustment");
  EXPECT_THAT(audit.output, HasSubstr("cleo"));
  EXPECT_THAT(audit.output, HasSubstr("holds"));
  expect_says(eve.perk("verify --deep"), 0, "everything holds.");
}

TEST(EndToEnd, OnlyWhoMayEnrolStoresOffersACode) {
  const TestDatabase database;
  const Town town(database.conninfo());
  const Person ada(town, "ada"), bob(town, "bob"), eve(town, "eve");
  expect_says(town.perk("store enrol Airport"), 0, "Airport");
  expect_says(ada.perk(ada.admitted_as("admin")), 0, "ada");
  expect_says(ada.perk(bob.admitted_as("operator")), 0, "operator");
  expect_says(ada.perk(eve.admitted_as("auditor")), 0, "auditor");

  expect_says(town.perk("store enrol Airport"), 4, "signature of an operator");
  expect_says(eve.perk("store enrol Airport"), 4, "operator or admin");
  expect_says(bob.perk_as(eve, "store enrol Airport"), 4, "signature of an operator");
  expect_says(bob.perk("store enrol Airport"), 0, "Airport");
  expect_says(ada.perk("store enrol Airport"), 0, "Airport");
}

}  // namespace
}  // namespace perk::test

// Operators with keys of their own, held against a real head office: who may do what, two people for what is
// above a limit, and what is left of it in the log.
#include <gtest/gtest.h>

#include "tests/end_to_end/person.h"
#include "tests/end_to_end/says.h"
#include "tests/end_to_end/till.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using ::testing::HasSubstr;

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

// What `perk --help` promises of its exit codes, held against a real head office.
#include <gtest/gtest.h>

#include "tests/end_to_end/says.h"
#include "tests/end_to_end/till.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

TEST(EndToEnd, TheAdminToolsExitCodesSayWhatItsHelpSays) {
  const TestDatabase database;
  Town town(database.conninfo());
  Till(town.shop(kHarbour), 501).sell_card(number_of(1), 1'000);
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  const std::string known = number_of(1);
  const std::string reason = " --reason 'reported stolen' --operator Ada";

  expect_says(town.perk("--help"), 0, "5 --at-least was not reached in time");
  expect_says(town.perk("balance " + known), 0, "10.00 EUR");
  expect_says(town.perk("verify"), 0, "everything holds.");
  expect_says(town.perk("money"), 0, "holds to the cent");
  expect_says(town.perk("balance --nonsense " + known), 2, "perk: ");
  expect_says(town.perk("balance " + known + " --deadline never"), 2, "--deadline");
  expect_says(town.perk("balance " + number_of(2)), 4, "card");
  expect_says(town.perk("balance 6275500000000000"), 4, "card number");
  expect_says(town.perk("card unfreeze " + known + reason), 4, "not frozen");
  expect_says(town.perk("balance " + known + " --at-least 1"), 0, "As of position");
  expect_says(town.perk("balance " + known + " --at-least 1000000 --deadline 0.3"), 5,
              "was not folded in time");

  town.stage().crash_head_office();
  expect_says(town.perk("health"), 3, "perk: ");
  expect_says(town.perk("balance " + known), 3, "perk: ");
}

TEST(EndToEnd, SimulatedTillsThatCountAnewAreNamedAsSuch) {
  const TestDatabase database;
  Town town(database.conninfo());
  Till(town.shop(kHarbour), 501).sell_card(number_of(1), 1'000);

  const std::string record = (town.stage().options().directory / "anew.jsonl").string();
  expect_says(
      town.run("perk-sim", "--stores " + place_of(town.shop(kHarbour)) + " --tls " +
                               shell_word(town.stage().till_papers().string()) +
                               " --first-terminal 501 --terminals 1 --cards 2 --duration 1s" +
                               " --record " + shell_word(record)),
      1, "know tills 501 and on already");
}

}  // namespace
}  // namespace perk::test

// What head office shows and signs, with a person's tools, against a real head office.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/end_to_end/says.h"
#include "tests/end_to_end/till.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

TEST(EndToEnd, WhatHeadOfficeShowsIsHeldAgainstItLater) {
  const TestDatabase database;
  Town town(database.conninfo());
  const auto file = [&](const std::string& name) {
    return shell_word((town.directory() / name).string());
  };
  Till(town.shop(kHarbour), 501).sell_card(number_of(1), 1'000);
  Till(town.shop(kMarket), 502).sell_card(number_of(2), 2'500);
  ASSERT_TRUE(town.wait_until_everybody_agrees());

  expect_says(town.perk("health"), 0, "Signs what it shows to others with key ");
  expect_says(town.perk("heads --out " + file("heads")), 0, "For the wall: ");
  expect_says(town.perk("heads --out " + file("heads")), 2, "never written over");
  expect_says(town.perk("proof liabilities --out " + file("owed")), 0, "35.00 EUR owed to 2 cards");

  Till(town.shop(kStation), 503).sell_card(number_of(3), 700);
  ASSERT_TRUE(town.wait_until_everybody_agrees());
  expect_says(town.perk("verify --deep --against " + file("heads")), 0, "everything holds.");
  expect_says(
      town.perk("proof card " + number_of(2) + " --at " + file("owed") + " --out " + file("card")),
      0, "25.00 EUR among 35.00 EUR owed to 2 cards");
  expect_says(
      town.perk("proof card " + number_of(3) + " --at " + file("owed") + " --out " + file("later")),
      4, "has not heard of this card");
  expect_says(town.perk("proof card " + number_of(3) + " --out " + file("later")), 0,
              "7.00 EUR among 42.00 EUR owed to 3 cards");

  town.stage().crash_head_office();
  expect_says(town.perk("proof check " + file("card") + " --root " + file("owed")), 0,
              "The proof holds");
  expect_says(town.perk("proof check " + file("later") + " --root " + file("owed")), 1,
              "leads to root");
  expect_says(town.perk("verify --against " + file("owed")), 2, "It is not a file of heads");
  expect_says(town.perk("heads --out " + file("more")), 3, "perk: ");
}

}  // namespace
}  // namespace perk::test

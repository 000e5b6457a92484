// A town in which one shop is put out: what its tests ask, and how they revoke it. Waits on the calling thread.
#pragma once

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ops/demo_run/stage_files.h"
#include "tests/end_to_end/town.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {

class RevokedShop : public ::testing::Test {
 protected:
  nlohmann::json ask(const std::string& words) {
    const ShellOutcome said = town.perk(words + " --json");
    EXPECT_EQ(said.exit_code, 0) << said.output;
    return nlohmann::json::parse(said.output);
  }
  [[nodiscard]] nlohmann::json row_of(const std::string& name) {
    const nlohmann::json said = ask("stores");
    for (const auto& row : said.at("stores"))
      if (row["name"] == name) return row;
    return {};
  }
  /// What the shop's node wrote down.
  [[nodiscard]] std::string log_of(std::size_t shop) const {
    return ops::read_whole(town.directory() / (town.shop(shop).link + ".log")).value_or("");
  }
  [[nodiscard]] bool is_heard(const std::string& card, const std::string& balance) {
    return town.perk("balance " + card).output.find(balance) != std::string::npos;
  }
  void revoke(std::size_t shop) {
    const ShellOutcome said =
        town.perk("--operator ada store revoke " + shell_word(town.shop(shop).name) +
                  " --reason 'its machine was stolen'");
    ASSERT_EQ(said.exit_code, 0) << said.output;
    EXPECT_THAT(said.output,
                ::testing::HasSubstr("is revoked: nobody comes in as that store any more"));
    EXPECT_THAT(said.output, ::testing::HasSubstr("is closed."));
  }

  TestDatabase database;
  Town town{database.conninfo()};
};

}  // namespace perk::test

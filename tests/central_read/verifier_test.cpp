// The verifier finds what was planted, each by the check that is named after it.
#include <gtest/gtest.h>

#include "tests/central_read/verifier_checks.h"
#include "tests/support/seeds.h"

namespace perk::test {
namespace {

using namespace central;

class VerifierOn : public ::testing::TestWithParam<ShelfMaker> {};

TEST_P(VerifierOn, FindsNothingInSoundBooks) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(1);
  books.fill(random, 120);
  fold_all(*shelf);
  EXPECT_EQ(broken_checks(*shelf), "");
  EXPECT_EQ(checks_of(*shelf).size(), 13U);
}

TEST_P(VerifierOn, ALaggingProjectionIsNoFault) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(2);
  books.fill(random, 60);
  fold_all(*shelf);
  books.fill(random, 60);
  EXPECT_EQ(broken_checks(*shelf), "");
}

TEST_P(VerifierOn, HeadOfficesFactsAboutNoCardStandWhereItsOwnLogIs) {
  const auto shelf = GetParam().make();
  const auto allowance = stand_in_granted(AllowanceId(1), stand_in_terms(store(1), 500, 300, 200));
  const auto write = [&](const OfficeView&) { return std::vector{allowance.build()}; };
  ASSERT_TRUE(shelf->events().append_own(Shard(1), std::nullopt, write, kMorning));
  fold_all(*shelf);
  EXPECT_EQ(broken_checks(*shelf), "");
}

TEST_P(VerifierOn, QuarantinedEventsArePartOfTheirLog) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(3);
  books.fill(random, 20);
  StoreLog& log = books.open_store(1);
  log.append_bytes({0xff, 0xee}).append(value_loaded(card(1), 100));
  books.take(log);
  ASSERT_EQ(shelf->events().quarantined(0, 10).value().size(), 1U);
  fold_all(*shelf);
  EXPECT_EQ(broken_checks(*shelf), "");
}

/// Head office admitted ada; then a balance was changed in her name, and nobody signed it.
TEST_P(VerifierOn, WhatNoOperatorSignedIsFoundOnceThereAreOperators) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(5);
  books.fill(random, 40);
  const auto write = [&](Shard shard, std::optional<CardId> id, const EventBuilder& event) {
    return shelf->events()
        .append_own(
            shard, id, [&](const OfficeView&) { return std::vector{event.build()}; }, kMorning)
        .has_value();
  };
  const OperatorAdmitted ada{"ada", OperatorRole::Admin, PublicKey{{1}}, "first", "ada"};
  ASSERT_TRUE(write(Shard(0), std::nullopt,
                    EventBuilder(card(1), ada).about_no_card().in(Currency()).at(hlc(90'000'000))));
  fold_all(*shelf);
  EXPECT_EQ(broken_checks(*shelf), "");
  ASSERT_TRUE(write(Shard(1), card(1), balance_adjusted(card(1), 50).at(hlc(95'000'000))));
  fold_all(*shelf);
  const std::string broken = broken_checks(*shelf);
  EXPECT_TRUE(broken.starts_with(kOperatorsCheck)) << broken;
  EXPECT_NE(broken.find("BalanceAdjusted: it has no operator's word"), std::string::npos) << broken;
}

INSTANTIATE_TEST_SUITE_P(All, VerifierOn, ::testing::Values(memory_shelf(), postgres_shelf()),
                         [](const auto& param) { return param.param.name; });

/// A planted violation, and the check that must find it.
struct Plant {
  std::string name;
  std::string sql;
  std::string check;
  std::string place;  ///< Part of the detail.
};

void PrintTo(const Plant& plant, std::ostream* out) { *out << plant.name; }

class Planted : public ::testing::TestWithParam<Plant> {};

TEST_P(Planted, IsFoundByItsCheck) {
  PostgresShelf shelf;
  Books books(shelf);
  Random random(4);
  books.fill(random, 80);
  fold_all(shelf);
  ASSERT_EQ(broken_checks(shelf), "");
  shelf.sabotage(GetParam().sql);
  bool is_found = false;
  for (const VerifyCheck& check : checks_of(shelf)) {
    if (check.name != GetParam().check) continue;
    is_found = true;
    EXPECT_FALSE(check.holds);
    EXPECT_NE(check.detail.find(GetParam().place), std::string::npos) << check.detail;
  }
  EXPECT_TRUE(is_found);
}

// Shard 1 holds cards 1 and 5; position 2 is card 1's load.
INSTANTIATE_TEST_SUITE_P(
    Violation, Planted,
    ::testing::Values(
        Plant{"AlteredBytes",
              "update events set bytes = set_byte(bytes, length(bytes) - 1,"
              " (get_byte(bytes, length(bytes) - 1) + 1) % 256) where shard = 1 and position = 5",
              kShardHashCheck, "shard 1, position 5"},
        Plant{"AlteredBytesInTheLog",
              "update events set bytes = set_byte(bytes, length(bytes) - 1,"
              " (get_byte(bytes, length(bytes) - 1) + 1) % 256)"
              " where shard = 1 and position = 5",
              kLogChainCheck, "acknowledged at seq"},
        Plant{"RemovedEvent", "delete from events where shard = 2 and position = 3",
              kPositionsCheck, "shard 2, position 3 is missing"},
        Plant{"RemovedTail",
              "delete from events e where shard = 2 and position ="
              " (select max(position) from events where shard = 2)",
              kPositionsCheck, "is missing: the shard ends"},
        Plant{"RemovedEventInTheLog", "delete from events where shard = 2 and position = 3",
              kLogChainCheck, "is missing"},
        Plant{"SwappedPositions",
              "update events set position = position + 1000000 where shard = 1 and position = 4;"
              "update events set position = 4 where shard = 1 and position = 5;"
              "update events set position = 5 where shard = 1 and position = 1000004",
              kShardHashCheck, "shard 1, position 4"},
        Plant{"EventUnderAnotherCard",
              "update events set card = '\\x00000000000000030000000000000000'"
              " where shard = 1 and position = 4",
              kPlaceCheck, "shard 1, position 4"},
        Plant{"UnregisteredLog", "update origins set store = 9 where store = 2", kOriginsCheck,
              "was never registered"},
        Plant{"ForgedHead", "update origins set hash = sha256(hash) where store = 1", kSealCheck,
              "is not signed"},
        Plant{"ProgressBeyondTheLog", "update origins set through = through + 1 where store = 3",
              kLogChainCheck, "is missing"},
        Plant{"HeadOfficesLogCutShort", "update shards set own_seq = 1 where shard = 3",
              kOwnChainCheck, "seq 1 is missing"},
        Plant{"AlteredBalance",
              "update balance set value = value + 1"
              " where card = '\\x00000000000000020000000000000000'",
              kBalanceCheck, "card 00000000000000020000000000000000"},
        Plant{"ForgottenCard", "delete from balance where shard = 3", kBalanceCheck, "has no row"},
        Plant{"AlteredLine",
              "update card_statement set note = 'by nobody' where shard = 1 and position = 4",
              kStatementCheck, "position 4"},
        Plant{"ForgottenLine", "delete from card_statement where shard = 1 and position = 4",
              kStatementCheck, "position 4"},
        Plant{"AlteredSales", "update store_position set sold = sold - 1 where store = 2",
              kStorePositionCheck, "store 2"},
        Plant{"CheckpointAhead",
              "update projection_checkpoints set folded = folded + 1"
              " where projection = 'balance' and shard = 0",
              kBalanceCheck, "ends before it"}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace perk::test

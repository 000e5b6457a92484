// What every store of projections' rows promises (central/projections/projection_store.h), as tests.
// Include it in one file of a test program and instantiate the suite with the stores to try.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "central/projections/projection_store.h"
#include "tests/central/central_builders.h"

namespace perk::test {

struct ProjectionStoreUnderTest {
  virtual ~ProjectionStoreUnderTest() = default;
  virtual central::ProjectionStore& store() = 0;
};

struct ProjectionStoreMaker {
  std::string name;
  std::function<std::unique_ptr<ProjectionStoreUnderTest>()> make;
};

inline void PrintTo(const ProjectionStoreMaker& maker, std::ostream* out) { *out << maker.name; }

class ProjectionStoreContract : public ::testing::TestWithParam<ProjectionStoreMaker> {
 protected:
  ProjectionStoreContract() : under_test_(GetParam().make()) { EXPECT_TRUE(store().prepare(4)); }
  central::ProjectionStore& store() { return under_test_->store(); }

  static central::ProjectionId version(central::ProjectionKind kind, std::uint64_t number) {
    return {kind, central::ProjectionVersion(number)};
  }
  /// A run of shard 1 of the first version.
  static central::FoldedRun run(central::ProjectionKind kind, std::uint64_t from,
                                std::uint64_t to) {
    return {version(kind, 1), Shard(1), Position(from), Position(to), {}, {}};
  }
  static central::FoldedRun balance_run(std::uint64_t from, std::uint64_t to, std::int64_t minor) {
    auto folded = run(central::ProjectionKind::Balance, from, to);
    folded.rows.balances[card(1)] = balance_of(minor);
    return folded;
  }
  static central::BalanceRow balance_of(std::int64_t minor) {
    central::BalanceRow row;
    row.last_four = "4242";
    row.currency = eur();
    row.issued_at = hlc(5);
    row.issued_by = event_id(test::store(1), 1);
    row.value = Amount(minor);
    row.held = Amount(1);
    row.rights = Amount(-2);
    row.reserve = Amount(3);
    row.loaded = Amount(4);
    row.redeemed = Amount(5);
    row.reversed = Amount(6);
    row.is_frozen = true;
    row.freeze_reason = R"(says "lost" {at} \the 'caf)"
                        "\xc3\xa9', NULL)";
    row.frozen_by = event_id(head_office(), 9);
    row.last_position = Position(7);
    return row;
  }
  static central::StatementRow line_of(std::uint64_t position, std::int64_t after) {
    central::StatementRow line;
    line.card = card(1);
    line.position = Position(position);
    line.event = event_id(test::store(1), position);
    line.store = StoreId(1);
    line.type = "ValueLoaded";
    line.value_effect = Amount(10);
    line.balance_after = Amount(after);
    line.happened = hlc(8);
    line.recorded = kMorning;
    line.terminal = TerminalId(0xffff'ffff'ffff'fff0U);
    line.cut_off_for = Millis(12);
    line.note = "cash, {\"quoted\"} \\";
    return line;
  }
  central::SaveOutcome must_save(const central::FoldedRun& folded) {
    const auto saved = store().save(folded);
    EXPECT_TRUE(saved) << saved.error().detail;
    return saved ? saved.value() : central::SaveOutcome::Overtaken;
  }
  central::ProjectionStatus status(central::ProjectionKind kind) {
    const auto all = store().status().value();
    for (const auto& found : all) {
      if (found.kind == kind) return found;
    }
    ADD_FAILURE() << "no such projection";
    return {};
  }

 private:
  std::unique_ptr<ProjectionStoreUnderTest> under_test_;
};

using central::ProjectionKind;
using central::SaveOutcome;
using central::SwapOutcome;

TEST_P(ProjectionStoreContract, EveryProjectionStartsAtNothing) {
  const auto all = store().status().value();
  ASSERT_EQ(all.size(), 3U);
  for (const auto& found : all) {
    EXPECT_EQ(found.live.version, central::ProjectionVersion(1));
    EXPECT_EQ(found.live.folded, std::vector<Position>(4));
    EXPECT_FALSE(found.building);
  }
}

TEST_P(ProjectionStoreContract, PreparingAgainChangesNothing) {
  must_save(balance_run(0, 3, 500));
  EXPECT_TRUE(store().prepare(4));
  EXPECT_EQ(status(ProjectionKind::Balance).live.folded[1], Position(3));
  EXPECT_TRUE(store().balance(Shard(1), card(1)).value().row);
}

TEST_P(ProjectionStoreContract, ABalanceIsReadAsItWasSaved) {
  EXPECT_EQ(must_save(balance_run(0, 7, 500)), SaveOutcome::Saved);
  const auto view = store().balance(Shard(1), card(1)).value();
  EXPECT_EQ(view.folded, Position(7));
  ASSERT_TRUE(view.row);
  EXPECT_EQ(*view.row, balance_of(500));
  EXPECT_FALSE(store().balance(Shard(1), card(5)).value().row);
}

TEST_P(ProjectionStoreContract, ALaterRunOverwritesARow) {
  must_save(balance_run(0, 7, 500));
  EXPECT_EQ(must_save(balance_run(7, 9, 300)), SaveOutcome::Saved);
  EXPECT_EQ(store().balance(Shard(1), card(1)).value().row, balance_of(300));
}

TEST_P(ProjectionStoreContract, ARunFromElsewhereIsOvertakenAndChangesNothing) {
  must_save(balance_run(0, 7, 500));
  EXPECT_EQ(must_save(balance_run(0, 7, 900)), SaveOutcome::Overtaken);
  EXPECT_EQ(must_save(balance_run(8, 9, 900)), SaveOutcome::Overtaken);
  EXPECT_EQ(store().balance(Shard(1), card(1)).value().row, balance_of(500));
  EXPECT_EQ(status(ProjectionKind::Balance).live.folded[1], Position(7));
}

TEST_P(ProjectionStoreContract, LinesAreReadInOrderOfPositions) {
  auto first = run(ProjectionKind::Statement, 0, 2);
  first.rows.lines = {line_of(1, 10), line_of(2, 20)};
  must_save(first);
  auto second = run(ProjectionKind::Statement, 2, 3);
  second.rows.lines = {line_of(3, 30)};
  must_save(second);
  const auto view = store().statement(Shard(1), card(1)).value();
  EXPECT_EQ(view.folded, Position(3));
  EXPECT_EQ(view.lines, (std::vector{line_of(1, 10), line_of(2, 20), line_of(3, 30)}));
}

TEST_P(ProjectionStoreContract, AFoldGoesOnFromACardsLastLine) {
  auto first = run(ProjectionKind::Statement, 0, 2);
  first.rows.lines = {line_of(1, 10), line_of(2, 20)};
  first.rows.last_balances[card(1)] = Amount(20);
  must_save(first);
  const auto rows =
      store().load(version(ProjectionKind::Statement, 1), Shard(1), {{card(1), card(5)}, {}});
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows.value().last_balances, (std::map<CardId, Amount>{{card(1), Amount(20)}}));
  EXPECT_TRUE(rows.value().lines.empty());
}

TEST_P(ProjectionStoreContract, OnlyTheRowsAskedForAreLoaded) {
  auto folded = balance_run(0, 7, 500);
  folded.rows.balances[card(5)] = balance_of(1);
  must_save(folded);
  const auto rows =
      store().load(version(ProjectionKind::Balance, 1), Shard(1), {{card(5), card(9)}, {}});
  EXPECT_EQ(rows.value().balances,
            (std::map<CardId, central::BalanceRow>{{card(5), balance_of(1)}}));
}

TEST_P(ProjectionStoreContract, StoresAreAddedUpOverShards) {
  central::StorePositionRow part{Amount(5), Amount(6), Amount(7), Amount(8), 9, 10, 11, hlc(12)};
  auto folded = run(ProjectionKind::StorePosition, 0, 1);
  folded.rows.stores[StoreId(3)] = part;
  must_save(folded);
  folded.shard = Shard(2);
  must_save(folded);
  const auto totals = store().store_positions().value();
  ASSERT_TRUE(totals.contains(StoreId(3)));
  central::StorePositionRow twice = part;
  central::add_up(twice, part);
  EXPECT_EQ(totals.at(StoreId(3)), twice);
  EXPECT_EQ(store()
                .load(version(ProjectionKind::StorePosition, 1), Shard(2), {{}, {StoreId(3)}})
                .value()
                .stores.at(StoreId(3)),
            part);
}

TEST_P(ProjectionStoreContract, ParkedEventsAreKeptAndCounted) {
  auto folded = balance_run(0, 7, 500);
  folded.poison = {{Position(4), event_id(test::store(2), 6), "it's \"odd\""}};
  must_save(folded);
  EXPECT_EQ(status(ProjectionKind::Balance).live.parked, 1U);
  EXPECT_EQ(store().shard_view(ProjectionKind::Balance, Shard(1)).value().parked, folded.poison);
}

TEST_P(ProjectionStoreContract, AShardIsSeenWhole) {
  auto folded = balance_run(0, 7, 500);
  folded.rows.balances[card(5)] = balance_of(1);
  must_save(folded);
  const auto view = store().shard_view(ProjectionKind::Balance, Shard(1)).value();
  EXPECT_EQ(view.folded, Position(7));
  EXPECT_EQ(view.projection, version(ProjectionKind::Balance, 1));
  EXPECT_EQ(view.rows.balances, folded.rows.balances);
}

TEST_P(ProjectionStoreContract, ABuildingVersionIsNotRead) {
  must_save(balance_run(0, 7, 500));
  const auto building = store().begin_rebuild(ProjectionKind::Balance).value();
  auto rebuilt = balance_run(0, 5, 123);
  rebuilt.projection.version = building;
  EXPECT_EQ(must_save(rebuilt), SaveOutcome::Saved);
  EXPECT_EQ(store().balance(Shard(1), card(1)).value().row, balance_of(500));
  EXPECT_EQ(status(ProjectionKind::Balance).building->folded[1], Position(5));
}

TEST_P(ProjectionStoreContract, AVersionThatIsBehindIsNotSwappedIn) {
  must_save(balance_run(0, 7, 500));
  const auto building = store().begin_rebuild(ProjectionKind::Balance).value();
  EXPECT_EQ(store().swap({ProjectionKind::Balance, building}).value(), SwapOutcome::Behind);
  EXPECT_EQ(store().balance(Shard(1), card(1)).value().row, balance_of(500));
}

TEST_P(ProjectionStoreContract, AfterTheSwapTheNewVersionIsRead) {
  must_save(balance_run(0, 7, 500));
  const auto building = store().begin_rebuild(ProjectionKind::Balance).value();
  auto rebuilt = balance_run(0, 7, 600);
  rebuilt.projection.version = building;
  must_save(rebuilt);
  EXPECT_EQ(store().swap(rebuilt.projection).value(), SwapOutcome::Swapped);
  EXPECT_EQ(store().balance(Shard(1), card(1)).value().row, balance_of(600));
  EXPECT_EQ(status(ProjectionKind::Balance).live.version, building);
  EXPECT_EQ(store().swap(rebuilt.projection).value(), SwapOutcome::Gone);
}

TEST_P(ProjectionStoreContract, ADroppedVersionTakesNoMoreRuns) {
  must_save(balance_run(0, 7, 500));
  const auto building = store().begin_rebuild(ProjectionKind::Balance).value();
  auto rebuilt = balance_run(0, 7, 600);
  rebuilt.projection.version = building;
  must_save(rebuilt);
  EXPECT_EQ(store().swap(rebuilt.projection).value(), SwapOutcome::Swapped);
  EXPECT_TRUE(store().drop_old_versions(ProjectionKind::Balance));
  EXPECT_EQ(must_save(balance_run(7, 9, 1)), SaveOutcome::Overtaken);
  EXPECT_EQ(store().balance(Shard(1), card(1)).value().row, balance_of(600));
}

TEST_P(ProjectionStoreContract, ASecondRebuildReplacesTheFirst) {
  const auto first = store().begin_rebuild(ProjectionKind::Balance).value();
  const auto second = store().begin_rebuild(ProjectionKind::Balance).value();
  EXPECT_NE(first, second);
  auto rebuilt = balance_run(0, 7, 600);
  rebuilt.projection.version = first;
  EXPECT_EQ(must_save(rebuilt), SaveOutcome::Overtaken);
  EXPECT_EQ(store().swap({ProjectionKind::Balance, first}).value(), SwapOutcome::Gone);
}

TEST_P(ProjectionStoreContract, OtherProjectionsHaveVersionsOfTheirOwn) {
  static_cast<void>(store().begin_rebuild(ProjectionKind::Balance).value());
  EXPECT_FALSE(status(ProjectionKind::Statement).building);
}

}  // namespace perk::test

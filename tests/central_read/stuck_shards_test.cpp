// A shard that a projection's store refuses for good holds up nobody else, is shown, and catches up once
// the cause is mended.
#include <gtest/gtest.h>

#include "central/projections/rebuild.h"
#include "tests/central_read/books.h"
#include "tests/central_read/flaky_projection_store.h"

namespace perk::test {
namespace {

using namespace central;

const auto kSilent = [](const std::string&) {};

class StuckShardsOn : public ::testing::TestWithParam<ShelfMaker> {};

/// Refuses for good to save one shard of the balances.
std::optional<StorageFailure> refuses_balances_of_shard_1(const FoldedRun& run) {
  const bool is_it = run.projection.kind == ProjectionKind::Balance && run.shard == Shard(1);
  return is_it ? std::optional(StorageFailure::GiveUp) : std::nullopt;
}

/// Passes until one folds nothing.
void pass_until_idle(ProjectionRunner& runner) {
  for (;;) {
    const auto pass = runner.run_pass();
    ASSERT_TRUE(pass) << pass.error().detail;
    if (pass.value() == 0) return;
  }
}

TEST_P(StuckShardsOn, AShardThatGivesUpStopsNoOther) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(16);
  books.fill(random, 60);
  FlakyProjectionStore flaky(shelf->projections(), refuses_balances_of_shard_1);
  CheckpointBoard board;
  std::vector<std::string> said;
  ProjectionRunner runner(shelf->events(), flaky, board, RunnerSettings(),
                          [&](const std::string& fact) { said.push_back(fact); });
  pass_until_idle(runner);
  for (const ShardEnd& end : shelf->events().shard_ends().value()) {
    for (const ProjectionKind kind : all_projections()) {
      const auto view = shelf->projections().shard_view(kind, end.shard).value();
      const bool is_stuck = kind == ProjectionKind::Balance && end.shard == Shard(1);
      EXPECT_EQ(view.folded, is_stuck ? Position() : end.position);
    }
  }
  const auto stuck = runner.stuck();
  ASSERT_EQ(stuck.size(), 1U);
  EXPECT_EQ(stuck[0].projection.kind, ProjectionKind::Balance);
  EXPECT_EQ(stuck[0].shard, Shard(1));
  EXPECT_EQ(stuck[0].why, "fate");
  pass_until_idle(runner);
  EXPECT_EQ(said.size(), 1U);  // However often it is tried again.
}

TEST_P(StuckShardsOn, AShardThatGaveUpIsTriedAgainLaterAndCatchesUp) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(17);
  books.fill(random, 60);
  std::size_t tries = 0;
  FlakyProjectionStore flaky(shelf->projections(), [&](const FoldedRun& run) {
    const auto fate = refuses_balances_of_shard_1(run);
    if (fate) ++tries;
    return fate;
  });
  CheckpointBoard board;
  ProjectionRunner runner(shelf->events(), flaky, board, RunnerSettings(), kSilent);
  for (int passes = 0; passes < 1'000; ++passes) ASSERT_TRUE(runner.run_pass());
  EXPECT_GT(tries, 10U);  // Again and again,
  EXPECT_LT(tries, 50U);  // but not at every pass.
  flaky.set_fate({});
  for (int passes = 0; passes < 1'000 && !runner.stuck().empty(); ++passes) {
    ASSERT_TRUE(runner.run_pass());
  }
  pass_until_idle(runner);
  EXPECT_TRUE(runner.stuck().empty());
  EXPECT_EQ(shelf->projections().shard_view(ProjectionKind::Balance, Shard(1)).value().folded,
            shelf->events().shard_ends().value().at(1).position);
}

TEST_P(StuckShardsOn, AVersionThatIsRebuiltLeavesItsTroubleBehind) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(18);
  books.fill(random, 60);
  FlakyProjectionStore flaky(shelf->projections(), refuses_balances_of_shard_1);
  CheckpointBoard board;
  ProjectionRunner runner(shelf->events(), flaky, board, RunnerSettings(), kSilent);
  pass_until_idle(runner);
  flaky.set_fate({});
  ASSERT_TRUE(rebuild(ProjectionKind::Balance, shelf->events(), flaky, runner,
                      [](std::uint64_t, std::uint64_t) {}));
  pass_until_idle(runner);
  EXPECT_TRUE(runner.stuck().empty());
}

INSTANTIATE_TEST_SUITE_P(All, StuckShardsOn, ::testing::Values(memory_shelf(), postgres_shelf()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace perk::test

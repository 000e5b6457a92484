// Projections count every event once, whoever folds and whoever is killed; and a rebuild is not seen by
// anybody who reads.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "central/projections/rebuild.h"
#include "central/verifier.h"
#include "tests/central_read/books.h"
#include "tests/central_read/flaky_projection_store.h"
#include "tests/support/seeds.h"

namespace perk::test {
namespace {

using namespace central;
using namespace std::chrono_literals;

constexpr RunnerSettings kQuick{5ms, 5ms};
constexpr Millis kLong{60'000};
const auto kSilent = [](const std::string&) {};

std::string broken_checks(Shelf& shelf) {
  const auto verified =
      verify(shelf.events(), shelf.projections(), [](std::uint64_t, std::uint64_t) {});
  if (!verified) return verified.error().detail;
  std::string broken;
  for (const VerifyCheck& check : verified.value().checks) {
    if (!check.holds) broken += check.name + ": " + check.detail + "\n";
  }
  return broken;
}

/// Waits until every projection has folded all there is.
void wait_for_all(Shelf& shelf, CheckpointBoard& board) {
  const auto ends = shelf.events().shard_ends().value();
  for (const ShardEnd& end : ends) {
    for (const ProjectionKind kind : all_projections()) {
      ASSERT_TRUE(board.wait_for(kind, end.shard, end.position, kLong));
    }
  }
}

class RunnerOn : public ::testing::TestWithParam<ShelfMaker> {};

TEST_P(RunnerOn, TwoRunnersCountEveryEventOnce) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  CheckpointBoard board;
  ProjectionRunner first(shelf->events(), shelf->projections(), board, kQuick, kSilent);
  ProjectionRunner second(shelf->events(), shelf->projections(), board, kQuick, kSilent);
  first.start();
  second.start();
  Random random(11);
  for (int round = 0; round < 10; ++round) {
    books.fill(random, 40);
    first.wake();
    second.wake();
  }
  wait_for_all(*shelf, board);
  first.stop();
  second.stop();
  EXPECT_EQ(broken_checks(*shelf), "");
}

TEST_P(RunnerOn, ARunnerKilledBeforeOrAfterItsSaveIsTakenUpByTheNext) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(12);
  books.fill(random, 50);
  FlakyProjectionStore flaky(shelf->projections(),
                             [&](const FoldedRun&) -> std::optional<StorageFailure> {
                               if (random.chance(40)) return StorageFailure::Retry;
                               if (random.chance(40)) return StorageFailure::OutcomeUnknown;
                               return std::nullopt;
                             });
  std::size_t kills = 0;
  for (bool is_done = false; !is_done; books.fill(random, kills < 60 ? 2 : 0)) {
    CheckpointBoard board;
    ProjectionRunner runner(shelf->events(), flaky, board, kQuick, kSilent);
    const auto pass = runner.run_pass();
    if (!pass) ++kills;
    is_done = kills > 60 && pass && pass.value() == 0;
  }
  EXPECT_EQ(broken_checks(*shelf), "");
}

TEST_P(RunnerOn, ItWaitsForTheDatabaseAndGoesOn) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(13);
  books.fill(random, 30);
  FlakyProjectionStore flaky(shelf->projections(), {});
  flaky.be_away_for(5);
  CheckpointBoard board;
  std::atomic<int> said{0};
  ProjectionRunner runner(shelf->events(), flaky, board, kQuick,
                          [&](const std::string&) { ++said; });
  runner.start();
  wait_for_all(*shelf, board);
  runner.stop();
  EXPECT_EQ(said, 2);  // Once when it began to wait, once when it went on.
}

TEST_P(RunnerOn, AnEventThatCannotBeFoldedIsParkedAndTheRestGoesOn) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(14);
  books.fill(random, 20);
  const ArrivedEvent poison{event_id(store(1), 999), StoreId(1), card(1), {0xff, 0xff}};
  ASSERT_TRUE(shelf->events().append({Shard(1), {poison}}, kMorning));
  books.fill(random, 20);
  fold_all(*shelf);
  const auto statuses = shelf->projections().status().value();
  for (const ProjectionStatus& status : statuses) EXPECT_EQ(status.live.parked, 1U);
  const auto view = shelf->projections().shard_view(ProjectionKind::Balance, Shard(1)).value();
  ASSERT_EQ(view.parked.size(), 1U);
  EXPECT_EQ(view.parked[0].event, poison.id);
  EXPECT_EQ(view.folded, shelf->events().shard_ends().value().at(1).position);
}

/// Reads one card over and over, and notes what does not fit together.
class Reader {
 public:
  explicit Reader(ProjectionStore& store) : store_(store), thread_([this] { run(); }) {}
  ~Reader() { stop(); }
  void stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] std::size_t reads() const { return reads_; }
  [[nodiscard]] const std::string& complaint() const { return complaint_; }

 private:
  void run() {
    for (; !stopping_; ++reads_) {
      read_statement();
      read_balance();
    }
  }
  void read_statement() {
    const auto view = store_.statement(Shard(1), card(1));
    if (!view) return complain("a read failed: " + view.error().detail);
    if (view.value().folded < statement_through_) complain("the statement went back");
    statement_through_ = view.value().folded;
    Amount balance;
    for (const StatementRow& line : view.value().lines) {
      balance += line.value_effect;
      if (line.balance_after != balance) complain("the lines do not add up");
    }
  }
  void read_balance() {
    const auto view = store_.balance(Shard(1), card(1));
    if (!view) return complain("a read failed: " + view.error().detail);
    if (view.value().folded < balance_through_) complain("the balance went back");
    balance_through_ = view.value().folded;
    const auto& row = view.value().row;
    const bool adds_up = !row || row->value == row->loaded - row->redeemed + row->reversed;
    if (!adds_up) complain("the balance does not add up");
    if (!row && balance_through_ >= Position(1)) complain("the card is gone");
  }
  void complain(std::string what) {
    if (complaint_.empty()) complaint_ = std::move(what);
  }

  ProjectionStore& store_;
  Position statement_through_, balance_through_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> reads_{0};
  std::string complaint_;
  std::thread thread_;
};

TEST_P(RunnerOn, ARebuildUnderLoadGivesTheSameRowsAndReadersSeeNoMix) {
  const auto shelf = GetParam().make();
  Books books(*shelf);
  Random random(15);
  books.fill(random, 100);
  fold_all(*shelf);
  CheckpointBoard board;
  ProjectionRunner runner(shelf->events(), shelf->projections(), board, kQuick, kSilent);
  runner.start();
  Reader reader(shelf->projections());
  std::atomic<bool> is_rebuilding{true};
  std::thread shops([&] {
    while (is_rebuilding) {
      books.fill(random, 5);
      runner.wake();
    }
  });
  for (int round = 0; round < 3; ++round) {
    for (const ProjectionKind kind : all_projections()) {
      const auto rebuilt = rebuild(kind, shelf->events(), shelf->projections(), runner,
                                   [](std::uint64_t, std::uint64_t) {});
      EXPECT_TRUE(rebuilt) << rebuilt.error().detail;
    }
  }
  is_rebuilding = false;
  shops.join();
  wait_for_all(*shelf, board);
  reader.stop();
  runner.stop();
  EXPECT_EQ(reader.complaint(), "");
  EXPECT_GT(reader.reads(), 0U);
  EXPECT_EQ(broken_checks(*shelf), "");
  const auto statuses = shelf->projections().status().value();
  for (const ProjectionStatus& status : statuses) {
    EXPECT_EQ(status.live.version, ProjectionVersion(4));
    EXPECT_FALSE(status.building);
  }
}

INSTANTIATE_TEST_SUITE_P(All, RunnerOn, ::testing::Values(memory_shelf(), postgres_shelf()),
                         [](const auto& param) { return param.param.name; });

TEST(CheckpointBoard, AReaderIsLetGoWhenThePositionIsFolded) {
  CheckpointBoard board;
  std::atomic<bool> is_there{false};
  std::thread reader(
      [&] { is_there = board.wait_for(ProjectionKind::Balance, Shard(1), Position(5), kLong); });
  while (board.waiting() == 0) std::this_thread::yield();
  board.post(ProjectionKind::Statement, Shard(1), Position(9));
  board.post(ProjectionKind::Balance, Shard(2), Position(9));
  board.post(ProjectionKind::Balance, Shard(1), Position(4));
  EXPECT_EQ(board.waiting(), 1U);
  board.post(ProjectionKind::Balance, Shard(1), Position(5));
  reader.join();
  EXPECT_TRUE(is_there);
}

TEST(CheckpointBoard, APositionThatDoesNotComeIsATimeout) {
  CheckpointBoard board;
  board.post(ProjectionKind::Balance, Shard(1), Position(4));
  EXPECT_FALSE(board.wait_for(ProjectionKind::Balance, Shard(1), Position(5), Millis(1)));
  EXPECT_TRUE(board.wait_for(ProjectionKind::Balance, Shard(1), Position(4), Millis(0)));
}

TEST(CheckpointBoard, ClosingLetsEverybodyGo) {
  CheckpointBoard board;
  std::atomic<bool> is_there{true};
  std::thread reader(
      [&] { is_there = board.wait_for(ProjectionKind::Balance, Shard(1), Position(5), kLong); });
  while (board.waiting() == 0) std::this_thread::yield();
  board.close();
  reader.join();
  EXPECT_FALSE(is_there);
}

}  // namespace
}  // namespace perk::test

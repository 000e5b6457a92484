// A tail that is cut off so that all that is left agrees is found by whoever kept heads of before, and by
// nothing else.
#include <gtest/gtest.h>

#include "central/verify/heads_now.h"
#include "tests/central_read/verifier_checks.h"

namespace perk::test {
namespace {

using namespace central;

/// Puts a shelf's events and heads back to where they were, and leaves no trace.
class Scissors {
 public:
  explicit Scissors(Shelf& shelf) : shelf_(shelf) {
    ends_ = shelf.events().shard_ends().value();
    own_ = shelf.events().head_office_logs().value();
    origins_ = shelf.events().origins().value();
    if (auto* memory = dynamic_cast<MemoryEventStore*>(&shelf.events()))
      backup_ = memory->back_up();
  }
  void cut() {
    if (auto* memory = dynamic_cast<MemoryEventStore*>(&shelf_.events()))
      return memory->restore(*backup_);
    dynamic_cast<PostgresShelf&>(shelf_).sabotage(sql());
  }

 private:
  [[nodiscard]] std::string sql() const {
    std::string sql;
    for (std::size_t at = 0; at < ends_.size(); ++at) {
      const std::string shard = std::to_string(ends_[at].shard.value());
      const std::string position = std::to_string(ends_[at].position.value());
      sql += "delete from events where shard = " + shard + " and position > " + position + ";";
      sql += "update shards set position = " + position +
             ", hash = " + as_sql(ends_[at].hash.bytes) +
             ", own_seq = " + std::to_string(own_[at].end.value()) +
             ", own_hash = " + as_sql(own_[at].hash.bytes) + " where shard = " + shard + ";";
    }
    for (const OriginProgress& log : origins_) {
      sql += "update origins set through = " + std::to_string(log.through.value()) +
             ", hash = " + as_sql(log.hash.bytes) + ", seal = " + as_sql(log.seal.bytes) +
             " where origin = " + std::to_string(static_cast<std::int64_t>(log.origin.value())) +
             ";";
    }
    return sql;
  }

  Shelf& shelf_;
  std::vector<ShardEnd> ends_;
  std::vector<HeadOfficeLog> own_;
  std::vector<OriginProgress> origins_;
  std::optional<MemoryEventStore::Backup> backup_;
};

class HeadsOn : public ::testing::TestWithParam<ShelfMaker> {
 protected:
  HeadsOn() : shelf_(GetParam().make()), books_(*shelf_) {
    Random random(5);
    books_.fill(random, 60);
    fold_all(*shelf_);
  }
  Heads heads() { return heads_now(shelf_->events(), kMorning).value(); }
  std::string against(const Heads& heads) {
    return broken_checks(*shelf_, {VerifyDepth::Usual, heads});
  }
  /// Of store 1 on card 1, which is in shard 1, and of head office there.
  void add_a_tail() {
    StoreLog& log = books_.open_store(1);
    log.append(value_loaded(card(1), 100)).append(value_loaded(card(1), 200));
    books_.take(log);
    const auto allowance =
        stand_in_granted(AllowanceId(1), stand_in_terms(store(1), 500, 300, 200));
    const auto write = [&](const OfficeView&) { return std::vector{allowance.build()}; };
    EXPECT_TRUE(shelf_->events().append_own(Shard(1), std::nullopt, write, kMorning));
  }

  std::unique_ptr<Shelf> shelf_;
  Books books_;
};

TEST_P(HeadsOn, HoldForGoodWhileLogsAndShardsGrow) {
  const Heads then = heads();
  EXPECT_EQ(against(then), "");
  add_a_tail();
  EXPECT_EQ(against(then), "");
  EXPECT_EQ(checks_of(*shelf_, {VerifyDepth::Usual, then}).size(), 15U);
}

TEST_P(HeadsOn, ShowATailThatWasCutOffWithoutATrace) {
  Scissors scissors(*shelf_);
  const std::uint64_t shard_end = shelf_->events().shard_ends().value().at(1).position.value();
  const std::uint64_t log_end = books_.open_store(1).end().value();
  add_a_tail();
  const Heads then = heads();
  EXPECT_EQ(against(then), "");
  scissors.cut();
  EXPECT_EQ(broken_checks(*shelf_), "") << "nothing else shows it";
  const std::string broken = against(then);
  const auto expect = [&](const std::string& sentence) {
    EXPECT_NE(broken.find(sentence), std::string::npos) << sentence << "\n" << broken;
  };
  const auto truncated = [](const std::string& what, std::uint64_t then_at, std::uint64_t now_at) {
    return "exported head of " + what + ": truncated: " + what + " ended at " +
           std::to_string(then_at) + " on 2026-11-21 and ends at " + std::to_string(now_at) +
           " now\n";
  };
  expect(truncated("log " + to_string(store(1)), log_end + 2, log_end));
  expect(truncated("shard 1", shard_end + 3, shard_end));
  expect(truncated("log head-office/1/1", 1, 0));
  expect(std::string(kLogHeadsCheck) + ": 2 of 7 do not hold");
  expect(std::string(kShardHeadsCheck) + ": 1 of 4 do not hold");
}

TEST_P(HeadsOn, ShowAHistoryThatWasWrittenAgain) {
  Heads then = heads();
  then.logs.back().hash.bytes[0] ^= 1;
  then.shards.back().hash.bytes[0] ^= 1;
  const std::string broken = against(then);
  EXPECT_NE(broken.find("changed: log " + to_string(then.logs.back().origin)), std::string::npos)
      << broken;
  EXPECT_NE(broken.find("changed: shard 3 ended at "), std::string::npos) << broken;
}

TEST_P(HeadsOn, ShowALogThatIsGone) {
  Heads then = heads();
  then.logs.push_back({store(9), StoreId(9), Seq(4), Digest()});
  then.shards.push_back({Shard(4), Epoch(1), Position(1), Digest()});
  const std::string broken = against(then);
  EXPECT_NE(broken.find("gone: log " + to_string(store(9)) + " ended at 4"), std::string::npos)
      << broken;
  EXPECT_NE(broken.find("gone: shard 4 ended at 1"), std::string::npos) << broken;
}

INSTANTIATE_TEST_SUITE_P(All, HeadsOn, ::testing::Values(memory_shelf(), postgres_shelf()),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace perk::test

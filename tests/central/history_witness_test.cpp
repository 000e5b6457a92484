// What a head office has seen of its own database: one that holds less was restored, and may not go on.
#include "central/history_witness.h"

#include <fstream>

#include <gtest/gtest.h>

#include "central/memory/memory_event_store.h"
#include "tests/central/central_builders.h"

namespace perk::test {
namespace {

using central::History;

class HistoryWitnessTest : public ::testing::Test {
 protected:
  HistoryWitnessTest() : path_(::testing::TempDir() + "/history." + name()) {
    std::filesystem::remove(path_);
  }
  ~HistoryWitnessTest() override { std::filesystem::remove(path_); }
  static std::string name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  static void write(central::MemoryEventStore& store, std::uint64_t first, std::uint64_t end) {
    for (std::uint64_t seq = first; seq < end; ++seq) {
      const auto recorded = (seq == 1 ? card_issued(card(1)) : value_loaded(card(1), 100))
                                .recorded(perk::test::store(1), seq);
      ASSERT_TRUE(store.append({shard_of(card(1), 4), {arrived(recorded)}}, kMorning));
    }
  }
  History seen() { return central::history_of(store_).value(); }
  static bool in_doubt(central::MemoryEventStore& store, const std::optional<History>& witness) {
    return central::why_in_doubt(store, witness).value().has_value();
  }

  central::MemoryEventStore store_{euro_chain(), {number_key()}};
  std::filesystem::path path_;
};

TEST_F(HistoryWitnessTest, WhatIsWrittenIsReadAgain) {
  write(store_, 1, 4);
  ASSERT_TRUE(central::write_history(path_, seen()));
  const auto read = central::read_history(path_);
  ASSERT_TRUE(read);
  EXPECT_EQ(read.value(), seen());
}

TEST_F(HistoryWitnessTest, ADatabaseThatGoesOnIsNotDoubted) {
  write(store_, 1, 4);
  const History before = seen();
  write(store_, 4, 6);
  EXPECT_FALSE(in_doubt(store_, before));
}

TEST_F(HistoryWitnessTest, ADatabaseThatHoldsLessWasRestored) {
  write(store_, 1, 4);
  central::MemoryEventStore restored(euro_chain(), {number_key()});
  write(restored, 1, 3);
  EXPECT_TRUE(in_doubt(restored, seen()));
  // One that wrote something else since then, too.
  const auto other = value_loaded(card(1), 999).recorded(perk::test::store(2), 1);
  ASSERT_TRUE(restored.append({shard_of(card(1), 4), {arrived(other, StoreId(2))}}, kMorning));
  EXPECT_TRUE(in_doubt(restored, seen()));
}

TEST_F(HistoryWitnessTest, AnEpochThatTheDatabaseKnowsNothingOfIsARestore) {
  History witness = seen();
  witness.epoch = Epoch(2);
  EXPECT_TRUE(in_doubt(store_, witness));
}

TEST_F(HistoryWitnessTest, WithoutAWitnessOnlyAnEmptyDatabaseIsTrusted) {
  EXPECT_FALSE(in_doubt(store_, std::nullopt));
  write(store_, 1, 2);
  EXPECT_TRUE(in_doubt(store_, std::nullopt));
}

TEST_F(HistoryWitnessTest, AFileThatIsNoneIsSaidToBeBroken) {
  EXPECT_EQ(central::read_history(path_).value(), std::nullopt);
  for (const char* text : {"", "epoch", "epoch 0\n", "epoch 1\n", "epoch 1\n0 3 zz\n",
                           "epoch 1\n0 3\n", "epoch 1\n0 3 0123\nrubbish\n"}) {
    std::ofstream(path_, std::ios::trunc) << text;
    EXPECT_FALSE(central::read_history(path_)) << text;
  }
}

TEST_F(HistoryWitnessTest, TheFileFollowsWhatIsNoted) {
  central::HistoryWitness witness;
  EXPECT_TRUE(witness.save()) << "nothing is kept yet";
  witness.begin(path_, seen());
  ASSERT_TRUE(witness.save());
  write(store_, 1, 4);
  const History now = seen();
  for (const auto& [shard, end] : now.ends) witness.note(end);
  ASSERT_TRUE(witness.save());
  witness.note(central::ShardEnd{shard_of(card(1), 4), Epoch(1), Position(1), Digest()});
  ASSERT_TRUE(witness.save());
  EXPECT_EQ(central::read_history(path_).value(), now) << "it never goes back";
}

}  // namespace
}  // namespace perk::test

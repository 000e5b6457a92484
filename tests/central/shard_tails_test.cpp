// Feeds to many stores do not each ask the database, and never leave out an event.
#include "central/shard_tails.h"

#include <gtest/gtest.h>

#include "central/memory/memory_event_store.h"
#include "tests/central/central_builders.h"
#include "tests/central/flaky_event_store.h"

namespace perk::test {
namespace {

class ShardTailsTest : public ::testing::Test {
 protected:
  void grow(std::uint64_t count) {
    central::ShardGroup group{Shard(1), {}};
    for (; count > 0; --count) {
      group.events.push_back(arrived(value_loaded(card(1), 100).recorded(store(1), ++last_seq_)));
    }
    ASSERT_TRUE(memory_.append(group, kMorning));
  }
  std::vector<std::uint64_t> positions_after(std::uint64_t after, std::size_t bytes_max = 1 << 20) {
    std::vector<std::uint64_t> positions;
    const auto events = tails_.read(Shard(1), Position(after), bytes_max);
    for (const auto& event : events.value()) {
      positions.push_back(event->position.value());
    }
    return positions;
  }

  central::MemoryEventStore memory_{euro_chain(), {number_key()}};
  FlakyEventStore store_{memory_};
  central::ShardTails tails_{store_, 2'000};
  std::uint64_t last_seq_ = 0;
};

TEST_F(ShardTailsTest, ReadsWhatComesAfterAPosition) {
  grow(3);
  EXPECT_EQ(positions_after(0), (std::vector<std::uint64_t>{1, 2, 3}));
  EXPECT_EQ(positions_after(2), (std::vector<std::uint64_t>{3}));
  EXPECT_TRUE(positions_after(3).empty());
}

TEST_F(ShardTailsTest, SeesWhatWasAppendedSince) {
  grow(2);
  EXPECT_TRUE(positions_after(2).empty());
  grow(1);
  EXPECT_EQ(positions_after(2), (std::vector<std::uint64_t>{3}));
}

TEST_F(ShardTailsTest, ManyReadersOfTheNewestAskTheDatabaseOnce) {
  grow(5);
  for (int reader = 0; reader < 100; ++reader) EXPECT_EQ(positions_after(0).size(), 5U);
  EXPECT_EQ(store_.reads(), 1U);
}

TEST_F(ShardTailsTest, AReaderFarBehindGetsEverythingInOrder) {
  grow(2'000);
  grow(2'000);
  EXPECT_EQ(positions_after(3'990).size(), 10U);
  std::uint64_t at = 0;
  while (at < 4'000) {
    const auto next = positions_after(at);
    ASSERT_FALSE(next.empty());
    for (const std::uint64_t position : next) ASSERT_EQ(position, ++at);
  }
}

TEST_F(ShardTailsTest, BytesAreBoundedButOneEventAlwaysFits) {
  grow(5);
  EXPECT_EQ(positions_after(0, 1).size(), 1U);
  const std::size_t one = tails_.read(Shard(1), Position(), 1).value().at(0)->bytes.size();
  EXPECT_EQ(positions_after(0, 2 * one).size(), 2U);
}

}  // namespace
}  // namespace perk::test

// A backup of the stores in memory and its restore: what came after it was never there.
#include <gtest/gtest.h>

#include "central/memory/memory_event_store.h"
#include "central/projections/folder.h"
#include "central/projections/memory_projection_store.h"
#include "tests/central/central_builders.h"

namespace perk::test {
namespace {

class MemoryBackupTest : public ::testing::Test {
 protected:
  void load(std::uint64_t seq) {
    const auto event = value_loaded(card(1), 100).recorded(harbour_.origin(), seq);
    EXPECT_TRUE(events_.append({kShard, {arrived(event)}}, kMorning));
  }
  void fold() {
    for (const auto& status : projections_.status().value()) {
      const central::ProjectionId id{status.kind, status.live.version};
      EXPECT_TRUE(folder_.step(id, kShard, status.live.folded.at(kShard.value())));
    }
  }
  Amount shown() { return projections_.balance(kShard, card(1)).value().row->value; }

  const Shard kShard = shard_of(card(1), euro_chain().shard_count);
  const StoreLog harbour_{1};
  central::MemoryEventStore events_{euro_chain(), {number_key()}};
  central::MemoryProjectionStore projections_;
  central::Folder folder_{events_, projections_};
};

TEST_F(MemoryBackupTest, WhatCameAfterABackupIsForgottenByItsRestore) {
  load(1);
  ASSERT_TRUE(events_.enrol("Harbour", harbour_.key().public_key(), kMorning));
  const auto end = events_.shard_ends().value().at(kShard.value());
  const auto backup = events_.back_up();
  load(2);
  ASSERT_TRUE(events_.enrol("Station", StoreLog(2).key().public_key(), kMorning));
  ASSERT_TRUE(events_.register_incarnation(StoreId(1), harbour_.origin(), kMorning));
  events_.restore(backup);
  EXPECT_EQ(events_.shard_ends().value().at(kShard.value()), end);
  EXPECT_EQ(events_.stores().value().size(), 1U);
  EXPECT_TRUE(events_.origins().value().empty());
  load(2);
  EXPECT_EQ(events_.read_card(card(1)).value().size(), 2U) << "and it goes on from there";
  events_.restore(backup);
  EXPECT_EQ(events_.read_card(card(1)).value().size(), 1U) << "as often as one likes";
}

TEST_F(MemoryBackupTest, TheProjectionsGoBackToo) {
  ASSERT_TRUE(projections_.prepare(euro_chain().shard_count));
  load(1);
  fold();
  const auto backup = projections_.back_up();
  load(2);
  fold();
  ASSERT_EQ(shown(), Amount(200));
  projections_.restore(backup);
  EXPECT_EQ(shown(), Amount(100));
  fold();
  EXPECT_EQ(shown(), Amount(200));
}

}  // namespace
}  // namespace perk::test

// Head office was restored to an earlier point. A shop goes back to where the histories part, and counts what
// it heard beyond all the same: those rights may be spent.
#include <gtest/gtest.h>

#include "tests/store_node/shard_order.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

class EpochChange : public ::testing::Test {
 protected:
  EpochChange() {
    order_.add(card_issued(card_id(7)).recorded(store(4), 1));
    order_.add(value_loaded(card_id(7), 800).recorded(store(4), 2));
    order_.add(rights_released(card_id(7), 800).recorded(store(4), 3));
    order_.add(rights_granted(card_id(7), store(3), 500).recorded(head_office(), 1));
  }
  bool take(const sync::Batch& batch) {
    auto answers = shop_.till->serve({{}, {batch}, {}});
    return answers && answers->batches.front();
  }
  [[nodiscard]] sync::Cursor at(std::uint64_t position, std::uint64_t epoch) const {
    const sync::Batch upto = order_.batch(0, position, store(3));
    return {upto.feed, Epoch(epoch), upto.through, upto.through_hash};
  }
  void part_at(const sync::Cursor& parting) {
    shop_.till->head_office_parted({parting});
    ASSERT_TRUE(shop_.till->serve({}));
  }
  [[nodiscard]] sync::Cursor cursor() const { return shop_.till->books().cursor_of(shard_); }
  [[nodiscard]] Amount rights() const {
    return shop_.till->books().cards.find(card_id(7)).rights_of(store(3));
  }

  Shop shop_{3, PolicyKind::Escrow};
  Shard shard_ = shard_of(card_id(7), 16);
  ShardOrder order_{shard_};
};

TEST_F(EpochChange, WhatWasHeardBeyondIsKeptAndGoesOnCounting) {
  ASSERT_TRUE(take(order_.batch(0, 4, store(3))));
  part_at(at(2, 2));
  EXPECT_EQ(cursor(), at(2, 2));
  EXPECT_EQ(rights(), Amount(500)) << "the grant was durable at head office, once";
  shop_.start();
  EXPECT_EQ(cursor(), at(2, 2));
  EXPECT_EQ(rights(), Amount(500)) << "also after a restart";
  EXPECT_EQ(shop_.disk.past_end().value(), 2U);
  EXPECT_EQ(shop_.ask(buy(1, 7, 500)).outcome, Outcome::Approved);
}

TEST_F(EpochChange, HeardAgainInTheNewEpochItCountsOnce) {
  ASSERT_TRUE(take(order_.batch(0, 4, store(3))));
  part_at(at(2, 2));
  // Head office began an epoch, then was handed back what it had lost.
  ShardOrder anew(shard_);
  const sync::Batch old = order_.batch(0, 4, store(9));
  anew.add(old.items[0].event, old.items[0].bytes);
  anew.add(old.items[1].event, old.items[1].bytes);
  anew.add(card_frozen(card_id(8)).recorded(Origin::head_office(Epoch(2), shard_), 1));
  anew.add(old.items[2].event, old.items[2].bytes);
  anew.add(old.items[3].event, old.items[3].bytes);
  sync::Batch batch = anew.batch(2, 5, store(3));
  batch.epoch = Epoch(2);
  ASSERT_TRUE(take(batch));
  EXPECT_EQ(rights(), Amount(500));
  shop_.start();
  EXPECT_EQ(rights(), Amount(500));
  EXPECT_EQ(cursor().index, sync::FeedIndex(5));
}

TEST_F(EpochChange, AShopThatHeardLessStaysWhereItIs) {
  ASSERT_TRUE(take(order_.batch(0, 1, store(3))));
  part_at(at(2, 2));
  EXPECT_EQ(cursor(), at(1, 2));
  EXPECT_EQ(shop_.disk.past_end().value(), 0U);
}

TEST_F(EpochChange, AnotherHistoryIsHeardAgainFromItsBeginning) {
  ASSERT_TRUE(take(order_.batch(0, 4, store(3))));
  sync::Cursor other = at(2, 2);
  other.hash = Digest{{9}};
  part_at(other);
  EXPECT_EQ(cursor().index, sync::FeedIndex());
  EXPECT_EQ(cursor().epoch, Epoch(2));
  EXPECT_EQ(shop_.disk.past_end().value(), 4U);
  EXPECT_EQ(rights(), Amount(500));
}

TEST_F(EpochChange, ToldTwiceNothingMoreChanges) {
  ASSERT_TRUE(take(order_.batch(0, 4, store(3))));
  part_at(at(2, 2));
  part_at(at(0, 2));
  EXPECT_EQ(cursor(), at(2, 2)) << "it is in that epoch already";
}

TEST_F(EpochChange, WhatCannotBeStoredIsToldAgain) {
  ASSERT_TRUE(take(order_.batch(0, 4, store(3))));
  shop_.journal.fail_next(FailingJournal::Fate::Refused);
  shop_.till->head_office_parted({at(2, 2)});
  ASSERT_TRUE(shop_.till->serve({}));
  EXPECT_EQ(cursor(), at(4, 1));
  part_at(at(2, 2));
  EXPECT_EQ(cursor(), at(2, 2));
}

TEST_F(EpochChange, AnOutcomeInDoubtIsSettledFromTheDisk) {
  ASSERT_TRUE(take(order_.batch(0, 4, store(3))));
  shop_.journal.fail_next(FailingJournal::Fate::InDoubtAndKept);
  shop_.till->head_office_parted({at(2, 2)});
  EXPECT_FALSE(shop_.till->serve({}));
  ASSERT_TRUE(shop_.till->settle());
  EXPECT_EQ(cursor(), at(2, 2));
  EXPECT_EQ(rights(), Amount(500));
}

}  // namespace
}  // namespace perk::test

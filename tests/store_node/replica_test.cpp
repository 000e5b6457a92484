// What a shop hears from head office: checked whole before any of it is stored, folded once, and never
// a reason to stop selling.
#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/store_node/shard_order.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

class Replica : public ::testing::Test {
 protected:
  using Appended = Result<sync::Durable, sync::AppendFailure>;

  Appended append(const sync::Batch& batch) {
    auto answers = shop_.till->serve({{}, {batch}, {}});
    PERK_CHECK(answers.has_value(), "the group is settled");
    return answers->batches.front();
  }
  Appended append(std::uint64_t after, std::uint64_t through) {
    return append(order_.batch(after, through, store(3)));
  }
  sync::RefusalCode refusal_of(const sync::Batch& batch) {
    const auto appended = append(batch);
    EXPECT_FALSE(appended);
    return appended ? sync::RefusalCode::Unspecified : appended.error().code;
  }
  /// Card 7 is issued and loaded at another shop.
  void others_open_card() {
    order_.add(card_issued(card_id(7)).recorded(store(4), 1));
    order_.add(value_loaded(card_id(7), 800).recorded(store(4), 2));
  }

  Shop shop_;
  Shard shard_ = shard_of(card_id(7), 16);
  ShardOrder order_{shard_};
};

TEST_F(Replica, ACardLoadedElsewhereCanBeSpentHere) {
  others_open_card();
  const auto appended = append(0, 2);
  ASSERT_TRUE(appended) << appended.error().sentence;
  EXPECT_EQ(appended.value().through(), sync::FeedIndex(2));
  const SaleAnswer bought = shop_.ask(buy(1, 7, 300));
  EXPECT_EQ(bought.outcome, Outcome::Approved);
  EXPECT_EQ(bought.basis, Basis::Cached);
  EXPECT_EQ(bought.remaining, eur(500));
  EXPECT_EQ(bought.as_of.known_through, Position(2));
  shop_.start();
  EXPECT_EQ(shop_.available(7), Amount(500));
}

TEST_F(Replica, ABatchAndASaleOfOneGroupAreDecidedInThatOrder) {
  others_open_card();
  auto answers = shop_.till->serve({{buy(1, 7, 300)}, {order_.batch(0, 2, store(3))}, {}});
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->sales[0].outcome, Outcome::Approved);
  // What the decision rested on is what the event says for ever.
  EXPECT_EQ(answers->sales[0].as_of.known_through, Position(2));
  const auto event = sync::decode_event(answers->sales[0].receipt->event);
  ASSERT_TRUE(event);
  EXPECT_EQ(std::get<ValueRedeemed>(event.value().body).knowledge.known_through, Position(2));
}

TEST_F(Replica, AFrozenCardBuysNothing) {
  others_open_card();
  order_.add(card_frozen(card_id(7)).recorded(head_office(), 1));
  ASSERT_TRUE(append(0, 3));
  EXPECT_EQ(shop_.ask(buy(1, 7, 300)).reason, "card_is_frozen");
}

TEST_F(Replica, OwnEventsComeBackWithoutBytesAndCountOnce) {
  shop_.open_card(7, 1'000);
  for (std::uint64_t seq = 1; seq <= 2; ++seq)
    order_.add(event_id(store(3), seq), shop_.disk.own_event(Seq(seq)).value()->bytes);
  ASSERT_TRUE(append(0, 2));
  EXPECT_EQ(shop_.available(7), Amount(1'000));
  EXPECT_EQ(shop_.till->books().replica_events, 0U);
}

TEST_F(Replica, AnOwnEventThatIsNotOursIsAFork) {
  shop_.open_card(7, 1'000);
  order_.add(event_id(store(3), 1), {1, 2, 3});
  EXPECT_EQ(refusal_of(order_.batch(0, 1, store(3))), sync::RefusalCode::Forked);
  ShardOrder beyond(shard_);
  beyond.add(event_id(store(3), 99), {1, 2, 3});
  EXPECT_EQ(refusal_of(beyond.batch(0, 1, store(3))), sync::RefusalCode::Forked);
}

TEST_F(Replica, AChangedEventIsFoundByTheRunningHash) {
  others_open_card();
  sync::Batch batch = order_.batch(0, 2, store(3));
  batch.items[1].bytes = order_.batch(0, 1, store(3)).items[0].bytes;
  EXPECT_EQ(refusal_of(batch), sync::RefusalCode::Forked);
  EXPECT_EQ(shop_.till->books().cursor_of(shard_).index, sync::FeedIndex());
  EXPECT_TRUE(append(0, 2)) << "the true one is taken";
}

TEST_F(Replica, AGapAMissingItemAndAForeignFeedAreRefused) {
  others_open_card();
  EXPECT_EQ(refusal_of(order_.batch(1, 2, store(3))), sync::RefusalCode::OutOfOrder);
  sync::Batch holed = order_.batch(0, 2, store(3));
  holed.items.erase(holed.items.begin());
  EXPECT_EQ(refusal_of(holed), sync::RefusalCode::Malformed);
  sync::Batch foreign = order_.batch(0, 2, store(3));
  foreign.feed = sync::FeedId::log(store(4));
  EXPECT_EQ(refusal_of(foreign), sync::RefusalCode::Malformed);
  sync::Batch later = order_.batch(0, 2, store(3));
  later.epoch = Epoch(2);
  EXPECT_EQ(refusal_of(later), sync::RefusalCode::CursorUnknown);
}

TEST_F(Replica, WhatIsHeldAlreadyIsASuccessThatChangesNothing) {
  others_open_card();
  order_.add(value_redeemed(card_id(7), 100).recorded(store(4), 3));
  ASSERT_TRUE(append(0, 2));
  EXPECT_TRUE(append(0, 2));
  EXPECT_EQ(shop_.available(7), Amount(800));
  const auto overlapping = append(1, 3);
  ASSERT_TRUE(overlapping);
  EXPECT_EQ(overlapping.value().through(), sync::FeedIndex(3));
  EXPECT_EQ(shop_.available(7), Amount(700));
}

TEST_F(Replica, AnOverlapOfAnotherHistoryIsAFork) {
  others_open_card();
  ASSERT_TRUE(append(0, 2));
  ShardOrder other(shard_);
  other.add(card_issued(card_id(7)).recorded(store(5), 1));
  other.add(card_issued(card_id(7)).recorded(store(5), 2));
  other.add(card_issued(card_id(7)).recorded(store(5), 3));
  EXPECT_EQ(refusal_of(other.batch(0, 3, store(3))), sync::RefusalCode::Forked);
}

TEST_F(Replica, AnEventOfANewerTypeIsKeptVerbatimAndFoldedByItsEnvelope) {
  others_open_card();
  const auto newer =
      event_of_unknown_type(card_id(7)).value(-100).reserve(-100).recorded(store(4), 3);
  order_.add(newer);
  ASSERT_TRUE(append(0, 3));
  EXPECT_EQ(shop_.available(7), Amount(700));
  std::vector<EventBytes> kept;
  ASSERT_TRUE(shop_.disk.replay_replica([&](const auto& item) { kept.push_back(item.bytes); }));
  EXPECT_EQ(kept.back(), sync::encode_event(newer.event));
}

TEST_F(Replica, WhatCannotBeReadIsKeptCountedAndNotFolded) {
  others_open_card();
  order_.add(event_id(store(4), 3), {0xff, 0xff});
  ASSERT_TRUE(append(0, 3));
  EXPECT_EQ(shop_.till->books().counts.unfolded, 1U);
  EXPECT_EQ(shop_.available(7), Amount(800));
  shop_.start();
  EXPECT_EQ(shop_.available(7), Amount(800));
}

TEST_F(Replica, AClockTooFarAheadIsCountedAndNotFollowed) {
  const Hlc tomorrow = Hlc::from_parts(shop_.clock.wall() + Millis(86'400'000), 0);
  order_.add(card_issued(card_id(7)).at(tomorrow).recorded(store(4), 1));
  ASSERT_TRUE(append(0, 1));
  EXPECT_EQ(shop_.till->status(1).clock_too_far_ahead, 1U);
  EXPECT_LT(shop_.till->books().hybrid_clock.last(), tomorrow);
}

TEST_F(Replica, ABatchThatCouldNotBeStoredComesAgain) {
  others_open_card();
  shop_.journal.fail_next(FailingJournal::Fate::Refused);
  EXPECT_EQ(refusal_of(order_.batch(0, 2, store(3))), sync::RefusalCode::StorageFailed);
  EXPECT_FALSE(shop_.till->books().cards.contains(card_id(7)));
  EXPECT_TRUE(append(0, 2));
}

}  // namespace
}  // namespace perk::test

// A shop with a new log whose till asked again for what the old log had approved: once the shop hears of the
// first answer it leaves it to head office to take its own purchase back.
#include "store_node/double_sales.h"

#include <gtest/gtest.h>

#include "ledger/closed_log.h"
#include "tests/store_node/shard_order.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

class DoubleSalesTest : public ::testing::Test {
 protected:
  DoubleSalesTest() {
    TillSettings settings{"Main St", Limits{}, Policy{PolicyKind::Cached}, 16};
    settings.limits.currency = eur();
    Till old(old_disk_, shop_.clock, shop_log_key(), {shop_number_key()}, settings);
    PERK_CHECK(old.load().has_value(), "a memory journal can be read");
    PERK_CHECK(old.serve({{issue_card(1, 7), load_card(2, 7, 1'000), buy(3, 7, 300)}, {}, {}}),
               "the group is settled");
    hold(1);
    hold(2);
    hear();
    EXPECT_EQ(shop_.ask(buy(3, 7, 300)).outcome, Outcome::Approved) << "nobody knows better";
  }
  OwnEvent old_event(std::uint64_t seq) { return *old_disk_.own_event(Seq(seq)).value(); }
  void hold(std::uint64_t seq) { order_.add(event_id(store(4), seq), old_event(seq).bytes); }
  void close(std::uint64_t through) {
    Event event = incarnation_closed(store(4), through).build();
    std::get<IncarnationClosed>(event.body).known_hash = old_event(through).hash;
    order_.add(RecordedEvent{event_id(head_office(), 1), event});
  }
  void hear() {
    const auto answers =
        shop_.till->serve({{}, {order_.batch(heard_, order_.end(), store(3))}, {}});
    ASSERT_TRUE(answers && answers->batches.front());
    heard_ = order_.end();
    do_chores();
  }
  void do_chores() {
    shop_.clock.advance(Millis(1'000));
    ASSERT_TRUE(shop_.till->serve({}));
  }
  /// With the old log's database on its disk.
  void restart_with_old_disk() {
    shop_.till.emplace(shop_.journal, shop_.clock, shop_log_key(), std::vector{shop_number_key()},
                       shop_.settings);
    shop_.till->bring_from(store(4), old_disk_);
    ASSERT_TRUE(shop_.till->load());
  }
  /// Own purchases that the shop's log leaves to head office.
  std::vector<EventId> renounced() {
    std::vector<EventId> purchases;
    const auto own = shop_.disk.read_log(Seq(), 1'000'000).value();
    for (const OwnEvent& stored : own) {
      const auto event = sync::decode_event(stored.bytes).value();
      if (!std::holds_alternative<RefundRightRenounced>(event.body)) continue;
      EXPECT_TRUE(is_foldable(event));
      purchases.push_back(event.envelope.original.value());
    }
    return purchases;
  }
  using Purchases = std::vector<EventId>;
  const Purchases own_purchase_{event_id(store(3), 1)};

  Shop shop_;  // Its log is that of store(3).
  MemoryJournal old_disk_{{StoreId(3), store(4)}};
  ShardOrder order_{shard_of(card_id(7), 16)};
  std::uint64_t heard_ = 0;
};

TEST_F(DoubleSalesTest, TheSecondAnswerIsLeftToHeadOfficeOnce) {
  hold(3);
  close(3);
  hear();
  do_chores();
  EXPECT_EQ(renounced(), own_purchase_);
  shop_.start();
  do_chores();
  do_chores();
  EXPECT_EQ(renounced(), own_purchase_);
}

TEST_F(DoubleSalesTest, ARestartBeforeItIsSaidForgetsNothing) {
  hold(3);
  close(3);
  ASSERT_TRUE(shop_.till->serve({{}, {order_.batch(heard_, order_.end(), store(3))}, {}}));
  EXPECT_EQ(renounced(), Purchases());
  shop_.start();
  do_chores();
  EXPECT_EQ(renounced(), own_purchase_);
}

TEST_F(DoubleSalesTest, WhatTheShopItselfBringsOfItsOldLogCountsAsHeard) {
  restart_with_old_disk();
  close(2);
  hear();
  do_chores();
  EXPECT_EQ(renounced(), own_purchase_);
}

TEST_F(DoubleSalesTest, WhatWasBroughtBeforeTheTillAskedAgainCountsToo) {
  const RecordedEvent coffee =
      value_redeemed(card_id(7), 100).asked_as(request(9)).recorded(store(4), 9);
  ClosedLogEventRecorded closed = in_closed_log(coffee);
  closed.bytes = sync::encode_event(coffee.event);
  const Event brought = wrap(closed, {store(5), hlc(1), hlc(1).wall(), PolicyVersion(1)});
  order_.add(RecordedEvent{event_id(store(5), 1), brought});
  close(2);
  hear();
  ASSERT_EQ(shop_.ask(buy(9, 7, 100)).outcome, Outcome::Approved);
  do_chores();
  EXPECT_EQ(renounced(), (Purchases{event_id(store(3), 2)}));
}

TEST_F(DoubleSalesTest, WhileNoLogIsClosedItMayBeTheOtherThatIsTakenBack) {
  hold(3);
  hear();
  do_chores();
  EXPECT_EQ(renounced(), Purchases());
}

TEST_F(DoubleSalesTest, ACommitThatFailsIsTriedAgain) {
  hold(3);
  close(3);
  ASSERT_TRUE(shop_.till->serve({{}, {order_.batch(heard_, order_.end(), store(3))}, {}}));
  shop_.clock.advance(Millis(1'000));
  shop_.journal.fail_next(FailingJournal::Fate::Refused);
  ASSERT_TRUE(shop_.till->serve({}));
  EXPECT_EQ(renounced(), Purchases());
  do_chores();
  EXPECT_EQ(renounced(), own_purchase_);
}

}  // namespace
}  // namespace perk::test

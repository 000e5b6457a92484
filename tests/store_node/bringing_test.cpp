// A shop with a former log on its disk: what head office lacks of it is brought once head office has closed
// it, each event once, with its proof.
#include "store_node/bringing.h"

#include <gtest/gtest.h>

#include "ledger/closed_log.h"
#include "tests/store_node/shard_order.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

class BringingTest : public ::testing::Test {
 protected:
  BringingTest() {
    TillSettings settings{"Main St", Limits{}, Policy{PolicyKind::Cached}, 16};
    settings.limits.currency = eur();
    Till old(old_disk_, shop_.clock, shop_log_key(), {shop_number_key()}, settings);
    PERK_CHECK(old.load().has_value(), "a memory journal can be read");
    const auto answers = old.serve(
        {{issue_card(1, 7), load_card(2, 7, 1'000), buy(3, 7, 300), buy(4, 7, 200)}, {}, {}});
    PERK_CHECK(answers.has_value(), "the group is settled");
    start();
  }
  void start() {
    shop_.till.emplace(shop_.journal, shop_.clock, shop_log_key(), std::vector{shop_number_key()},
                       shop_.settings);
    shop_.till->bring_from(store(4), old_disk_);
    PERK_CHECK(shop_.till->load().has_value(), "a memory journal can be read");
  }
  OwnEvent old_event(std::uint64_t seq) { return *old_disk_.own_event(Seq(seq)).value(); }

  /// Head office holds the old log's event, or another at its place.
  void hold(std::uint64_t seq) { order_.add(event_id(store(4), seq), old_event(seq).bytes); }
  void hold_another(std::uint64_t seq) {
    order_.add(value_loaded(card_id(7), 1).recorded(store(4), seq));
  }
  void close(std::uint64_t through, const Digest& hash) {
    Event event = incarnation_closed(store(4), through).build();
    std::get<IncarnationClosed>(event.body).known_hash = hash;
    order_.add(RecordedEvent{event_id(head_office(), 1), event});
  }
  /// The shop hears all there is, and does its chores.
  void hear() {
    only_hear();
    do_chores();
  }
  void only_hear() {
    const auto answers =
        shop_.till->serve({{}, {order_.batch(heard_, order_.end(), store(3))}, {}});
    ASSERT_TRUE(answers && answers->batches.front());
    heard_ = order_.end();
  }
  void do_chores() {
    shop_.clock.advance(Millis(1'000));
    ASSERT_TRUE(shop_.till->serve({}));
  }
  /// What the shop's own log has brought, each checked as head office does.
  std::vector<std::uint64_t> brought() {
    std::vector<std::uint64_t> seqs;
    const auto own = shop_.disk.read_log(Seq(), 1'000'000).value();
    for (const OwnEvent& stored : own) {
      const auto event = sync::decode_event(stored.bytes).value();
      const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&event.body);
      if (wrapped == nullptr) continue;
      EXPECT_TRUE(is_foldable(event));
      EXPECT_TRUE(sync::is_genuine(*wrapped, StoreId(3), shop_log_key().public_key()));
      EXPECT_EQ(wrapped->name.origin, store(4));
      seqs.push_back(wrapped->name.seq.value());
    }
    return seqs;
  }
  [[nodiscard]] bool is_bringing() { return shop_.till->status(1).is_bringing; }
  using Seqs = std::vector<std::uint64_t>;

  Shop shop_;
  MemoryJournal old_disk_{{StoreId(3), store(4)}};
  ShardOrder order_{shard_of(card_id(7), 16)};
  std::uint64_t heard_ = 0;
};

TEST_F(BringingTest, NothingIsBroughtOfALogThatIsNotClosed) {
  hold(1);
  hear();
  EXPECT_EQ(brought(), Seqs());
}

TEST_F(BringingTest, WhatHeadOfficeNeverHeardIsBroughtOnce) {
  hold(1);
  hold(2);
  close(2, old_event(2).hash);
  hear();
  EXPECT_EQ(brought(), (Seqs{3, 4}));
  EXPECT_EQ(shop_.available(7), Amount(500)) << "what the card is worth is what it always was";
  do_chores();
  start();
  do_chores();
  do_chores();
  EXPECT_EQ(brought(), (Seqs{3, 4}));
  EXPECT_EQ(shop_.available(7), Amount(500));
}

TEST_F(BringingTest, ItsStatusSaysUntilAllWasLookedThroughThatMoreMayCome) {
  do_chores();
  EXPECT_FALSE(is_bringing()) << "the former log is not closed";
  hold(1);
  close(2, old_event(3).hash);  // Head office holds a fork: what that is, is heard event by event.
  only_hear();
  EXPECT_TRUE(is_bringing()) << "before the chores";
  do_chores();
  do_chores();
  EXPECT_EQ(brought(), (Seqs{3, 4}));
  EXPECT_TRUE(is_bringing()) << "the second was not heard";
  hold_another(2);
  only_hear();
  EXPECT_TRUE(is_bringing());
  do_chores();
  EXPECT_EQ(brought(), (Seqs{3, 4, 2}));
  EXPECT_FALSE(is_bringing());
}

TEST_F(BringingTest, ACommitThatFailsIsTriedAgain) {
  close(2, old_event(2).hash);
  ASSERT_TRUE(shop_.till->serve({{}, {order_.batch(0, 1, store(3))}, {}}));
  shop_.clock.advance(Millis(1'000));
  shop_.journal.fail_next(FailingJournal::Fate::Refused);
  ASSERT_TRUE(shop_.till->serve({}));
  EXPECT_EQ(brought(), Seqs());
  do_chores();
  EXPECT_EQ(brought(), (Seqs{3, 4}));
}

TEST_F(BringingTest, ALogOfWhichNothingIsHeldIsBroughtWhole) {
  close(0, sync::log_genesis(StoreId(3), store(4)));
  hear();
  EXPECT_EQ(brought(), (Seqs{1, 2, 3, 4}));
  EXPECT_EQ(shop_.available(7), Amount(500));
}

TEST_F(BringingTest, OfAForkWhatDiffersIsBroughtOnceItIsHeardWhatIsHeld) {
  close(3, Digest{{0xcc}});
  hold(1);
  hear();
  EXPECT_EQ(brought(), (Seqs{4})) << "of the others it may be this very event that is held";
  hold(2);
  hold_another(3);
  hear();
  EXPECT_EQ(brought(), (Seqs{4, 3}));
}

TEST_F(BringingTest, WhatAnotherLogBroughtIsNotBroughtAgain) {
  ClosedLogEventRecorded closed =
      in_closed_log({event_id(store(4), 3), sync::decode_event(old_event(3).bytes).value()});
  closed.hash = old_event(3).hash;
  closed.bytes = old_event(3).bytes;
  const Event brought_by_another =
      wrap(closed, {store(5), hlc(1), hlc(1).wall(), PolicyVersion(1)});
  order_.add(RecordedEvent{event_id(store(5), 1), brought_by_another});
  close(2, old_event(2).hash);
  hear();
  EXPECT_EQ(brought(), (Seqs{4}));
}

TEST_F(BringingTest, AForksReceiptIsBroughtOnceItIsHeardWhatIsHeldInItsPlace) {
  MemoryJournal copy{{StoreId(3), store(4)}};
  Till fork(copy, shop_.clock, shop_log_key(), {shop_number_key()}, shop_.settings);
  ASSERT_TRUE(fork.load());
  const auto sold =
      fork.serve({{issue_card(1, 7), load_card(2, 7, 1'000), buy(5, 7, 123)}, {}, {}});
  ASSERT_TRUE(sold && sold->sales[2].receipt);
  ASSERT_TRUE(shop_.till->serve({{}, {}, {HandBack{1, {*sold->sales[2].receipt}}}}));
  close(4, old_event(4).hash);
  hear();
  EXPECT_EQ(brought(), Seqs()) << "it may be this very event that is held";
  hold(1);
  hold(2);
  hold(3);
  hear();
  EXPECT_EQ(brought(), (Seqs{3}));
  do_chores();
  EXPECT_EQ(brought(), (Seqs{3}));
}

TEST_F(BringingTest, AReceiptOfWhatTheDiskLostIsBroughtOnce) {
  // The copy that was restored ends before the purchases; their tills kept the receipts.
  HandBack hand_back{1, {}};
  for (const std::uint64_t seq : {3U, 4U}) {
    const LogIdentity log{StoreId(3), store(4)};
    const OwnEvent event = old_event(seq);
    hand_back.receipts.push_back({log.store,
                                  log.incarnation,
                                  event.seq,
                                  old_event(seq - 1).hash,
                                  event.bytes,
                                  {},
                                  seal_of(shop_log_key(), log, {event.seq, event.hash})});
  }
  shop_.start();  // Without the database.
  const auto answers = shop_.till->serve({{}, {}, {hand_back, hand_back}});
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->hand_backs[0].outcomes,
            (std::vector{HandBackOutcome::Kept, HandBackOutcome::Kept}));
  EXPECT_TRUE(is_bringing()) << "nobody has looked at them yet";
  do_chores();
  EXPECT_EQ(brought(), Seqs()) << "its log is not closed";
  EXPECT_FALSE(is_bringing());
  close(3, old_event(3).hash);
  hear();
  EXPECT_EQ(brought(), (Seqs{4})) << "head office may hold the other";
  EXPECT_TRUE(is_bringing());
  const auto is_covered = [&] {
    return shop_.till->serve({{}, {}, {hand_back}})->hand_backs[0].outcomes;
  };
  EXPECT_EQ(is_covered(), (std::vector{HandBackOutcome::Kept, HandBackOutcome::Kept}));
  hold(3);
  hear();
  EXPECT_FALSE(is_bringing());
  EXPECT_EQ(is_covered(), (std::vector{HandBackOutcome::Covered, HandBackOutcome::Kept}));
  shop_.till->head_office_holds(Seq(1));
  EXPECT_EQ(is_covered(), (std::vector{HandBackOutcome::Covered, HandBackOutcome::Covered}))
      << "head office holds what brought it";
  shop_.start();
  EXPECT_EQ(is_covered(), (std::vector{HandBackOutcome::Covered, HandBackOutcome::Kept}))
      << "how far head office holds this log, a node that starts has to hear again";
  do_chores();
  do_chores();
  EXPECT_EQ(brought(), (Seqs{4}));
  start();  // The old disk is found.
  do_chores();
  EXPECT_EQ(brought(), (Seqs{4}));
}

/// The receipts of a log whose database is nowhere: what was heard of it before they came counts as well.
TEST_F(BringingTest, AReceiptOfWhatHeadOfficeSentLongAgoIsCoveredAtOnce) {
  const LogIdentity log{StoreId(3), store(4)};
  const auto receipt = [&](std::uint64_t seq) {
    const OwnEvent event = old_event(seq);
    return sync::Receipt{log.store,
                         log.incarnation,
                         event.seq,
                         old_event(seq - 1).hash,
                         event.bytes,
                         {},
                         seal_of(shop_log_key(), log, {event.seq, event.hash})};
  };
  shop_.start();  // Without the database.
  hold(2);
  hold_another(3);
  hear();
  const HandBack hand_back{1, {receipt(2), receipt(3), receipt(4)}};
  const auto answers = shop_.till->serve({{}, {}, {hand_back}});
  EXPECT_EQ(answers->hand_backs[0].outcomes,
            (std::vector{HandBackOutcome::Covered, HandBackOutcome::Kept, HandBackOutcome::Kept}));
  close(4, Digest{{0xcc}});
  hear();
  EXPECT_EQ(brought(), (Seqs{3})) << "another event stands there; of 4 nothing is known yet";
}

}  // namespace
}  // namespace perk::test

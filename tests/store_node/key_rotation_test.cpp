// A shop's log goes on under another key: when it does, what is signed with which, and what a till's older receipt is
// worth then.
#include "store_node/key_rotation.h"

#include <gtest/gtest.h>

#include "store_node/net/uplink_ports.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/log_key_proof.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/message_codec.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

using namespace store_node;

sync::LogKey shop_next_key() { return sync::LogKey::from_seed({9, 9}); }

class KeyRotationTest : public ::testing::Test {
 protected:
  KeyRotationTest() { start({shop_log_key(), {}, shop_next_key()}); }

  void start(SigningKeys::Held held) {
    keys_.emplace(std::move(held));
    shop_.till.emplace(shop_.journal, shop_.clock, *keys_, std::vector{shop_number_key()},
                       shop_.settings);
    PERK_CHECK(shop_.till->load().has_value(), "a memory journal can be read");
  }
  void connect(std::uint32_t event_type_max = 40) {
    shop_.till->head_office_connected();
    shop_.till->head_office_knows(event_type_max);
  }
  /// None: the group is in doubt.
  std::optional<GroupAnswers> do_chores() {
    shop_.clock.advance(Millis(1'000));
    return shop_.till->serve({});
  }
  [[nodiscard]] Event event_at(std::uint64_t seq) {
    return sync::decode_event(shop_.disk.own_event(Seq(seq)).value()->bytes).value();
  }
  [[nodiscard]] Seq end() { return shop_.disk.head().value().seq; }
  [[nodiscard]] PublicKey present() const { return keys_->present().public_key(); }
  /// As head office gets it.
  [[nodiscard]] sync::Batch batch_through(std::uint64_t through) {
    LogFeed feed(shop_.disk, shop_.disk.identity(), *keys_);
    sync::Batch cut;
    const auto log = shop_.disk.identity();
    const sync::Cursor start{sync::FeedId::log(log.incarnation), Epoch(), sync::FeedIndex(),
                             sync::log_genesis(log.store, log.incarnation)};
    feed.read(start, 1, [&](auto batch) { cut = std::move(batch).value(); });
    while (cut.through < sync::FeedIndex(through)) {
      const sync::Cursor after{start.feed, Epoch(), cut.through, cut.through_hash};
      feed.read(after, 1, [&](auto batch) { cut = std::move(batch).value(); });
    }
    return cut;
  }
  [[nodiscard]] bool is_sealed_with(const PublicKey& key, std::uint64_t seq) {
    const sync::Batch batch = batch_through(seq);
    const auto log = shop_.disk.identity();
    return sync::verify(key,
                        sync::head_bytes(log.store, log.incarnation, Seq(seq), batch.through_hash),
                        batch.seal);
  }
  HandBackOutcome hand_back(const sync::Receipt& receipt) {
    const auto answers = shop_.till->serve({{}, {}, {{1, {receipt}}}});
    return answers.value().hand_backs.at(0).outcomes.at(0);
  }

  Shop shop_;
  std::optional<SigningKeys> keys_;
};

TEST_F(KeyRotationTest, TheLogSaysSoByTheWordOfBothKeys) {
  shop_.open_card(7, 500);
  connect();
  ASSERT_TRUE(do_chores());
  ASSERT_EQ(end(), Seq(3));
  const Event event = event_at(3);
  const auto* rotated = std::get_if<LogKeyRotated>(&event.body);
  ASSERT_TRUE(rotated);
  EXPECT_EQ(rotated->former, shop_log_key().public_key());
  EXPECT_EQ(rotated->next, shop_next_key().public_key());
  EXPECT_TRUE(sync::is_genuine(*rotated, StoreId(3), {store(3), Seq(3)}));
  EXPECT_TRUE(is_foldable(event));
  EXPECT_EQ(present(), shop_next_key().public_key());
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(end(), Seq(3)) << "once";
}

TEST_F(KeyRotationTest, ItWaitsForAHeadOfficeThatKnowsSuchEvents) {
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(end(), Seq()) << "nobody is there";
  connect(38);
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(end(), Seq()) << "an older head office would take nothing of what follows";
  connect(0);
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(end(), Seq()) << "one that does not say what it knows";
  EXPECT_EQ(present(), shop_log_key().public_key());
  connect();
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(end(), Seq(1));
}

TEST_F(KeyRotationTest, HeadsBeforeItAreSignedWithTheFormerKeyAndFromItOnWithTheNext) {
  shop_.open_card(7, 500);
  connect();
  ASSERT_TRUE(do_chores());
  shop_.ask(buy(1, 7, 100));
  EXPECT_TRUE(is_sealed_with(shop_log_key().public_key(), 2));
  EXPECT_TRUE(is_sealed_with(shop_next_key().public_key(), 3));
  EXPECT_TRUE(is_sealed_with(shop_next_key().public_key(), 4));
}

TEST_F(KeyRotationTest, TheLineFollowsTheLogItselfSoThatItNeverSignsTooEarlyWithTheFormerKey) {
  connect();
  ASSERT_TRUE(do_chores());
  // As it is between the commit and the till's word of it.
  keys_.emplace(SigningKeys::Held{shop_log_key(), {}, shop_next_key()});
  EXPECT_TRUE(is_sealed_with(shop_next_key().public_key(), 1));
  EXPECT_EQ(present(), shop_next_key().public_key());
}

TEST_F(KeyRotationTest, ItHoldsThroughARestart) {
  shop_.open_card(7, 500);
  connect();
  ASSERT_TRUE(do_chores());
  // The files as they were: the next key took the other's place in none of them yet.
  start({shop_log_key(), {}, shop_next_key()});
  EXPECT_EQ(present(), shop_next_key().public_key());
  EXPECT_TRUE(is_sealed_with(shop_log_key().public_key(), 2));
  // And as they are afterwards.
  start({shop_next_key(), shop_log_key(), {}});
  EXPECT_EQ(present(), shop_next_key().public_key());
  EXPECT_TRUE(is_sealed_with(shop_log_key().public_key(), 2));
  EXPECT_TRUE(is_sealed_with(shop_next_key().public_key(), 3));
}

TEST_F(KeyRotationTest, ACommitThatFailedLeavesTheFormerKeyInForce) {
  connect();
  shop_.journal.fail_next(FailingJournal::Fate::Refused);
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(present(), shop_log_key().public_key());
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(present(), shop_next_key().public_key());
  EXPECT_EQ(end(), Seq(1));
}

TEST_F(KeyRotationTest, WhichKeyIsInForceAfterACommitInDoubtTheLogTells) {
  connect();
  shop_.journal.fail_next(FailingJournal::Fate::InDoubtAndLost);
  EXPECT_FALSE(do_chores());
  ASSERT_TRUE(shop_.till->settle());
  EXPECT_EQ(present(), shop_log_key().public_key());
  shop_.journal.fail_next(FailingJournal::Fate::InDoubtAndKept);
  EXPECT_FALSE(do_chores());
  ASSERT_TRUE(shop_.till->settle());
  EXPECT_EQ(present(), shop_next_key().public_key());
  EXPECT_EQ(end(), Seq(1));
}

TEST_F(KeyRotationTest, WhoeverKeepsTheFilesIsToldOfTheKeyOnce) {
  std::vector<PublicKey> told;
  keys_->on_rotated([&](const PublicKey& now) { told.push_back(now); });
  connect();
  ASSERT_TRUE(do_chores());
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(told, std::vector{shop_next_key().public_key()});
}

TEST_F(KeyRotationTest, AHelloIsProvenByBothWhileThereAreTwo) {
  connect();
  ASSERT_TRUE(do_chores());
  const sync::Challenge challenge;
  sync::Hello hello;
  hello.incarnation = store(3);
  keys_->sign(challenge, hello);
  const auto bytes = sync::hello_proof_bytes(challenge, hello);
  EXPECT_TRUE(sync::verify(shop_next_key().public_key(), bytes, hello.proof));
  ASSERT_TRUE(hello.former_proof);
  EXPECT_TRUE(sync::verify(shop_log_key().public_key(), bytes, *hello.former_proof));
  start({shop_next_key(), {}, {}});
  sync::Hello later;
  later.incarnation = store(3);
  keys_->sign(challenge, later);
  EXPECT_FALSE(later.former_proof);
}

TEST_F(KeyRotationTest, TheNextOneWaitsUntilHeadOfficeHoldsTheLast) {
  connect();
  ASSERT_TRUE(do_chores());
  start({shop_next_key(), shop_log_key(), sync::LogKey::from_seed({10})});
  connect();
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(end(), Seq(1)) << "head office has not heard of the last one";
  shop_.till->head_office_holds(Seq(1));
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(end(), Seq(2));
  EXPECT_EQ(std::get<LogKeyRotated>(event_at(2).body).former, shop_next_key().public_key());
}

TEST_F(KeyRotationTest, ALogThatBeginsWhileTheFormerKeyIsKeptSaysItFirst) {
  Shop another(4);
  const SigningKeys keys({shop_next_key(), shop_log_key(), {}});
  another.till.emplace(another.journal, another.clock, keys, std::vector{shop_number_key()},
                       another.settings);
  ASSERT_TRUE(another.till->load());
  another.open_card(7, 500);
  const auto first = sync::decode_event(another.disk.own_event(Seq(1)).value()->bytes).value();
  const auto* rotated = std::get_if<LogKeyRotated>(&first.body);
  ASSERT_TRUE(rotated) << "head office may not have heard of the change in the log before";
  EXPECT_EQ(rotated->former, shop_log_key().public_key());
  EXPECT_EQ(rotated->next, shop_next_key().public_key());
  EXPECT_EQ(another.disk.head().value().seq, Seq(3));
}

// Receipts that tills hand back.

/// Of an event that this log lacks at that place, signed with this key.
sync::Receipt receipt_at(const LogIdentity& log, std::uint64_t seq, const sync::LogKey& key) {
  sync::Receipt receipt{log.store,
                        log.incarnation,
                        Seq(seq),
                        Digest{{1}},
                        sync::encode_event(value_redeemed(card_id(7), 100).build()),
                        {},
                        {}};
  receipt.signature =
      key.sign(sync::head_bytes(log.store, log.incarnation, Seq(seq), sync::hash_at(receipt)));
  return receipt;
}

TEST_F(KeyRotationTest, AReceiptFromBeforeItIsTakenBackAlsoOfAFormerLog) {
  shop_.open_card(7, 500);
  const auto own = shop_.ask(buy(1, 7, 100)).receipt.value();
  connect();
  ASSERT_TRUE(do_chores());
  EXPECT_EQ(hand_back(own), HandBackOutcome::Held);
  const LogIdentity former{StoreId(3), store(8)};
  EXPECT_EQ(hand_back(receipt_at(former, 5, shop_log_key())), HandBackOutcome::Kept);
  EXPECT_EQ(hand_back(receipt_at(former, 6, shop_next_key())), HandBackOutcome::Kept);
  EXPECT_EQ(hand_back(receipt_at(former, 7, sync::LogKey::from_seed({66}))),
            HandBackOutcome::Refused);
}

TEST_F(KeyRotationTest, AReceiptFromBehindItThatTheFormerKeySignedIsRefused) {
  connect();
  ASSERT_TRUE(do_chores());
  const LogIdentity log = shop_.disk.identity();
  EXPECT_EQ(hand_back(receipt_at(log, 9, shop_log_key())), HandBackOutcome::Refused);
  EXPECT_EQ(hand_back(receipt_at(log, 9, shop_next_key())), HandBackOutcome::Kept);
  // Also once nobody has the former key any more.
  start({shop_next_key(), {}, {}});
  EXPECT_EQ(hand_back(receipt_at(log, 10, shop_log_key())), HandBackOutcome::Refused);
  EXPECT_EQ(hand_back(receipt_at({StoreId(3), store(8)}, 5, shop_log_key())),
            HandBackOutcome::Kept);
}

TEST_F(KeyRotationTest, ARepeatIsAnsweredWithAReceiptOfThePresentKey) {
  shop_.open_card(7, 500);
  shop_.ask(buy(1, 7, 100));
  connect();
  ASSERT_TRUE(do_chores());
  const auto again = shop_.ask(buy(1, 7, 100)).receipt.value();
  EXPECT_TRUE(sync::is_genuine(again, shop_next_key().public_key()));
}

}  // namespace
}  // namespace perk::test

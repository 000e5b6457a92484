// What every journal promises (store_node/journal.h), as tests. Include it in one file of a test
// program and instantiate the suite with the journals to try:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, JournalContract, ::testing::Values(JournalMaker{...}));
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "store_node/journal.h"
#include "sync/crypto/hash_chain.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {

/// A journal, and what it stands on.
struct JournalUnderTest {
  virtual ~JournalUnderTest() = default;
  virtual store_node::Journal& journal() = 0;
  /// The process ends and another begins on the same disk.
  virtual void restart() = 0;
};

struct JournalMaker {
  std::string name;
  std::function<std::unique_ptr<JournalUnderTest>(const store_node::LogIdentity&)> make;
};
inline void PrintTo(const JournalMaker& maker, std::ostream* out) { *out << maker.name; }

class JournalContract : public ::testing::TestWithParam<JournalMaker> {
 protected:
  JournalContract() : under_test_(GetParam().make(identity())) {}

  static store_node::LogIdentity identity() { return {StoreId(3), perk::test::store(3)}; }
  store_node::Journal& journal() { return under_test_->journal(); }
  void restart() { under_test_->restart(); }

  /// The next own event, of `size` bytes.
  store_node::OwnEvent next_event(std::optional<RequestId> asked_as = {}, std::size_t size = 3) {
    const auto head = journal().head().value();
    return event_after(head, asked_as, size);
  }
  static store_node::OwnEvent event_after(const store_node::LogHead& head,
                                          std::optional<RequestId> asked_as = {},
                                          std::size_t size = 3) {
    const EventBytes bytes(size, static_cast<std::uint8_t>(head.seq.value() + 1));
    const Seq seq = head.seq.next();
    return {seq, sync::log_link(head.hash, seq, bytes), bytes, asked_as};
  }
  store_node::OwnEvent append_one(std::optional<RequestId> asked_as = {}, std::size_t size = 3) {
    store_node::Commit commit;
    commit.own.push_back(next_event(asked_as, size));
    EXPECT_TRUE(journal().commit(commit));
    return commit.own.front();
  }
  static sync::Cursor cursor(std::uint16_t shard, std::uint64_t position) {
    return {sync::FeedId::shard(Shard(shard)), Epoch(1), sync::FeedIndex(position),
            sync::shard_genesis(Epoch(1), Shard(shard))};
  }
  static sync::Receipt receipt(std::uint64_t seq) {
    return {StoreId(3), perk::test::store(9),       Seq(seq),      Digest{{7}},
            {1, 2, 3},  {Digest{{8}}, Digest{{9}}}, Signature{{4}}};
  }

 private:
  std::unique_ptr<JournalUnderTest> under_test_;
};

TEST_P(JournalContract, AnEmptyLogEndsAtItsGenesis) {
  EXPECT_EQ(journal().identity(), identity());
  const auto head = journal().head().value();
  EXPECT_EQ(head.seq, Seq());
  EXPECT_EQ(head.hash, sync::log_genesis(StoreId(3), perk::test::store(3)));
  EXPECT_TRUE(journal().cursors().value().empty());
  EXPECT_EQ(journal().synced_through().value(), Seq());
}

TEST_P(JournalContract, WhatWasCommittedIsThereAfterARestart) {
  const auto first = append_one(request(1));
  const auto second = append_one();
  restart();
  EXPECT_EQ(journal().identity(), identity());
  EXPECT_EQ(journal().head().value(), (store_node::LogHead{second.seq, second.hash}));
  EXPECT_EQ(journal().own_event(Seq(1)).value(), first);
  EXPECT_EQ(journal().own_event(Seq(2)).value(), second);
  EXPECT_EQ(journal().own_event(Seq(3)).value(), std::nullopt);
}

TEST_P(JournalContract, AGroupIsReadInOrderAndInBoundedRuns) {
  for (int i = 0; i < 5; ++i) append_one({}, 100);
  EXPECT_EQ(journal().read_log(Seq(), 250).value().size(), 2U);
  EXPECT_EQ(journal().read_log(Seq(4), 250).value().front().seq, Seq(5));
  EXPECT_EQ(journal().read_log(Seq(), 1).value().size(), 1U) << "at least one event";
  EXPECT_TRUE(journal().read_log(Seq(5), 250).value().empty());
}

TEST_P(JournalContract, ARequestLeadsToItsEvent) {
  const auto event = append_one(request(7));
  const auto found = journal().find_request(request(7)).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(std::get<store_node::OwnEvent>(*found), event);
  EXPECT_EQ(journal().find_request(request(8)).value(), std::nullopt);
  EXPECT_EQ(journal().find_request(request(7, 2)).value(), std::nullopt) << "another terminal";
}

TEST_P(JournalContract, ARequestLeadsToItsRefusal) {
  const store_node::Decline decline{request(7), Digest{{1, 2}}, "card_unknown"};
  store_node::Commit commit;
  commit.declines.push_back(decline);
  ASSERT_TRUE(journal().commit(commit));
  restart();
  const auto found = journal().find_request(request(7)).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(std::get<store_node::Decline>(*found), decline);
}

TEST_P(JournalContract, ARequestLeadsToAnEventHeardOfOthers) {
  const store_node::ReplicaItem first{
      Shard(2), Position(1), event_id(perk::test::store(4), 1), {5}, request(7, 2)};
  const store_node::ReplicaItem doubled{
      Shard(2), Position(2), event_id(perk::test::store(5), 1), {6}, request(7, 2)};
  const store_node::ReplicaItem of_no_till{
      Shard(2), Position(3), event_id(perk::test::store(4), 2), {7}};
  store_node::Commit commit;
  commit.replica.push_back({{first, doubled, of_no_till}, cursor(2, 3)});
  ASSERT_TRUE(journal().commit(commit));
  restart();
  const auto found = journal().find_request(request(7, 2)).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(std::get<store_node::ReplicaItem>(*found), first) << "the first in the shard's order";
  EXPECT_EQ(journal().find_request(request(7, 3)).value(), std::nullopt) << "another terminal";
  EXPECT_EQ(journal().find_request(request(8, 2)).value(), std::nullopt);
  std::vector<store_node::ReplicaItem> replayed;
  ASSERT_TRUE(journal().replay_replica([&](const auto& item) { replayed.push_back(item); }));
  EXPECT_EQ(replayed, (std::vector{first, doubled, of_no_till}));
}

TEST_P(JournalContract, WhatIsInTheLedgerStandsAboveWhatWasSaid) {
  const store_node::ReplicaItem heard{
      Shard(2), Position(1), event_id(perk::test::store(4), 1), {5}, request(7)};
  store_node::Commit commit;
  commit.declines.push_back({request(7), Digest{{1, 2}}, "card_unknown"});
  commit.replica.push_back({{heard}, cursor(2, 1)});
  ASSERT_TRUE(journal().commit(commit));
  EXPECT_EQ(std::get<store_node::ReplicaItem>(*journal().find_request(request(7)).value()), heard);
  const auto own = append_one(request(7));
  EXPECT_EQ(std::get<store_node::OwnEvent>(*journal().find_request(request(7)).value()), own);
}

TEST_P(JournalContract, ARunOfAShardMovesItsCursor) {
  const store_node::ReplicaItem others{
      Shard(2), Position(1), event_id(perk::test::store(4), 1), {5}};
  const store_node::ReplicaItem own{Shard(2), Position(2), event_id(perk::test::store(3), 1), {}};
  store_node::Commit commit;
  commit.replica.push_back({{others, own}, cursor(2, 2)});
  commit.replica.push_back({{}, cursor(5, 9)});
  ASSERT_TRUE(journal().commit(commit));
  restart();
  EXPECT_EQ(journal().cursors().value(), (std::vector{cursor(2, 2), cursor(5, 9)}));
  std::vector<store_node::ReplicaItem> replayed;
  ASSERT_TRUE(journal().replay_replica([&](const auto& item) { replayed.push_back(item); }));
  EXPECT_EQ(replayed, std::vector{others}) << "the own event's bytes are in the log";
}

TEST_P(JournalContract, TheLogIsReplayedFromItsBeginning) {
  for (int i = 0; i < 4; ++i) append_one();
  std::vector<Seq> replayed;
  ASSERT_TRUE(journal().replay_own([&](const auto& event) { replayed.push_back(event.seq); }));
  EXPECT_EQ(replayed, (std::vector{Seq(1), Seq(2), Seq(3), Seq(4)}));
}

TEST_P(JournalContract, AReceiptHandedBackTwiceIsKeptOnce) {
  store_node::Commit commit;
  commit.handed_back = {receipt(1), receipt(2), receipt(1)};
  ASSERT_TRUE(journal().commit(commit));
  ASSERT_TRUE(journal().commit(commit));
  restart();
  EXPECT_EQ(journal().handed_back_count().value(), 2U);
  EXPECT_TRUE(journal().is_kept(receipt(1)).value());
  EXPECT_FALSE(journal().is_kept(receipt(3)).value());
  std::vector<sync::Receipt> kept;
  ASSERT_TRUE(journal().replay_handed_back([&](const auto& each) { kept.push_back(each); }));
  EXPECT_EQ(kept, (std::vector{receipt(1), receipt(2)}));
}

TEST_P(JournalContract, WhatHeadOfficeHoldsIsRemembered) {
  store_node::Commit commit;
  commit.synced_through = Seq(41);
  ASSERT_TRUE(journal().commit(commit));
  commit.synced_through = Seq(42);
  ASSERT_TRUE(journal().commit(commit));
  restart();
  EXPECT_EQ(journal().synced_through().value(), Seq(42));
}

TEST_P(JournalContract, ReopeningChangesNothing) {
  const auto event = append_one(request(1));
  ASSERT_TRUE(journal().reopen());
  EXPECT_EQ(journal().head().value().seq, event.seq);
  EXPECT_EQ(append_one().seq, Seq(2));
  journal().housekeep();
  EXPECT_EQ(journal().own_event(Seq(1)).value(), event);
}

// A head office that was restored: what was heard beyond has happened all the same.

TEST_P(JournalContract, BeyondAPartingStandPastEventsAndTheShardGoesOnFromThere) {
  append_one();
  const Shard shard(2);
  const auto item = [&](std::uint64_t position, std::optional<RequestId> asked = {}) {
    return store_node::ReplicaItem{
        shard, Position(position), {perk::test::store(9), Seq(position)}, {7, 7}, asked};
  };
  store_node::ReplicaItem own = item(3);
  own.event = {perk::test::store(3), Seq(1)};
  own.bytes.clear();
  store_node::Commit heard;
  heard.replica.push_back({{item(1), item(2), own, item(4, request(8)), item(5)}, cursor(2, 5)});
  heard.replica.push_back(
      {{{Shard(3), Position(1), {perk::test::store(9), Seq(6)}, {7}}}, cursor(3, 1)});
  ASSERT_TRUE(journal().commit(heard));
  EXPECT_EQ(journal().past_end().value(), 0U);

  sync::Cursor parting = cursor(2, 2);
  parting.epoch = Epoch(2);
  store_node::Commit parted;
  parted.partings = {parting};
  ASSERT_TRUE(journal().commit(parted));
  restart();
  EXPECT_EQ(journal().cursors().value(), (std::vector{parting, cursor(3, 1)}));
  const std::vector<store_node::PastEvent> past{{1, item(4).event, {7, 7}},
                                                {2, item(5).event, {7, 7}}};
  EXPECT_EQ(journal().past_end().value(), 2U);
  EXPECT_EQ(journal().read_past(0, 1'000).value(), past);
  EXPECT_EQ(journal().read_past(0, 1).value().size(), 1U) << "at least one event";
  EXPECT_EQ(journal().read_past(1, 1'000).value(), std::vector{past[1]});
  std::vector<store_node::PastEvent> replayed;
  ASSERT_TRUE(journal().replay_past([&](const auto& event) { replayed.push_back(event); }));
  EXPECT_EQ(replayed, past);
  std::vector<store_node::ReplicaItem> left;
  ASSERT_TRUE(journal().replay_shard(shard, [&](const auto& each) { left.push_back(each); }));
  EXPECT_EQ(left, (std::vector{item(1), item(2)}));
  const auto remembered = journal().find_request(request(8)).value();
  ASSERT_TRUE(remembered) << "its answer was given all the same";
  EXPECT_EQ(std::get<store_node::ReplicaItem>(*remembered).event, item(4).event);

  // The new epoch's events take the places of the old one's, and a second parting adds to what is past.
  store_node::Commit anew;
  sync::Cursor through = cursor(2, 3);
  through.epoch = Epoch(2);
  anew.replica.push_back({{item(3)}, through});
  ASSERT_TRUE(journal().commit(anew));
  parted.partings.front().epoch = Epoch(3);
  ASSERT_TRUE(journal().commit(parted));
  EXPECT_EQ(journal().past_end().value(), 3U);
}

}  // namespace perk::test

// What every event store promises of events (central/event_store.h), as tests. Include it in one file of
// a test program and instantiate the suite with the stores to try:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, EventStoreContract, ::testing::Values(EventStoreMaker{...}));
#pragma once

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "central/placing.h"
#include "sync/crypto/hash_chain.h"
#include "tests/contracts/event_store_under_test.h"

namespace perk::test {

inline const Shard kShard1{1};
inline const CardId kCard = card(1);  // Of four shards, in number 1.

inline central::ArrivedEvent load_of(std::uint64_t store_number, std::uint64_t seq,
                                     std::int64_t minor = 500) {
  return arrived(value_loaded(kCard, minor).recorded(store(store_number), seq),
                 StoreId(store_number));
}

TEST_P(EventStoreContract, KnowsTheChainItWasMadeFor) {
  EXPECT_EQ(store().chain().value(), euro_chain());
  const auto keys = store().number_keys().value();
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_EQ(keys[0].version, number_key().version);
  EXPECT_EQ(keys[0].key, number_key().key);
}

TEST_P(EventStoreContract, AnEmptyShardEndsAtItsGenesis) {
  const auto ends = store().shard_ends().value();
  ASSERT_EQ(ends.size(), 4U);
  EXPECT_EQ(ends[1], central::empty_shard(Epoch(1), kShard1));
  EXPECT_TRUE(all_of(kShard1).empty());
}

TEST_P(EventStoreContract, EventsGetTheNextPositionsInOrder) {
  must_append(kShard1, {load_of(1, 1), load_of(1, 2)});
  const auto appended = must_append(kShard1, {load_of(2, 1)});
  EXPECT_EQ(appended.end.position, Position(3));
  EXPECT_EQ(appended.appended, 1U);
  EXPECT_EQ(appended.duplicates, 0U);
  const auto events = all_of(kShard1);
  ASSERT_EQ(events.size(), 3U);
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].position, Position(i + 1));
  EXPECT_EQ(events[1].id, event_id(perk::test::store(1), 2));
}

TEST_P(EventStoreContract, EventsComeBackAsTheyWereWritten) {
  const auto written = load_of(1, 1);
  must_append(kShard1, {written});
  const auto event = all_of(kShard1).at(0);
  EXPECT_EQ(event.id, written.id);
  EXPECT_EQ(event.store, StoreId(1));
  EXPECT_EQ(event.card, kCard);
  EXPECT_EQ(event.bytes, written.bytes);
  EXPECT_EQ(event.recorded_at, kMorning);
  EXPECT_EQ(event.shard, kShard1);
}

TEST_P(EventStoreContract, AnEventAboutNoCardIsKeptToo) {
  auto event = load_of(1, 1);
  event.card.reset();
  must_append(kShard1, {event});
  EXPECT_EQ(all_of(kShard1).at(0).card, std::nullopt);
}

TEST_P(EventStoreContract, TheRunningHashCoversEveryEvent) {
  must_append(kShard1, {load_of(1, 1)});
  must_append(kShard1, {load_of(2, 1), load_of(1, 2)});
  Digest hash = sync::shard_genesis(Epoch(1), kShard1);
  EXPECT_EQ(store().shard_hash_at(kShard1, Position()).value(), hash);
  for (const auto& event : all_of(kShard1)) {
    hash = sync::shard_link(hash, event.position, event.id, event.bytes);
    EXPECT_EQ(event.shard_hash, hash);
    EXPECT_EQ(store().shard_hash_at(kShard1, event.position).value(), hash);
  }
  EXPECT_EQ(end_of(kShard1).hash, hash);
  EXPECT_EQ(store().shard_hash_at(kShard1, Position(4)).value(), std::nullopt);
}

TEST_P(EventStoreContract, ShardsDoNotKnowOfEachOther) {
  must_append(kShard1, {load_of(1, 1)});
  must_append(Shard(2), {load_of(1, 2)});
  EXPECT_EQ(end_of(kShard1).position, Position(1));
  EXPECT_EQ(end_of(Shard(2)).position, Position(1));
  EXPECT_EQ(end_of(Shard(3)).position, Position(0));
}

TEST_P(EventStoreContract, WhatIsHeldAlreadyIsNotHeldTwice) {
  must_append(kShard1, {load_of(1, 1), load_of(1, 2)});
  const auto again = must_append(kShard1, {load_of(1, 2), load_of(1, 3), load_of(1, 3)});
  EXPECT_EQ(again.appended, 1U);
  EXPECT_EQ(again.duplicates, 2U);
  EXPECT_EQ(again.end.position, Position(3));
  EXPECT_EQ(all_of(kShard1).size(), 3U);
}

TEST_P(EventStoreContract, AGroupOfNothingNewLeavesTheShardAsItWas) {
  must_append(kShard1, {load_of(1, 1)});
  const auto before = end_of(kShard1);
  EXPECT_EQ(must_append(kShard1, {load_of(1, 1)}).end, before);
  EXPECT_EQ(end_of(kShard1), before);
}

TEST_P(EventStoreContract, OtherBytesUnderAKnownIdAreRefusedWhole) {
  must_append(kShard1, {load_of(1, 1)});
  const auto refused = store().append({kShard1, {load_of(1, 2), load_of(1, 1, 999)}}, kMorning);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, StorageFailure::GiveUp);
  EXPECT_NE(refused.error().detail.find(to_string(event_id(perk::test::store(1), 1))),
            std::string::npos);
  EXPECT_EQ(all_of(kShard1).size(), 1U);
}

TEST_P(EventStoreContract, AShardThatDoesNotExistIsRefused) {
  const auto refused = store().append({Shard(9), {load_of(1, 1)}}, kMorning);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, StorageFailure::GiveUp);
}

TEST_P(EventStoreContract, ALargeGroupIsOneTransactionLikeAnyOther) {
  std::vector<central::ArrivedEvent> many;
  for (std::uint64_t seq = 1; seq <= 450; ++seq) many.push_back(load_of(1, seq));
  EXPECT_EQ(must_append(kShard1, many).appended, 450U);
  EXPECT_EQ(must_append(kShard1, many).duplicates, 450U);
  EXPECT_EQ(all_of(kShard1).at(449).id.seq, Seq(450));
}

TEST_P(EventStoreContract, AShardIsReadInPieces) {
  must_append(kShard1, {load_of(1, 1), load_of(1, 2), load_of(1, 3)});
  const auto piece = store().read_shard(kShard1, Position(1), 1).value();
  ASSERT_EQ(piece.size(), 1U);
  EXPECT_EQ(piece[0].position, Position(2));
  EXPECT_TRUE(store().read_shard(kShard1, Position(3), 10).value().empty());
}

TEST_P(EventStoreContract, ACardIsReadAlone) {
  const auto other = arrived(value_loaded(card(5), 100).recorded(perk::test::store(1), 2));
  must_append(kShard1, {load_of(1, 1), other, load_of(1, 3)});
  const auto events = store().read_card(kCard).value();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].position, Position(1));
  EXPECT_EQ(events[1].position, Position(3));
}

TEST_P(EventStoreContract, ALogIsReadAcrossShardsAndQuarantine) {
  must_append(kShard1, {load_of(1, 1), load_of(1, 4)});
  must_append(Shard(2), {load_of(1, 2), load_of(2, 1)});
  const central::QuarantinedEvent bad{
      0, event_id(perk::test::store(1), 3), StoreId(1), "unreadable", {9, 9}, kMorning};
  ASSERT_TRUE(store().quarantine({&bad, 1}));
  const auto log = store().read_log(perk::test::store(1), Seq(1), 10).value();
  ASSERT_EQ(log.size(), 3U);
  EXPECT_EQ(log[0].seq, Seq(2));
  EXPECT_EQ(log[1].seq, Seq(3));
  EXPECT_TRUE(log[1].is_quarantined);
  EXPECT_EQ(log[1].bytes, bad.bytes);
  EXPECT_EQ(log[2].seq, Seq(4));
  EXPECT_EQ(store().read_log(perk::test::store(1), Seq(), 2).value().size(), 2U);
}

// Head office's own facts.

inline central::DeskDecision deciding(std::vector<Event> events) {
  return [events](const central::DeskView&) -> Result<Decision, Rejection> {
    return Decision{events, std::nullopt};
  };
}

TEST_P(EventStoreContract, HeadOfficeDecidesOnTheWholeCard) {
  must_append(kShard1, {load_of(1, 1, 500), load_of(2, 1, 300)});
  Amount seen;
  const auto look = [&](const central::DeskView& view) -> Result<Decision, Rejection> {
    seen = view.card.balance();
    return failed(Rejection::CardUnknown);
  };
  const auto outcome = store().append_decided(kCard, request(1), look, kMorning);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome.value().error(), Rejection::CardUnknown);
  EXPECT_EQ(seen, Amount(800));
  EXPECT_EQ(end_of(kShard1).position, Position(2));
}

TEST_P(EventStoreContract, HeadOfficesEventsAreNumberedAndChainedInTheirOwnLog) {
  const auto freeze = card_frozen(kCard).build();
  const auto first =
      store().append_decided(kCard, request(1), deciding({freeze}), kMorning).value();
  ASSERT_TRUE(first);
  const Origin own = Origin::head_office(Epoch(1), kShard1);
  EXPECT_EQ(first.value().event, event_id(own, 1));
  EXPECT_EQ(first.value().position, Position(1));
  EXPECT_EQ(first.value().shard, kShard1);
  ASSERT_TRUE(store().append_decided(kCard, request(2), deciding({freeze}), kMorning).value());
  Digest hash = sync::log_genesis(StoreId(), own);
  for (const auto& event : all_of(kShard1)) {
    EXPECT_EQ(event.store, StoreId());
    hash = sync::log_link(hash, event.id.seq, event.bytes);
  }
  const auto log = store().head_office_logs().value().at(1);
  EXPECT_EQ(log.origin, own);
  EXPECT_EQ(log.end, Seq(2));
  EXPECT_EQ(log.hash, hash);
}

/// Decides a request once: `events` the first time; again, what came of it, or a refusal if that was of
/// another card.
inline central::DeskDecision deciding_once(std::vector<Event> events) {
  return [events](const central::DeskView& view) -> Result<Decision, Rejection> {
    if (!view.prior) return Decision{events, std::nullopt};
    if (view.prior->event.envelope.card != events.front().envelope.card) {
      return failed(Rejection::RequestIdReused);
    }
    return Decision{{}, view.prior};
  };
}

inline central::DeskDecision freezing(const CardId& card) {
  return deciding_once({card_frozen(card).build()});
}

TEST_P(EventStoreContract, ARepeatedDecisionNamesTheFirstOne) {
  const auto first = store().append_decided(kCard, request(1), freezing(kCard), kMorning).value();
  ASSERT_TRUE(first);
  must_append(kShard1, {load_of(1, 1)});
  const auto again = store().append_decided(kCard, request(1), freezing(kCard), kMorning).value();
  ASSERT_TRUE(again);
  EXPECT_TRUE(again.value().was_repeated);
  EXPECT_EQ(again.value().position, Position(1));
  EXPECT_EQ(again.value().event, first.value().event);
  EXPECT_EQ(end_of(kShard1).position, Position(2));
}

TEST_P(EventStoreContract, ARequestIsKnownWhateverCardItIsAskedForNext) {
  ASSERT_TRUE(store().append_decided(kCard, request(1), freezing(kCard), kMorning).value());
  for (const CardId& other : {card(5), card(2)}) {  // Of the same shard; of another one.
    const auto reused =
        store().append_decided(other, request(1), freezing(other), kMorning).value();
    ASSERT_FALSE(reused);
    EXPECT_EQ(reused.error(), Rejection::RequestIdReused);
  }
}

TEST_P(EventStoreContract, ARefusedRequestIsBoundToNothing) {
  const auto refuse = [](const central::DeskView&) -> Result<Decision, Rejection> {
    return failed(Rejection::CardUnknown);
  };
  ASSERT_FALSE(store().append_decided(kCard, request(1), refuse, kMorning).value());
  const auto done = store().append_decided(card(2), request(1), freezing(card(2)), kMorning);
  ASSERT_TRUE(done.value());
  EXPECT_FALSE(done.value().value().was_repeated);
}

TEST_P(EventStoreContract, HeadOfficesOwnFactsContinueItsLogOnWhatTheShardHolds) {
  must_append(kShard1, {load_of(1, 1)});
  const auto freeze = card_frozen(kCard).build();
  Amount seen;
  const auto look = [&](const central::OfficeView& view) {
    seen = view.card.balance();
    return view.own_end == Seq() ? std::vector<Event>{freeze, freeze} : std::vector<Event>();
  };
  const auto written = store().append_own(kShard1, kCard, look, kMorning);
  ASSERT_TRUE(written) << written.error().detail;
  const Origin own = Origin::head_office(Epoch(1), kShard1);
  EXPECT_GT(seen, Amount());
  EXPECT_EQ(written.value().events, (std::vector{event_id(own, 1), event_id(own, 2)}));
  EXPECT_EQ(written.value().end, end_of(kShard1));
  EXPECT_EQ(end_of(kShard1).position, Position(3));
  const auto again = store().append_own(kShard1, kCard, look, kMorning);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again.value().events.empty());
  EXPECT_EQ(end_of(kShard1).position, Position(3));
}

TEST_P(EventStoreContract, OneRequestForTwoCardsAtOnceLeadsToOneEvent) {
  for (std::uint64_t round = 1; round <= 20; ++round) {
    std::atomic<int> decided{0};
    const auto ask = [&](const CardId& card) {
      const auto outcome = store().append_decided(card, request(round), freezing(card), kMorning);
      ASSERT_TRUE(outcome) << outcome.error().detail;
      if (outcome.value()) {
        ++decided;
      } else {
        EXPECT_EQ(outcome.value().error(), Rejection::RequestIdReused);
      }
    };
    std::thread other([&] { ask(card(2)); });
    ask(kCard);
    other.join();
    EXPECT_EQ(decided, 1);
  }
  EXPECT_EQ(all_of(kShard1).size() + all_of(Shard(2)).size(), 20U);
}

}  // namespace perk::test

// What head office takes in of a store's log, what it sets aside, and what it refuses.
#include "central/intake.h"

#include <functional>

#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/central/central_builders.h"

namespace perk::test {
namespace {

using central::take_in;
using sync::RefusalCode;

StoreLog three_sales() {
  StoreLog log(1);
  log.append(card_issued(card(1))).append(value_loaded(card(1), 500));
  log.append(value_redeemed(card(2), 300));
  return log;
}

RefusalCode refusal_of(const central::LogHeld& held, const sync::Batch& batch) {
  const auto taken = take_in(held, euro_chain(), batch, kMorning);
  return taken ? RefusalCode::Unspecified : taken.error().code;
}

central::TakenIn taken_from(const StoreLog& log) {
  auto taken = take_in(log.held(), euro_chain(), log.batch(), kMorning);
  EXPECT_TRUE(taken) << taken.error().sentence;
  return taken ? std::move(taken).value() : central::TakenIn();
}

TEST(Intake, SortsEventsIntoTheShardsOfTheirCards) {
  const StoreLog log = three_sales();
  const auto taken = taken_from(log);
  ASSERT_EQ(taken.groups.size(), 2U);
  EXPECT_EQ(taken.groups[0].shard, Shard(1));
  EXPECT_EQ(taken.groups[0].events.size(), 2U);
  EXPECT_EQ(taken.groups[1].shard, Shard(2));
  EXPECT_EQ(taken.groups[1].events.at(0).bytes, log.bytes_at(3));
  EXPECT_TRUE(taken.quarantined.empty());
}

TEST(Intake, SaysHowFarTheLogIsHeldOnceItIsStored) {
  const StoreLog log = three_sales();
  const auto progress = taken_from(log).progress;
  EXPECT_EQ(progress.origin, log.origin());
  EXPECT_EQ(progress.store, log.store());
  EXPECT_EQ(progress.through, Seq(3));
  EXPECT_EQ(progress.hash, log.hash_at(3));
  EXPECT_EQ(progress.seal, log.batch().seal);
}

TEST(Intake, AnEventAboutNoCardGoesToTheStoresShard) {
  StoreLog log(3);
  Event event = event_of_unknown_type(card(1)).build();
  event.envelope.card.reset();
  event.envelope.currency = Currency();
  log.append_bytes(sync::encode_event(event));
  const auto taken = taken_from(log);
  ASSERT_EQ(taken.groups.size(), 1U);
  EXPECT_EQ(taken.groups[0].shard, shard_of(StoreId(3), 4));
}

TEST(Intake, AnEventOfAnUnknownTypeIsKeptVerbatim) {
  StoreLog log(1);
  log.append(event_of_unknown_type(card(1)).value(100).own_rights(100));
  const auto taken = taken_from(log);
  ASSERT_EQ(taken.groups.size(), 1U);
  EXPECT_EQ(taken.groups[0].events.at(0).bytes, log.bytes_at(1));
  EXPECT_TRUE(taken.quarantined.empty());
}

// What cannot be folded is set aside; the stream goes on.

void expect_set_aside(const StoreLog& log, const std::string& why) {
  const auto taken = taken_from(log);
  ASSERT_EQ(taken.quarantined.size(), 1U);
  EXPECT_EQ(taken.quarantined[0].bytes, log.bytes_at(2));
  EXPECT_EQ(taken.quarantined[0].event, event_id(log.origin(), 2));
  EXPECT_NE(taken.quarantined[0].reason.find(why), std::string::npos)
      << taken.quarantined[0].reason;
  EXPECT_EQ(taken.groups.at(0).events.size(), 2U);
  EXPECT_EQ(taken.progress.through, Seq(3));
}

TEST(Intake, AnUnreadableEventIsSetAside) {
  StoreLog log(1);
  log.append(value_loaded(card(1), 500)).append_bytes({0xff, 0xff, 0xff});
  log.append(value_loaded(card(1), 100));
  expect_set_aside(log, "unreadable");
}

TEST(Intake, AnAbsurdAmountIsSetAside) {
  StoreLog log(1);
  log.append(value_loaded(card(1), 500)).append(value_loaded(card(1), kEventAmountMax.minor() + 1));
  log.append(value_loaded(card(1), 100));
  expect_set_aside(log, "absurd");
}

TEST(Intake, EffectsThatDoNotAddUpAreSetAside) {
  StoreLog log(1);
  log.append(value_loaded(card(1), 500)).append(value_loaded(card(1), 500).own_rights(900));
  log.append(value_loaded(card(1), 100));
  expect_set_aside(log, "do not add up");
}

TEST(Intake, AnotherCurrencyIsSetAside) {
  StoreLog log(1);
  log.append(value_loaded(card(1), 500)).append(value_loaded(card(1), 500).in(currency("USD")));
  log.append(value_loaded(card(1), 100));
  expect_set_aside(log, "USD");
}

TEST(Intake, AFreezeWrittenByAStoreIsSetAside) {
  StoreLog log(1);
  log.append(value_loaded(card(1), 500)).append(card_frozen(card(1)));
  log.append(value_loaded(card(1), 100));
  expect_set_aside(log, "only head office");
}

// Refusals.

TEST(Intake, ABatchThatLeavesEventsOutIsOutOfOrder) {
  const StoreLog log = three_sales();
  EXPECT_EQ(refusal_of(log.held(0), log.batch(1)), RefusalCode::OutOfOrder);
}

TEST(Intake, AnotherHistoryBeforeTheBatchIsAFork) {
  const StoreLog log = three_sales();
  auto held = log.held(2);
  held.hash = Digest{{1}};
  EXPECT_EQ(refusal_of(held, log.batch(2)), RefusalCode::Forked);
}

TEST(Intake, AnOverlapThatAgreesIsTakenWhole) {
  const StoreLog log = three_sales();
  const auto taken = take_in(log.held(2), euro_chain(), log.batch(0), kMorning);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken.value().event_count(), 3U);
}

TEST(Intake, AnOverlapThatDiffersIsAFork) {
  const StoreLog log = three_sales();
  StoreLog other(1);
  other.append(card_issued(card(1))).append(value_loaded(card(1), 700));
  other.append(value_loaded(card(1), 700));
  EXPECT_EQ(refusal_of(log.held(2), other.batch(0)), RefusalCode::Forked);
}

TEST(Intake, AChangedEventDoesNotAddUpToTheBatchsHash) {
  const StoreLog log = three_sales();
  auto batch = log.batch();
  batch.items[1].bytes.back() ^= 1U;
  EXPECT_EQ(refusal_of(log.held(), batch), RefusalCode::Malformed);
}

TEST(Intake, ABatchSealedByAnotherKeyIsRefused) {
  const StoreLog log = three_sales();
  auto batch = log.batch();
  batch.seal =
      StoreLog(2).key().sign(sync::head_bytes(log.store(), log.origin(), Seq(3), log.hash_at(3)));
  EXPECT_EQ(refusal_of(log.held(), batch), RefusalCode::BadSignature);
}

TEST(Intake, ASealOfAnEarlierHeadIsRefused) {
  const StoreLog log = three_sales();
  auto batch = log.batch();
  batch.seal = log.batch(0, 2).seal;
  EXPECT_EQ(refusal_of(log.held(), batch), RefusalCode::BadSignature);
}

TEST(Intake, AnotherStoresLogIsRefused) {
  const StoreLog log = three_sales();
  EXPECT_EQ(refusal_of(StoreLog(2).held(), log.batch()), RefusalCode::Malformed);
}

TEST(Intake, ABatchWithAHoleIsMalformed) {
  const StoreLog log = three_sales();
  auto batch = log.batch();
  batch.items.erase(batch.items.begin() + 1);
  EXPECT_EQ(refusal_of(log.held(), batch), RefusalCode::Malformed);
}

// Events of closed logs.

TEST(Intake, WhatIsBroughtOfAClosedLogWithItsProofIsTakenIn) {
  const StoreLog old = three_sales();
  StoreLog log = old.next_life();
  log.append_bytes(sync::encode_event(old.brought(2, log.origin())));
  const auto taken = taken_from(log);
  EXPECT_TRUE(taken.quarantined.empty());
  ASSERT_EQ(taken.brought.size(), 1U);
  EXPECT_EQ(taken.brought[0].by, (EventId{log.origin(), Seq(1)}));
  EXPECT_EQ(taken.brought[0].wrapped.name, (EventId{old.origin(), Seq(2)}));
}

TEST(Intake, WhatIsBroughtWithoutProofIsSetAside) {
  const StoreLog old = three_sales();
  const StoreLog life = old.next_life();
  const auto quarantined = [&](const std::function<void(ClosedLogEventRecorded&)>& spoil) {
    Event event = old.brought(2, life.origin());
    spoil(std::get<ClosedLogEventRecorded>(event.body));
    StoreLog log = life;
    log.append_bytes(sync::encode_event(event));
    const auto taken = taken_from(log);
    EXPECT_EQ(taken.groups.size() + taken.quarantined.size(), 1U);
    return taken.quarantined.size() == 1 && taken.brought.empty();
  };
  EXPECT_FALSE(quarantined([](auto&) {}));
  EXPECT_TRUE(quarantined([](auto& wrapped) { wrapped.signature.bytes[0] ^= 1U; }));
  EXPECT_TRUE(quarantined([](auto& wrapped) { wrapped.hash.bytes[0] ^= 1U; }));
  EXPECT_TRUE(quarantined([](auto& wrapped) { wrapped.previous_hash.bytes[0] ^= 1U; }));
  EXPECT_TRUE(quarantined([](auto& wrapped) { wrapped.name.seq = Seq(3); }));
  EXPECT_TRUE(quarantined([](auto& wrapped) { wrapped.later_digests.push_back({}); }));
}

TEST(Intake, AnotherStoresEventsAreNotBroughtByThisOne) {
  StoreLog stranger(2);
  stranger.append(value_loaded(card(1), 500));
  StoreLog log(1);
  log.append_bytes(sync::encode_event(stranger.brought(1, log.origin())));
  EXPECT_EQ(taken_from(log).quarantined.size(), 1U);
}

TEST(Intake, WhatWasBroughtAndIsBroughtAgainProvesEachLayer) {
  const StoreLog oldest = three_sales();
  StoreLog old = oldest.next_life();
  old.append_bytes(sync::encode_event(oldest.brought(2, old.origin())));
  Event forged = oldest.brought(3, old.origin());
  std::get<ClosedLogEventRecorded>(forged.body).signature = {};
  old.append_bytes(sync::encode_event(forged));
  StoreLog log = old.next_life();
  for (const std::uint64_t seq : {1U, 2U})
    log.append_bytes(sync::encode_event(old.brought(seq, log.origin())));
  const auto taken = taken_from(log);
  ASSERT_EQ(taken.quarantined.size(), 1U);
  EXPECT_EQ(taken.quarantined[0].event.seq, Seq(2));
}

}  // namespace
}  // namespace perk::test

// What every event store promises of origins, stores and quarantine, as tests. See
// event_store_contract.h.
#pragma once

#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"
#include "tests/contracts/event_store_under_test.h"

namespace perk::test {

// Origins.

TEST_P(EventStoreContract, AnIncarnationBelongsToOneStoreForEver) {
  EXPECT_TRUE(store().register_incarnation(StoreId(1), perk::test::store(1), kMorning).value());
  EXPECT_TRUE(store().register_incarnation(StoreId(1), perk::test::store(1), kMorning).value());
  EXPECT_FALSE(store().register_incarnation(StoreId(2), perk::test::store(1), kMorning).value());
  EXPECT_EQ(store().origins().value().size(), 1U);
}

TEST_P(EventStoreContract, ANewLogIsHeldThroughItsGenesis) {
  EXPECT_EQ(store().progress(perk::test::store(1)).value(), std::nullopt);
  ASSERT_TRUE(store().register_incarnation(StoreId(1), perk::test::store(1), kMorning));
  const auto progress = store().progress(perk::test::store(1)).value();
  ASSERT_TRUE(progress);
  EXPECT_EQ(progress->through, Seq());
  EXPECT_EQ(progress->hash, sync::log_genesis(StoreId(1), perk::test::store(1)));
  EXPECT_EQ(progress->registered_at, kMorning);
}

TEST_P(EventStoreContract, ProgressMovesForwardAndNeverBack) {
  const Origin origin = perk::test::store(1);
  ASSERT_TRUE(store().register_incarnation(StoreId(1), origin, kMorning));
  const central::OriginProgress far{origin,      StoreId(1),     Seq(9),
                                    Digest{{9}}, Signature{{9}}, kMorning};
  const central::OriginProgress near{origin,      StoreId(1),     Seq(4),
                                     Digest{{4}}, Signature{{4}}, kMorning};
  ASSERT_TRUE(store().write_progress({&far, 1}));
  ASSERT_TRUE(store().write_progress({&near, 1}));
  EXPECT_EQ(store().progress(origin).value(), far);
  EXPECT_EQ(store().touch_progress(origin).value(), far);
}

TEST_P(EventStoreContract, TheBarrierOfAnUnknownLogIsNone) {
  EXPECT_EQ(store().touch_progress(perk::test::store(7)).value(), std::nullopt);
}

// Epochs.

inline Event epoch_begun(std::uint64_t epoch) {
  Event begun;
  begun.body = EpochBegun{Epoch(epoch), Epoch(epoch - 1), "restored", "ada"};
  begun.envelope.hlc = hlc(1);
  return begun;
}

TEST_P(EventStoreContract, ANewEpochGoesOnWithTheShardsAndBeginsHeadOfficesLogsAnew) {
  EXPECT_TRUE(store().epoch_starts().value().empty());
  const auto ends = store().shard_ends().value();
  const auto logs = store().head_office_logs().value();
  ASSERT_TRUE(store().begin_epoch(epoch_begun(2), kMorning));
  EXPECT_EQ(store().chain().value().epoch, Epoch(2));
  const auto starts = store().epoch_starts().value();
  ASSERT_EQ(starts.size(), ends.size());
  const Shard first = shard_of(StoreId(), static_cast<std::uint16_t>(ends.size()));
  for (std::size_t at = 0; at < ends.size(); ++at) {
    EXPECT_EQ(starts[at], (central::EpochStart{Epoch(2), ends[at], logs[at]}));
    const auto now = store().shard_ends().value()[at];
    EXPECT_EQ(now.epoch, Epoch(2));
    EXPECT_EQ(now.position.value(), ends[at].position.value() + (now.shard == first ? 1U : 0U));
    const auto log = store().head_office_logs().value()[at];
    EXPECT_EQ(log.origin, Origin::head_office(Epoch(2), now.shard));
    EXPECT_EQ(log.end, now.shard == first ? Seq(1) : Seq());
    EXPECT_EQ(store().shard_hash_at(now.shard, Position()).value(),
              central::empty_shard(Epoch(1), now.shard).hash)
        << "history begins where it always did";
  }
  EXPECT_FALSE(store().begin_epoch(epoch_begun(2), kMorning)) << "an epoch is later than the last";
  EXPECT_EQ(store().epoch_starts().value().size(), ends.size());
}

TEST_P(EventStoreContract, WhoReportedIsRememberedForEachEpoch) {
  const Origin origin = perk::test::store(1);
  EXPECT_TRUE(store().reported(Epoch(2)).value().empty());
  ASSERT_TRUE(store().note_reported(Epoch(2), origin, kMorning));
  ASSERT_TRUE(store().note_reported(Epoch(2), origin, kMorning));
  EXPECT_EQ(store().reported(Epoch(2)).value(), std::set{origin});
  EXPECT_TRUE(store().reported(Epoch(3)).value().empty());
}

// Stores.

TEST_P(EventStoreContract, StoresAreEnrolledOnce) {
  const PublicKey key{{1}};
  const auto made = store().enrol("Harbour", key, kMorning).value();
  EXPECT_EQ(made.outcome, central::EnrolOutcome::New);
  EXPECT_EQ(made.store.store, StoreId(1));
  EXPECT_EQ(store().enrol("Harbour", key, kMorning).value().outcome,
            central::EnrolOutcome::SameAsBefore);
  EXPECT_EQ(store().enrol("Harbour", PublicKey{{2}}, kMorning).value().outcome,
            central::EnrolOutcome::NameTaken);
  EXPECT_EQ(store().enrol("Station", PublicKey{{2}}, kMorning).value().store.store, StoreId(2));
  EXPECT_EQ(store().stores().value().size(), 2U);
  EXPECT_EQ(store().find_store(StoreId(1)).value(), made.store);
  EXPECT_EQ(store().find_store(StoreId(3)).value(), std::nullopt);
}

inline LogKeyChange key_change(std::uint64_t seq, std::uint8_t former, std::uint8_t next) {
  return {perk::test::store(1), Seq(seq), PublicKey{{former}}, PublicKey{{next}},
          kMorning + Millis(static_cast<std::int64_t>(seq))};
}

TEST_P(EventStoreContract, AStoresLogsGoOnUnderTheKeysThatTheySay) {
  ASSERT_TRUE(store().enrol("Harbour", PublicKey{{1}}, kMorning));
  ASSERT_TRUE(store().enrol("Station", PublicKey{{9}}, kMorning));
  const auto untouched = store().find_store(StoreId(2)).value();
  const std::vector<LogKeyChange> changes{key_change(5, 1, 2), key_change(9, 2, 3)};
  ASSERT_TRUE(store().note_key_changes(StoreId(1), changes));
  const auto changed = store().find_store(StoreId(1)).value();
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->key, PublicKey{{3}});
  EXPECT_EQ(changed->key_changes, changes);
  EXPECT_EQ(central::keys_of(*changed).count(), 3U);
  EXPECT_EQ(store().stores().value().at(0), *changed);
  EXPECT_EQ(store().find_store(StoreId(2)).value(), untouched);
  EXPECT_EQ(store().stores().value().at(1), *untouched);
  EXPECT_EQ(store().enrol("Harbour", PublicKey{{3}}, kMorning).value().outcome,
            central::EnrolOutcome::SameAsBefore);
  EXPECT_EQ(store().enrol("Harbour", PublicKey{{1}}, kMorning).value().outcome,
            central::EnrolOutcome::NameTaken)
      << "whoever has the former key is not the store";
}

TEST_P(EventStoreContract, AKeyThatDoesNotFollowIsNotNoted) {
  ASSERT_TRUE(store().enrol("Harbour", PublicKey{{1}}, kMorning));
  const LogKeyChange change = key_change(5, 1, 2);
  for (int again = 0; again < 2; ++again)
    ASSERT_TRUE(store().note_key_changes(StoreId(1), {&change, 1}));
  for (const LogKeyChange& other : {key_change(7, 1, 4), key_change(8, 2, 1), key_change(9, 3, 4)})
    ASSERT_TRUE(store().note_key_changes(StoreId(1), {&other, 1}));
  ASSERT_TRUE(store().note_key_changes(StoreId(7), {&change, 1}));
  EXPECT_EQ(store().find_store(StoreId(1)).value()->key_changes, std::vector{change});
  EXPECT_EQ(store().find_store(StoreId(7)).value(), std::nullopt);
}

TEST_P(EventStoreContract, WhenAStoreWasHeardIsNoted) {
  ASSERT_TRUE(store().enrol("Harbour", PublicKey{{1}}, kMorning));
  const central::HeardFrom heard{StoreId(1), kMorning + Millis(5)};
  ASSERT_TRUE(store().note_heard({&heard, 1}));
  EXPECT_EQ(store().find_store(StoreId(1)).value()->last_heard, kMorning + Millis(5));
}

// Reasons.

TEST_P(EventStoreContract, AReasonIsKeptUntilItIsErased) {
  const Digest seal{{1}};
  const Digest other{{2}};
  const ReasonOpening said{ReasonSalt{{3}}, "z\xc3\xa4hlt doppelt, \"quoted\", {braced}, \\"};
  EXPECT_TRUE(store().reasons({}).value().empty());
  EXPECT_TRUE(store().reasons(std::vector{seal}).value().empty());
  ASSERT_TRUE(store().keep_reason(seal, said, kMorning));
  ASSERT_TRUE(store().keep_reason(other, {ReasonSalt{{4}}, "lost"}, kMorning));
  const auto both = store().reasons(std::vector{seal, other, Digest{{9}}}).value();
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both.at(seal), said);
  ASSERT_TRUE(store().erase_reason(seal));
  ASSERT_TRUE(store().erase_reason(seal)) << "a second time";
  const auto left = store().reasons(std::vector{seal, other}).value();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left.at(other).text, "lost");
}

TEST_P(EventStoreContract, WhatIsKeptOfAReasonIsNeverReplaced) {
  const Digest seal{{1}};
  const ReasonOpening first{ReasonSalt{{3}}, "lost"};
  ASSERT_TRUE(store().keep_reason(seal, first, kMorning));
  ASSERT_TRUE(store().keep_reason(seal, first, kMorning + Millis(5)));
  ASSERT_TRUE(store().keep_reason(seal, {ReasonSalt{{4}}, "stolen"}, kMorning));
  EXPECT_EQ(store().reasons(std::vector{seal}).value().at(seal), first);
}

TEST_P(EventStoreContract, AReasonOfTheGreatestLengthIsKeptWhole) {
  const ReasonOpening longest{ReasonSalt{{3}}, std::string(kReasonBytesMax, 'x')};
  ASSERT_TRUE(store().keep_reason(Digest{{1}}, longest, kMorning));
  EXPECT_EQ(store().reasons(std::vector{Digest{{1}}}).value().begin()->second, longest);
}

// One-time codes.

const central::OfferedCode kHarbourCode{Digest{{7}}, "Harbour", kMorning + Millis(1'000)};
const PublicKey kFirstKey{{1}};
const PublicKey kOtherKey{{2}};

TEST_P(EventStoreContract, ACodeEnrolsTheStoreItIsFor) {
  ASSERT_EQ(store().offer_code(kHarbourCode, kMorning).value(), central::OfferOutcome::ForNewStore);
  EXPECT_TRUE(store().stores().value().empty()) << "an offer is no enrolment";
  const auto redeemed = store().redeem_code(Digest{{7}}, kFirstKey, kMorning).value();
  ASSERT_TRUE(redeemed);
  EXPECT_EQ(redeemed->name, "Harbour");
  EXPECT_EQ(redeemed->key, kFirstKey);
  EXPECT_EQ(store().find_store(StoreId(1)).value(), redeemed);
}

TEST_P(EventStoreContract, ACodeIsOfUseToOneKeyOnly) {
  ASSERT_TRUE(store().offer_code(kHarbourCode, kMorning));
  const auto first = store().redeem_code(Digest{{7}}, kFirstKey, kMorning).value();
  ASSERT_TRUE(first);
  EXPECT_EQ(store().redeem_code(Digest{{7}}, kOtherKey, kMorning).value(), std::nullopt);
  EXPECT_EQ(store().redeem_code(Digest{{7}}, kFirstKey, kMorning + Millis(999)).value(), first)
      << "its answer may have been lost";
  EXPECT_EQ(store().offer_code(kHarbourCode, kMorning).value(),
            central::OfferOutcome::ForKnownStore);
  EXPECT_EQ(store().redeem_code(Digest{{7}}, kOtherKey, kMorning).value(), std::nullopt)
      << "offered again it is the same code, used";
  EXPECT_EQ(store().stores().value().size(), 1U);
}

TEST_P(EventStoreContract, ACodeThatExpiredOrNeverWasIsOfNoUse) {
  ASSERT_TRUE(store().offer_code(kHarbourCode, kMorning));
  EXPECT_EQ(store().redeem_code(Digest{{8}}, kFirstKey, kMorning).value(), std::nullopt);
  EXPECT_EQ(store().redeem_code(Digest{{7}}, kFirstKey, kHarbourCode.expires).value(),
            std::nullopt);
  EXPECT_TRUE(store().stores().value().empty());
  EXPECT_TRUE(store().redeem_code(Digest{{7}}, kFirstKey, kMorning + Millis(999)).value());
  EXPECT_EQ(store().redeem_code(Digest{{7}}, kFirstKey, kHarbourCode.expires).value(), std::nullopt)
      << "not even by the one who used it";
}

TEST_P(EventStoreContract, ACodeForANameThatIsTakenIsOfUseToItsKeyOnly) {
  ASSERT_TRUE(store().offer_code(kHarbourCode, kMorning));
  const auto taken = store().enrol("Harbour", kOtherKey, kMorning).value().store;
  EXPECT_EQ(store().redeem_code(Digest{{7}}, kFirstKey, kMorning).value(), std::nullopt);
  EXPECT_EQ(store().redeem_code(Digest{{7}}, kOtherKey, kMorning).value(), taken)
      << "it was not used up";
}

// Card numbers.

const NumberRange kOurNumbers{"6006", 19, 1, RangeKind::SelfProving};
const NumberRange kTheirNumbers{"6275", 16, 1, RangeKind::Foreign};

TEST_P(EventStoreContract, AKeyIsKeptOnceForItsVersion) {
  const central::StoredNumberKey third{3, {7, 8}};
  const central::StoredNumberKey second{2, {9}};
  EXPECT_EQ(store().add_number_key(third).value(), central::KeyOutcome::Added);
  EXPECT_EQ(store().add_number_key(second).value(), central::KeyOutcome::Added);
  EXPECT_EQ(store().add_number_key(third).value(), central::KeyOutcome::SameAsBefore);
  EXPECT_EQ(store().add_number_key({3, {1}}).value(), central::KeyOutcome::VersionTaken);
  EXPECT_EQ(store().add_number_key({number_key().version, {1}}).value(),
            central::KeyOutcome::VersionTaken);
  const auto keys = store().number_keys().value();
  ASSERT_EQ(keys.size(), 3U);
  EXPECT_EQ(keys[0].key, number_key().key);
  EXPECT_EQ(keys[1].version, 2U);
  EXPECT_EQ(keys[1].key, second.key);
  EXPECT_EQ(keys[2].key, third.key);
}

TEST_P(EventStoreContract, SerialsGoOnWhateverKeysTheRangeIsSaidToHave) {
  ASSERT_TRUE(store().add_number_range(kOurNumbers, kMorning));
  EXPECT_EQ(store().take_serials(kOurNumbers, 3).value(), CardSerial(0));
  NumberRange with_another_key = kOurNumbers;
  ASSERT_TRUE(begin_key(with_another_key, 2));
  EXPECT_EQ(store().take_serials(with_another_key, 2).value(), CardSerial(3));
}

TEST_P(EventStoreContract, NumberRangesAreKeptInTheOrderTheyWereAdded) {
  EXPECT_TRUE(store().number_ranges().value().empty());
  EXPECT_EQ(store().add_number_range(kOurNumbers, kMorning).value(), central::RangeOutcome::Added);
  EXPECT_EQ(store().add_number_range(kTheirNumbers, kMorning).value(),
            central::RangeOutcome::Added);
  EXPECT_EQ(store().add_number_range(kOurNumbers, kMorning).value(),
            central::RangeOutcome::SameAsBefore);
  const std::vector<central::StoredNumberRange> both{{kOurNumbers, CardSerial()},
                                                     {kTheirNumbers, CardSerial()}};
  EXPECT_EQ(store().number_ranges().value(), both);
}

TEST_P(EventStoreContract, NoNumberIsInTwoRanges) {
  ASSERT_TRUE(store().add_number_range(kOurNumbers, kMorning));
  for (const NumberRange& range : {NumberRange{"60", 19, 1, RangeKind::Foreign},
                                   {"60061", 19, 1, RangeKind::SelfProving},
                                   {"6006", 19, 1, RangeKind::Foreign},
                                   {"6006", 19, 2, RangeKind::SelfProving}}) {
    EXPECT_EQ(store().add_number_range(range, kMorning).value(), central::RangeOutcome::Overlaps)
        << range.prefix;
  }
  EXPECT_EQ(store().number_ranges().value().size(), 1U);
}

TEST_P(EventStoreContract, ASerialIsGivenOnce) {
  const NumberRange other{"7007", 19, 1, RangeKind::SelfProving};
  ASSERT_TRUE(store().add_number_range(kOurNumbers, kMorning));
  ASSERT_TRUE(store().add_number_range(other, kMorning));
  EXPECT_EQ(store().take_serials(kOurNumbers, 3).value(), CardSerial(0));
  EXPECT_EQ(store().take_serials(kOurNumbers, 2).value(), CardSerial(3));
  EXPECT_EQ(store().take_serials(kOurNumbers, 1).value(), CardSerial(5));
  EXPECT_EQ(store().take_serials(other, 1).value(), CardSerial(0));
  EXPECT_EQ(store().number_ranges().value().at(0).next, CardSerial(6));
  EXPECT_EQ(store().add_number_range(kOurNumbers, kMorning).value(),
            central::RangeOutcome::SameAsBefore);
  EXPECT_EQ(store().take_serials(kOurNumbers, 1).value(), CardSerial(6));
}

TEST_P(EventStoreContract, ARangeGivesNoMoreSerialsThanItHas) {
  const NumberRange narrow{"60061234567", 19, 1, RangeKind::SelfProving};
  ASSERT_TRUE(store().add_number_range(narrow, kMorning));
  ASSERT_TRUE(store().add_number_range(kTheirNumbers, kMorning));
  EXPECT_EQ(store().take_serials(narrow, 7).value(), CardSerial(0));
  EXPECT_EQ(store().take_serials(narrow, 4).value(), std::nullopt);
  EXPECT_EQ(store().take_serials(narrow, 11).value(), std::nullopt);
  EXPECT_EQ(store().take_serials(narrow, 3).value(), CardSerial(7));
  EXPECT_EQ(store().take_serials(narrow, 1).value(), std::nullopt);
  EXPECT_EQ(store().take_serials(kTheirNumbers, 1).value(), std::nullopt) << "not ours to make";
  EXPECT_EQ(store().take_serials(kOurNumbers, 1).value(), std::nullopt) << "never added";
}

// Quarantine.

TEST_P(EventStoreContract, AQuarantinedEventIsKeptOnce) {
  const central::QuarantinedEvent first{
      0, event_id(perk::test::store(1), 3), StoreId(1), "it's \"odd\"", {0, 255}, kMorning};
  const central::QuarantinedEvent second{
      0, event_id(perk::test::store(1), 4), StoreId(1), "absurd", {1}, kMorning};
  ASSERT_TRUE(store().quarantine({&first, 1}));
  const std::vector<central::QuarantinedEvent> both{first, second};
  ASSERT_TRUE(store().quarantine(both));
  const auto held = store().quarantined(0, 10).value();
  ASSERT_EQ(held.size(), 2U);
  EXPECT_EQ(held[0].id, 1U);
  EXPECT_EQ(held[0].reason, first.reason);
  EXPECT_EQ(held[0].bytes, first.bytes);
  EXPECT_EQ(store().quarantined(1, 10).value().at(0).event, second.event);
}

TEST_P(EventStoreContract, AQuarantinedEventThatComesBackOtherwiseIsRefused) {
  central::QuarantinedEvent event{
      0, event_id(perk::test::store(1), 3), StoreId(1), "absurd", {1}, kMorning};
  ASSERT_TRUE(store().quarantine({&event, 1}));
  event.bytes = {2};
  const auto refused = store().quarantine({&event, 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, StorageFailure::GiveUp);
}

}  // namespace perk::test

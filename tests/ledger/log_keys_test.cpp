// By which key a head at a seq of a log must be signed.
#include "ledger/log_keys.h"

#include <gtest/gtest.h>

#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

const PublicKey kFirst{{1}};
const PublicKey kSecond{{2}};
const PublicKey kThird{{3}};
const Origin kLog = store(1);
const Origin kNextLog = store(2);

LogKeyChange change(Origin log, std::uint64_t seq, const PublicKey& former, const PublicKey& next) {
  return {log, Seq(seq), former, next, WallTime(1'000 + static_cast<std::int64_t>(seq))};
}

TEST(LogKeys, AStoreThatNeverChangedItHasTheKeyItEnrolledWith) {
  const LogKeys keys(kFirst);
  EXPECT_EQ(keys.present(), kFirst);
  EXPECT_EQ(keys.count(), 1U);
  EXPECT_EQ(keys.may_sign(kLog, Seq(1)), std::vector{kFirst});
  EXPECT_EQ(keys.may_sign(kNextLog, Seq(9)), std::vector{kFirst});
}

TEST(LogKeys, FromAChangeOnTheFormerKeySignsNothing) {
  const LogKeys keys(kFirst, {change(kLog, 5, kFirst, kSecond)});
  EXPECT_EQ(keys.present(), kSecond);
  EXPECT_EQ(keys.count(), 2U);
  EXPECT_EQ(keys.may_sign(kLog, Seq(5)), std::vector{kSecond});
  EXPECT_EQ(keys.may_sign(kLog, Seq(600)), std::vector{kSecond});
}

TEST(LogKeys, WhatCameBeforeMayBeSignedAgainLater) {
  const LogKeys keys(kFirst, {change(kLog, 5, kFirst, kSecond), change(kLog, 8, kSecond, kThird)});
  EXPECT_EQ(keys.may_sign(kLog, Seq(4)), (std::vector{kThird, kSecond, kFirst}));
  EXPECT_EQ(keys.may_sign(kLog, Seq(7)), (std::vector{kThird, kSecond}));
  EXPECT_EQ(keys.may_sign(kLog, Seq(8)), std::vector{kThird});
}

TEST(LogKeys, ALogWithoutAChangeOfItsOwnMayHaveAnyKeyOfItsStore) {
  const LogKeys keys(kFirst, {change(kLog, 5, kFirst, kSecond)});
  EXPECT_EQ(keys.may_sign(kNextLog, Seq(1)), (std::vector{kSecond, kFirst}));
}

TEST(LogKeys, ALogThatBeginsNowBeginsWithThePresentKey) {
  LogKeys keys(kFirst, {change(kLog, 5, kFirst, kSecond)});
  keys.begin_with_present(kNextLog);
  EXPECT_EQ(keys.may_sign(kNextLog, Seq(1)), std::vector{kSecond});
  EXPECT_EQ(keys.may_sign(kLog, Seq(4)), (std::vector{kSecond, kFirst}))
      << "of another log nothing is said";
  keys.add(change(kNextLog, 3, kSecond, kThird));
  EXPECT_EQ(keys.may_sign(kNextLog, Seq(2)), (std::vector{kThird, kSecond}));
  EXPECT_EQ(keys.may_sign(kNextLog, Seq(3)), std::vector{kThird});
}

TEST(LogKeys, AnotherLogMaySayTheSameChangeForItself) {
  LogKeys keys(kFirst, {change(kLog, 5, kFirst, kSecond)});
  const LogKeyChange again = change(kNextLog, 1, kFirst, kSecond);
  ASSERT_TRUE(keys.follows(again));
  keys.add(again);
  EXPECT_EQ(keys.count(), 2U) << "it is no other key";
  EXPECT_EQ(keys.may_sign(kNextLog, Seq(1)), std::vector{kSecond});
  EXPECT_FALSE(keys.follows(change(kNextLog, 7, kFirst, kSecond))) << "it has it already";
}

TEST(LogKeys, OnlyThePresentKeyIsChangedAndNeverForAFormerOne) {
  const LogKeys keys(kFirst, {change(kLog, 5, kFirst, kSecond)});
  EXPECT_TRUE(keys.follows(change(kLog, 9, kSecond, kThird)));
  EXPECT_FALSE(keys.follows(change(kLog, 9, kFirst, kThird))) << "who stole the first key";
  EXPECT_FALSE(keys.follows(change(kLog, 9, kSecond, kFirst)));
  EXPECT_FALSE(keys.follows(change(kLog, 9, kThird, PublicKey{{4}})));
  EXPECT_FALSE(keys.follows(change(kNextLog, 1, kThird, kSecond))) << "of a key that is nobody's";
}

TEST(LogKeys, ChangesThatDoNotFollowArePassedOver) {
  const LogKeys keys(kFirst, {change(kLog, 5, kThird, kSecond), change(kLog, 6, kFirst, kSecond)});
  EXPECT_EQ(keys.count(), 2U);
  EXPECT_EQ(keys.changes().size(), 1U);
  EXPECT_TRUE(keys.has(change(kLog, 6, kFirst, kSecond)));
  EXPECT_FALSE(keys.has(change(kLog, 5, kThird, kSecond)));
}

TEST(LogKeys, OnlyAStoresLogChangesItsKey) {
  Event event;
  event.body = LogKeyRotated{kFirst, kSecond, {}, {}};
  event.envelope.hlc = hlc(7);
  ASSERT_TRUE(is_foldable(event));
  const auto said = key_change_of({{kLog, Seq(4)}, event});
  ASSERT_TRUE(said);
  EXPECT_EQ(*said, (LogKeyChange{kLog, Seq(4), kFirst, kSecond, hlc(7).wall()}));
  EXPECT_FALSE(key_change_of({{head_office(), Seq(4)}, event}));
  EXPECT_FALSE(key_change_of(card_issued(card(1)).recorded(kLog, 1)));
}

TEST(LogKeys, AChangeMovesNothingAndIsToAnotherKey) {
  Event event;
  event.body = LogKeyRotated{kFirst, kFirst, {}, {}};
  EXPECT_FALSE(is_foldable(event));
  event.body = LogKeyRotated{kFirst, kSecond, {}, {}};
  event.envelope.card = card(1);
  EXPECT_FALSE(is_foldable(event));
}

}  // namespace
}  // namespace perk::test

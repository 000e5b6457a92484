#include "ledger/ids.h"

#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "ledger/money.h"
#include "ledger/time.h"

namespace perk {
namespace {

// What must not compile is checked by the compiler: names are made on purpose, and do not mix.
static_assert(!std::is_convertible_v<std::uint64_t, StoreId>);
static_assert(!std::is_convertible_v<StoreId, std::uint64_t>);
static_assert(!std::is_convertible_v<StoreId, TerminalId>);
static_assert(!std::is_constructible_v<TerminalId, StoreId>);
static_assert(!std::is_constructible_v<CardId, StoreId>);
static_assert(!std::is_convertible_v<Seq, Position>);
static_assert(!std::is_constructible_v<Position, Seq>);
static_assert(!std::is_assignable_v<Position&, Seq>);
static_assert(!std::is_constructible_v<Origin, std::uint64_t>);
static_assert(!std::is_constructible_v<Origin, StoreId>);
static_assert(!std::is_convertible_v<std::int64_t, Amount>);
static_assert(!std::is_convertible_v<double, Amount>);
static_assert(!std::is_convertible_v<std::int64_t, Millis>);
static_assert(!std::is_convertible_v<WallTime, Instant>);
static_assert(!std::is_constructible_v<Instant, WallTime>);
static_assert(!std::is_convertible_v<std::uint64_t, Hlc>);
static_assert(!std::is_invocable_v<std::less<>, StoreId, TerminalId>);
static_assert(!std::is_invocable_v<std::less<>, Seq, Position>);
static_assert(!std::is_invocable_v<std::equal_to<>, CardId, Digest>);
static_assert(!std::is_invocable_v<std::plus<>, Amount, std::int64_t>);
static_assert(!std::is_invocable_v<std::plus<>, Money, Money>,
              "money is added by add(), which can fail");
static_assert(!std::is_invocable_v<std::minus<>, WallTime, Instant>);
static_assert(!std::is_invocable_v<Shard (*)(StoreId, std::uint16_t), TerminalId, std::uint16_t>);
// And the same questions find what does exist.
static_assert(std::is_invocable_v<std::less<>, StoreId, StoreId>);
static_assert(std::is_invocable_v<std::plus<>, Amount, Amount>);
static_assert(std::is_constructible_v<Seq, std::uint64_t>);

TEST(Origin, HeadOfficeAndIncarnationsAreNeverConfused) {
  const Origin office = Origin::head_office(Epoch(3), Shard(9));
  EXPECT_EQ(office.value(), (3ULL << 16) | 9U);
  EXPECT_TRUE(office.is_head_office());
  EXPECT_FALSE(office.is_incarnation());
  const Origin shop = Origin::incarnation(Origin::kFirstIncarnation).value();
  EXPECT_TRUE(shop.is_incarnation());
  EXPECT_FALSE(shop.is_head_office());
}

TEST(Origin, RandomBitsThatLookLikeHeadOfficeNameNoIncarnation) {
  EXPECT_FALSE(Origin::incarnation(Origin::kFirstIncarnation - 1));
  EXPECT_FALSE(Origin::incarnation(0));
  EXPECT_TRUE(Origin::incarnation(~std::uint64_t{0}));
}

TEST(Origin, ZeroIsNoOrigin) {
  EXPECT_FALSE(Origin::from_value(0));
  EXPECT_FALSE(Origin().is_head_office());
  EXPECT_FALSE(Origin().is_incarnation());
  EXPECT_EQ(Origin::from_value(77)->value(), 77U);
}

TEST(Origin, ALaterEpochIsAHigherOriginWhateverTheShard) {
  EXPECT_LT(Origin::head_office(Epoch(1), Shard(65535)), Origin::head_office(Epoch(2), Shard(0)));
}

TEST(OriginDeathTest, AnEpochThatNeverBeganIsOurBug) {
  EXPECT_DEATH((void)Origin::head_office(Epoch(0), Shard(0)), "epochs run from 1");
  EXPECT_DEATH((void)Origin::head_office(Epoch(1ULL << 32), Shard(0)), "epochs run from 1");
}

TEST(Shard, OfACardIsItsFirstEightBytesModuloTheCount) {
  CardId card;
  card.bytes = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0xff};
  EXPECT_EQ(shard_of(card, 16), Shard(0x0102030405060708ULL % 16));
  EXPECT_EQ(shard_of(card, 7), Shard(0x0102030405060708ULL % 7));
  EXPECT_EQ(shard_of(card, 1), Shard(0));
}

TEST(Shard, OfAStoreIsItsNumberModuloTheCount) { EXPECT_EQ(shard_of(StoreId(35), 16), Shard(3)); }

TEST(ShardDeathTest, AChainWithoutShardsIsOurBug) {
  EXPECT_DEATH((void)shard_of(StoreId(1), 0), "at least one shard");
}

TEST(IdText, HexIsReadAsItWasWritten) {
  CardId card;
  card.bytes = {0x00, 0x9f, 0xa0, 0xff};
  EXPECT_EQ(to_hex(card), "009fa0ff000000000000000000000000");
  EXPECT_EQ(card_id_from_hex(to_hex(card)), card);
  Digest digest;
  digest.bytes.back() = 0x5a;
  EXPECT_EQ(digest_from_hex(to_hex(digest)), digest);
  PublicKey key;
  key.bytes.front() = 0xc3;
  EXPECT_EQ(public_key_from_hex(to_hex(key)), key);
}

TEST(IdText, HexOfAnotherLengthOrAlphabetIsNothing) {
  const std::string good(32, 'a');
  EXPECT_TRUE(card_id_from_hex(good));
  EXPECT_FALSE(card_id_from_hex(good + "a"));
  EXPECT_FALSE(card_id_from_hex(good.substr(1)));
  EXPECT_FALSE(card_id_from_hex(""));
  EXPECT_FALSE(card_id_from_hex(std::string(31, 'a') + 'g'));
  EXPECT_FALSE(card_id_from_hex(std::string(31, 'a') + 'A'));
}

TEST(IdText, AnEventIsNamedByItsLogAndPlace) {
  const EventId shop{Origin::incarnation(0x00f1'0000'0000'00a2).value(), Seq(17)};
  EXPECT_EQ(to_string(shop), "00f10000000000a2:17");
  const EventId office{Origin::head_office(Epoch(2), Shard(15)), Seq(1)};
  EXPECT_EQ(to_string(office), "head-office/2/15:1");
  EXPECT_EQ(event_id_from_text(to_string(shop)), shop);
  EXPECT_EQ(event_id_from_text(to_string(office)), office);
}

TEST(IdText, WhatNamesNoEventIsNothing) {
  for (const char* text :
       {"", ":", "00f10000000000a2", "00f10000000000a2:", "00f10000000000a2:0",
        "00f10000000000a2:017", "00f10000000000a2:1x", "00f10000000000a2:-1",
        "00f10000000000a2:18446744073709551616", "0000000000000001:1", "f1:1", "head-office/:1",
        "head-office/1:1", "head-office/1/:1", "head-office/1/65536:1",
        "head-office/4294967296/1:1", "head-office/0/0:1", "head-office/1/2/3:1"}) {
    EXPECT_FALSE(event_id_from_text(text)) << text;
  }
}

}  // namespace
}  // namespace perk

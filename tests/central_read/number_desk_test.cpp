// Card numbers made at head office, and the ranges they are of.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "central/stored_event.h"
#include "sync/crypto/proving_numbers.h"
#include "tests/central_read/operators_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class NumberDeskTest : public DeskTest {
 protected:
  AddRangeReply open(const std::string& prefix) {
    return ask<AddRangeReply>(AddRangeRequest{prefix, 19, RangeKind::SelfProving});
  }
  std::vector<CardNumber> make(std::uint64_t count, const std::string& prefix = "") {
    return ask<MakeNumbersReply>(MakeNumbersRequest{count, prefix}).numbers;
  }
};

TEST_F(NumberDeskTest, NumbersProveThemselvesAndComeOnce) {
  open("6006");
  std::set<std::string> seen;
  for (int round = 0; round < 3; ++round) {
    for (const CardNumber& number : make(20)) seen.insert(std::string(number.secret_digits()));
    restart();
  }
  EXPECT_EQ(seen.size(), 60U);
  const sync::CardNumberKey key(1, number_key().key);
  const NumberRange range{"6006", 19, 1, RangeKind::SelfProving};
  for (const std::string& digits : seen) {
    const auto number = CardNumber::parse(digits);
    ASSERT_TRUE(number);
    EXPECT_EQ(sync::judge(*number, {&range, 1}, {&key, 1}), sync::NumberVerdict::Proven);
  }
}

TEST_F(NumberDeskTest, RangesAreListedWithWhatWasMadeOfThem) {
  open("6006");
  const AddRangeRequest import{"6275", 16, RangeKind::Foreign};
  EXPECT_FALSE(ask<AddRangeReply>(import).was_there);
  EXPECT_TRUE(ask<AddRangeReply>(import).was_there);
  make(3);
  const auto rows = ask<NumberRangesReply>(NumberRangesRequest{}).ranges;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].range, (NumberRange{"6006", 19, 1, RangeKind::SelfProving}));
  EXPECT_EQ(rows[0].made, 3U);
  EXPECT_EQ(rows[1].range, (NumberRange{"6275", 16, 1, RangeKind::Foreign}));
  EXPECT_EQ(rows[1].made, 0U);
}

TEST_F(NumberDeskTest, WhichRangeIsSaidWhenThereAreSeveral) {
  EXPECT_EQ(fault_of(MakeNumbersRequest{1, ""}), "number_range_unknown");
  open("6006");
  open("7007");
  EXPECT_EQ(fault_of(MakeNumbersRequest{1, ""}), "number_range_ambiguous");
  EXPECT_EQ(make(1, "7007").at(0).secret_digits().substr(0, 4), "7007");
  EXPECT_EQ(fault_of(MakeNumbersRequest{1, "8008"}), "number_range_unknown");
  ASSERT_FALSE(ask<AddRangeReply>(AddRangeRequest{"6275", 16, RangeKind::Foreign}).was_there);
  EXPECT_EQ(fault_of(MakeNumbersRequest{1, "6275"}), "number_range_unknown");
}

TEST_F(NumberDeskTest, WhatMakesNoSenseIsRefused) {
  open("60061234567");
  EXPECT_EQ(fault_of(MakeNumbersRequest{0, ""}), "malformed");
  EXPECT_EQ(fault_of(MakeNumbersRequest{kNumbersMax + 1, ""}), "malformed");
  EXPECT_EQ(fault_of(MakeNumbersRequest{11, ""}), "number_range_used_up");
  EXPECT_EQ(make(10).size(), 10U);
  EXPECT_EQ(fault_of(MakeNumbersRequest{1, ""}), "number_range_used_up");
  EXPECT_EQ(fault_of(AddRangeRequest{"6006", 19, RangeKind::Foreign}), "number_range_overlaps");
  EXPECT_EQ(fault_of(AddRangeRequest{"7007", 16, RangeKind::SelfProving}), "malformed");
  EXPECT_EQ(fault_of(AddRangeRequest{"seven", 16, RangeKind::Foreign}), "malformed");
}

TEST_F(NumberDeskTest, AStoreIsToldTheRangesWhenItEnrols) {
  open("6006");
  const auto reply = ask<EnrolReply>(EnrolRequest{"Main Street", StoreLog(1).key().public_key()});
  ASSERT_EQ(reply.number_ranges.size(), 1U);
  EXPECT_EQ(reply.number_ranges[0], (NumberRange{"6006", 19, 1, RangeKind::SelfProving}));
}

RotateKeyRequest another_key(std::uint64_t counter, const std::string& prefix = "6006",
                             const std::string& reason = "a machine was stolen") {
  return {prefix, reason, "ada", request(counter, 9)};
}

TEST_F(NumberDeskTest, NewNumbersAreMadeWithTheNextKeyAndOlderOnesStayGood) {
  open("6006");
  const CardNumber older = make(1).at(0);
  const auto reply = ask<RotateKeyReply>(another_key(1));
  EXPECT_EQ(reply.version, 2U);
  EXPECT_FALSE(reply.was_repeated);
  const NumberRange now{"6006", 19, 2, RangeKind::SelfProving, {1}};
  EXPECT_EQ(reply.range, now);
  restart();
  const CardNumber newer = make(1).at(0);
  EXPECT_EQ(newer.secret_digits().substr(0, 12), "600600000001") << "serials go on";
  EXPECT_EQ(ask<NumberRangesReply>(NumberRangesRequest{}).ranges.at(0).range, now);
  std::vector<sync::CardNumberKey> keys;
  for (const StoredNumberKey& key : shelf_.events().number_keys().value())
    keys.emplace_back(key.version, key.key);
  for (const CardNumber& number : {older, newer})
    EXPECT_EQ(sync::judge(number, {&now, 1}, keys), sync::NumberVerdict::Proven);
  EXPECT_EQ(sync::proving_key(newer, now, keys)->version(), 2U);
}

TEST_F(NumberDeskTest, TheSameRequestMakesNoSecondKey) {
  open("6006");
  const auto first = ask<RotateKeyReply>(another_key(1));
  restart();
  const auto again = ask<RotateKeyReply>(another_key(1));
  EXPECT_TRUE(again.was_repeated);
  EXPECT_EQ(again.version, first.version);
  EXPECT_EQ(again.event, first.event);
  EXPECT_EQ(shelf_.events().number_keys().value().size(), 2U);
  EXPECT_EQ(fault_of(another_key(1, "6006", "for fun")), "rejected");
  EXPECT_NE(sentence_of(another_key(1, "6006", "for fun")).find("request_id_reused"),
            std::string::npos);
  EXPECT_EQ(ask<RotateKeyReply>(another_key(2)).version, 3U);
}

TEST_F(NumberDeskTest, AKeyIsOfOneRange) {
  open("6006");
  open("7007");
  EXPECT_EQ(ask<RotateKeyReply>(another_key(1, "7007")).version, 2U);
  const auto rows = ask<NumberRangesReply>(NumberRangesRequest{}).ranges;
  EXPECT_EQ(rows.at(0).range, (NumberRange{"6006", 19, 1, RangeKind::SelfProving}));
  EXPECT_EQ(rows.at(1).range, (NumberRange{"7007", 19, 2, RangeKind::SelfProving, {1}}));
  EXPECT_TRUE(ask<AddRangeReply>(AddRangeRequest{"6006", 19, RangeKind::SelfProving}).was_there);
}

TEST_F(NumberDeskTest, AKeyForNoRangeOrNoReasonIsRefused) {
  open("6006");
  ask<AddRangeReply>(AddRangeRequest{"6275", 16, RangeKind::Foreign});
  EXPECT_EQ(fault_of(another_key(1, "8008")), "number_range_unknown");
  EXPECT_EQ(fault_of(another_key(1, "6275")), "number_range_unknown");
  EXPECT_EQ(fault_of(another_key(1, "")), "malformed");
  EXPECT_EQ(fault_of(another_key(1, "6006", " ")), "rejected");
  EXPECT_EQ(shelf_.events().number_keys().value().size(), 1U);
}

TEST_F(NumberDeskTest, TheLogSaysThatAKeyWasMadeAndNeverTheKey) {
  open("6006");
  ask<RotateKeyReply>(another_key(1));
  const StoredNumberKey key = shelf_.events().number_keys().value().at(1);
  std::size_t said = 0;
  for (const ShardEnd& end : shelf_.events().shard_ends().value()) {
    for (const StoredEvent& stored : shelf_.events().read_shard(end.shard, {}, 100).value()) {
      const auto& bytes = stored.bytes;
      EXPECT_EQ(std::search(bytes.begin(), bytes.end(), key.key.begin(), key.key.end()),
                bytes.end());
      const auto event = decode_stored(stored);
      const auto* made = event ? std::get_if<NumberKeyMade>(&event.value().event.body) : nullptr;
      if (made == nullptr) continue;
      ++said;
      EXPECT_EQ(made->prefix, "6006");
      EXPECT_EQ(made->version, 2U);
      EXPECT_EQ(made->operator_name, "ada");
      EXPECT_EQ(made->commitment, sync::CardNumberKey(2, key.key).commitment());
    }
  }
  EXPECT_EQ(said, 1U);
  const auto rows = ask<AuditReply>(AuditRequest{}).rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].what, "card number key 2 made for 6006");
  EXPECT_EQ(rows[0].operator_name, "ada");
  EXPECT_EQ(rows[0].reason, "a machine was stolen");
}

TEST_F(NumberDeskTest, AKeyThatNobodySaidWasMadeIsUsedByNoRange) {
  open("6006");
  ASSERT_TRUE(shelf_.events().add_number_key({2, {7}}));  // And then the power went.
  EXPECT_EQ(ask<NumberRangesReply>(NumberRangesRequest{}).ranges.at(0).range.key_version, 1U);
  EXPECT_EQ(ask<RotateKeyReply>(another_key(1)).version, 3U);
}

class NumberKeysOfOperators : public OperatorsTest {};

TEST_F(NumberKeysOfOperators, AreMadeByAdminsOnlyAndInTheirOwnName) {
  admit_everybody();
  ask_as<AddRangeReply>("bob", AddRangeRequest{"6006", 19, RangeKind::SelfProving});
  const RotateKeyRequest wanted = another_key(1);
  for (const char* other : {"bob", "dan", "eve", "finn"})
    EXPECT_EQ(outcome(other, wanted), "role_needed") << other;
  EXPECT_EQ(fault_of(wanted), "not_allowed") << "nobody signed it";
  EXPECT_EQ(ask_as<RotateKeyReply>("ada", wanted).version, 2U);
  const auto rows = ask_as<AuditReply>("eve", AuditRequest{}).rows;
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.back().what, "card number key 2 made for 6006");
  EXPECT_EQ(rows.back().operator_name, "ada");
  EXPECT_EQ(rows.back().word, WordState::Holds) << rows.back().why_broken;
}

}  // namespace
}  // namespace perk::test

// Card numbers made at head office, and the ranges they are of.
#include <set>

#include <gtest/gtest.h>

#include "sync/crypto/proving_numbers.h"
#include "tests/central_read/desk_fixture.h"

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

}  // namespace
}  // namespace perk::test

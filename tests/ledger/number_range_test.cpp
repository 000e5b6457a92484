// The layout of card numbers and the ranges they are in. Codes here are given; tests/wire checks keyed ones.
#include "ledger/number_range.h"

#include <vector>

#include <gtest/gtest.h>

#include "tests/support/seeds.h"

namespace perk {
namespace {

const NumberRange kOurs{"6006", 19, 1, RangeKind::SelfProving};
const NumberRange kTheirs{"6275", 16, 1, RangeKind::Foreign};

CardNumber number(const char* digits) { return *CardNumber::parse(digits); }

TEST(NumberRange, ANumberIsPrefixSerialCodeAndCheckDigit) {
  EXPECT_EQ(number_body(kOurs, CardSerial(42)), "600600000042");
  const CardNumber made = proving_number("600600000042", CheckCode(939'419));
  EXPECT_EQ(made.secret_digits(), "6006000000429394191");
  EXPECT_EQ(body_of(made), "600600000042");
  EXPECT_EQ(check_code_in(made), CheckCode(939'419));
  EXPECT_EQ(check_code_in(proving_number("600600000042", CheckCode(7))), CheckCode(7));
}

TEST(NumberRange, WhatWasPutIntoANumberIsReadBack) {
  test::for_each_seed(20, [](test::Random& random) {
    const CardSerial serial(random.below(serials_in(kOurs)));
    const CheckCode code(random.below(kCheckCodes));
    const CardNumber made = proving_number(number_body(kOurs, serial), code);
    ASSERT_EQ(CardNumber::parse(made.secret_digits()), made);
    EXPECT_EQ(body_of(made), number_body(kOurs, serial));
    EXPECT_EQ(check_code_in(made), code);
    EXPECT_TRUE(contains(kOurs, made));
  });
}

TEST(NumberRange, HasAsManySerialsAsThePrefixLeaves) {
  EXPECT_EQ(serials_in(kOurs), 100'000'000U);
  EXPECT_EQ(serials_in({"12345678901", 19, 1, RangeKind::SelfProving}), 10U);
  EXPECT_EQ(number_body(kOurs, CardSerial(99'999'999)), "600699999999");
}

TEST(NumberRange, OneThatNoNumberCanBeInIsUnsound) {
  EXPECT_TRUE(is_sound(kOurs));
  EXPECT_TRUE(is_sound(kTheirs));
  for (const NumberRange& range : std::vector<NumberRange>{
           {"", 19, 1, RangeKind::SelfProving},
           {"600a", 19, 1, RangeKind::SelfProving},
           {"123456789012", 19, 1, RangeKind::SelfProving},
           {"6006", 18, 1, RangeKind::SelfProving},
           {"6006", 19, 0, RangeKind::SelfProving},
           {"6006", 11, 1, RangeKind::Foreign},
           {"6006", 20, 1, RangeKind::Foreign},
       }) {
    EXPECT_FALSE(is_sound(range)) << range.prefix << " of " << range.length;
  }
}

TEST(NumberRange, IsKnownByPrefixAndLength) {
  const std::vector<NumberRange> ranges{kOurs, kTheirs};
  EXPECT_EQ(range_of(number("6006000000429394191"), ranges), &ranges[0]);
  EXPECT_EQ(range_of(*CardNumber::with_check_digit("627500000000000"), ranges), &ranges[1]);
  EXPECT_EQ(range_of(*CardNumber::with_check_digit("600600000000000"), ranges), nullptr);
  EXPECT_EQ(range_of(number("4532015112830366"), ranges), nullptr);
}

TEST(NumberRange, OverlapsOneThatSharesANumber) {
  EXPECT_TRUE(overlaps(kOurs, {"60", 19, 1, RangeKind::Foreign}));
  EXPECT_TRUE(overlaps(kOurs, {"60061", 19, 2, RangeKind::SelfProving}));
  EXPECT_FALSE(overlaps(kOurs, {"60", 18, 1, RangeKind::Foreign}));
  EXPECT_FALSE(overlaps(kOurs, {"6007", 19, 1, RangeKind::Foreign}));
}

TEST(NumberRange, KindsHaveNames) {
  EXPECT_EQ(range_kind_from_text("self_proving"), RangeKind::SelfProving);
  EXPECT_EQ(range_kind_from_text("foreign"), RangeKind::Foreign);
  EXPECT_EQ(range_kind_from_text("Foreign"), std::nullopt);
}

TEST(NumberRange, AnotherKeyIsTheNewestAndTheOthersStay) {
  NumberRange range{"6006", 19, 1, RangeKind::SelfProving};
  EXPECT_TRUE(begin_key(range, 3));
  EXPECT_TRUE(begin_key(range, 4));
  EXPECT_EQ(range.key_version, 4U);
  EXPECT_EQ(key_versions_of(range), (std::vector<std::uint32_t>{1, 3, 4}));
  EXPECT_TRUE(is_sound(range));
  for (const std::uint32_t late : {4U, 3U, 2U, 0U}) EXPECT_FALSE(begin_key(range, late)) << late;
  EXPECT_EQ(key_versions_of(range), (std::vector<std::uint32_t>{1, 3, 4}));
}

TEST(NumberRange, KeysStandInOrderAndOnce) {
  for (const std::vector<std::uint32_t>& older :
       {std::vector<std::uint32_t>{0}, {2}, {3}, {1, 1}, {2, 1}})
    EXPECT_FALSE(is_sound({"6006", 19, 2, RangeKind::SelfProving, older})) << older.front();
  EXPECT_TRUE(is_sound({"6006", 19, 4, RangeKind::SelfProving, {1, 3}}));
}

TEST(NumberRange, IsTheSameWhateverKeysItHas) {
  const NumberRange range{"6006", 19, 1, RangeKind::SelfProving};
  EXPECT_TRUE(is_same_range(range, {"6006", 19, 2, RangeKind::SelfProving, {1}}));
  EXPECT_FALSE(is_same_range(range, {"60", 19, 1, RangeKind::SelfProving}));
  EXPECT_FALSE(is_same_range(range, {"6006", 18, 1, RangeKind::SelfProving}));
  EXPECT_FALSE(is_same_range(range, {"6006", 19, 1, RangeKind::Foreign}));
}

}  // namespace
}  // namespace perk

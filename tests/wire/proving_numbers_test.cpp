// Card numbers that prove themselves: fixed values, and how many invented ones get through.
#include "sync/crypto/proving_numbers.h"

#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/seeds.h"

namespace perk::sync {
namespace {

const NumberRange kOurs{"6006", 19, 1, RangeKind::SelfProving};
const NumberRange kTheirs{"6275", 16, 1, RangeKind::Foreign};
const std::vector<NumberRange> kRanges{kOurs, kTheirs};

/// The golden story's key: 20 21 .. 3f.
CardNumberKey counting_key() {
  std::array<std::uint8_t, 32> bytes{};
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0x20});
  return {1, bytes};
}

NumberVerdict verdict_of(const CardNumber& number) {
  const CardNumberKey key = counting_key();
  return judge(number, kRanges, {&key, 1});
}

CardNumber with_digit(const CardNumber& number, std::size_t place, char digit) {
  std::string payload(number.secret_digits().substr(0, 18));
  payload[place] = digit;
  return *CardNumber::with_check_digit(payload);
}

TEST(ProvingNumbers, StayGoodWhenAnotherKeyIsMade) {
  NumberRange range = kOurs;
  const std::vector keys{CardNumberKey(kOurs.key_version + 1, {7}), counting_key()};
  const CardNumber older = make_number(range, keys[1], CardSerial(1));
  ASSERT_TRUE(begin_key(range, keys[0].version()));
  const CardNumber newer = make_number(range, keys[0], CardSerial(2));
  EXPECT_EQ(judge(older, {&range, 1}, keys), NumberVerdict::Proven);
  EXPECT_EQ(judge(newer, {&range, 1}, keys), NumberVerdict::Proven);
  EXPECT_EQ(proving_key(older, range, keys), &keys[1]);
  EXPECT_EQ(proving_key(newer, range, keys), &keys[0]);
  EXPECT_EQ(judge(newer, {&kOurs, 1}, keys), NumberVerdict::Invented)
      << "who has not heard of the key takes it for a guess";
}

// Computed from FORMAT.md alone, with another library than ours. They stand on printed cards: they
// never change.
TEST(ProvingNumbers, AreAsTheFormatSays) {
  const CardNumberKey key = counting_key();
  EXPECT_EQ(make_number(kOurs, key, CardSerial(42)).secret_digits(), "6006000000429394191");
  EXPECT_EQ(make_number(kOurs, key, CardSerial(0)).secret_digits(), "6006000000000980202");
  EXPECT_EQ(make_number(kOurs, key, CardSerial(99'999'999)).secret_digits(), "6006999999992820685");
  const NumberRange six_digits{"627550", 19, 1, RangeKind::SelfProving};
  EXPECT_EQ(make_number(six_digits, key, CardSerial(7)).secret_digits(), "6275500000079516842");
}

TEST(ProvingNumbers, ProveThemselves) {
  test::for_each_seed(20, [](test::Random& random) {
    const CardSerial serial(random.below(serials_in(kOurs)));
    EXPECT_EQ(verdict_of(make_number(kOurs, counting_key(), serial)), NumberVerdict::Proven);
  });
}

TEST(ProvingNumbers, AnyOtherDigitIsFoundAlsoWithItsLuhnDigitPutRight) {
  const CardNumber made = make_number(kOurs, counting_key(), CardSerial(42));
  for (std::size_t place = kOurs.prefix.size(); place < 18; ++place) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      const bool is_same = made.secret_digits()[place] == digit;
      EXPECT_EQ(verdict_of(with_digit(made, place, digit)),
                is_same ? NumberVerdict::Proven : NumberVerdict::Invented)
          << "place " << place;
    }
  }
}

TEST(ProvingNumbers, AnotherKeyMakesOthers) {
  const CardNumber made = make_number(kOurs, CardNumberKey(1, {9}), CardSerial(42));
  EXPECT_EQ(verdict_of(made), NumberVerdict::Invented);
}

TEST(ProvingNumbers, ARangeIsJudgedByItsOwnKey) {
  const NumberRange newer{"6007", 19, 2, RangeKind::SelfProving};
  const std::vector<NumberRange> ranges{kOurs, newer};
  const std::vector<CardNumberKey> keys{counting_key(), CardNumberKey(2, {9})};
  EXPECT_EQ(judge(make_number(newer, keys[1], CardSerial(1)), ranges, keys), NumberVerdict::Proven);
  EXPECT_EQ(judge(make_number(kOurs, keys[0], CardSerial(1)), ranges, keys), NumberVerdict::Proven);
  const CardNumber crossed = proving_number(number_body(newer, CardSerial(1)),
                                            keys[0].check_code(number_body(newer, CardSerial(1))));
  EXPECT_EQ(judge(crossed, ranges, keys), NumberVerdict::Invented);
}

TEST(ProvingNumbers, OthersAreForeignOrOfNoRange) {
  EXPECT_EQ(verdict_of(*CardNumber::with_check_digit("627500000000001")), NumberVerdict::Foreign);
  EXPECT_EQ(verdict_of(*CardNumber::parse("4532015112830366")), NumberVerdict::InNoRange);
}

/// A number of the range as somebody without the key invents it: all digits of chance, a right Luhn
/// digit.
CardNumber invented(test::Random& random) {
  const CardSerial serial(random.below(serials_in(kOurs)));
  return proving_number(number_body(kOurs, serial), CheckCode(random.below(kCheckCodes)));
}

/// Whether at least the first three digits of the code are right.
bool is_nearly_right(const CardNumber& number, const CardNumberKey& key) {
  return key.check_code(body_of(number)).value() / 1'000 == check_code_in(number).value() / 1'000;
}

TEST(ProvingNumbers, OneInventedNumberInAMillionGetsThrough) {
  test::for_each_seed(1, [](test::Random& random) {
    const CardNumberKey key = counting_key();
    int passed = 0;
    for (int tried = 0; tried < 2'000'000; ++tried) {
      if (judge(invented(random), kRanges, {&key, 1}) == NumberVerdict::Proven) ++passed;
    }
    // About Poisson with mean 2: above 12 for one seed in five million.
    EXPECT_LE(passed, 12);
    RecordProperty("passed", passed);
  });
}

// What is too rare above to be bounded from below.
TEST(ProvingNumbers, OneInventedNumberInAThousandIsRightByHalf) {
  test::for_each_seed(1, [](test::Random& random) {
    const CardNumberKey key = counting_key();
    int near = 0;
    for (int tried = 0; tried < 200'000; ++tried) near += is_nearly_right(invented(random), key);
    // About Poisson with mean 200 and deviation 14: seven of them to either side.
    EXPECT_GE(near, 100);
    EXPECT_LE(near, 300);
  });
}

TEST(ProvingNumbers, EveryCodeIsAboutAsLikely) {
  // Of 200,000 serials in a row: ten groups of codes by the first digit, and by the last.
  const CardNumberKey key = counting_key();
  std::array<int, 10> by_first{};
  std::array<int, 10> by_last{};
  constexpr int tried = 200'000;
  for (int i = 0; i < tried; ++i) {
    const CheckCode code = key.check_code(number_body(kOurs, CardSerial(static_cast<unsigned>(i))));
    ++by_first[code.value() / 100'000];
    ++by_last[code.value() % 10];
  }
  // Each group is binomial: mean 20,000, deviation 134; seven deviations.
  for (const auto& groups : {by_first, by_last}) {
    for (const int count : groups) EXPECT_NEAR(count, tried / 10, 940);
  }
}

}  // namespace
}  // namespace perk::sync

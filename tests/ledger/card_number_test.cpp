#include "ledger/card_number.h"

#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/seeds.h"

namespace perk {
namespace {

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
static_assert(!Printable<CardNumber>, "a card number must not reach a log");
static_assert(Printable<std::string>);

TEST(CardNumber, IsTakenWithItsCheckDigit) {
  const auto number = CardNumber::parse("4532015112830366");
  ASSERT_TRUE(number);
  EXPECT_EQ(number->secret_digits(), "4532015112830366");
  EXPECT_EQ(number->last_four(), "0366");
}

TEST(CardNumber, IgnoresSpacesAndDashesBetweenDigits) {
  EXPECT_EQ(CardNumber::parse("4532 0151-1283 0366"), CardNumber::parse("4532015112830366"));
  EXPECT_FALSE(CardNumber::parse(" 4532015112830366"));
  EXPECT_FALSE(CardNumber::parse("4532015112830366-"));
}

TEST(CardNumber, OfAnotherShapeIsNone) {
  for (const char* text : {"", "-", "4532015112830367", "453201511283036O", "4532.0151.1283.0366",
                           "18", "79927398713", "00000000000000000000", "+4532015112830366"}) {
    EXPECT_FALSE(CardNumber::parse(text)) << text;
  }
}

TEST(CardNumber, HasTwelveToNineteenDigits) {
  EXPECT_FALSE(CardNumber::with_check_digit("1234567890"));
  EXPECT_EQ(CardNumber::with_check_digit("12345678901")->secret_digits().size(), 12U);
  EXPECT_EQ(CardNumber::with_check_digit("123456789012345678")->secret_digits().size(), 19U);
  EXPECT_FALSE(CardNumber::with_check_digit("1234567890123456789"));
  EXPECT_FALSE(CardNumber::with_check_digit("1234 5678 901"));
}

TEST(CardNumber, MadeWithACheckDigitIsTaken) {
  EXPECT_EQ(CardNumber::with_check_digit("453201511283036")->secret_digits(), "4532015112830366");
  test::for_each_seed(20, [](test::Random& random) {
    const auto made = CardNumber::with_check_digit(
        std::to_string(random.between(100'000'000'000, 99'999'999'999'999'999)));
    ASSERT_TRUE(made);
    EXPECT_EQ(CardNumber::parse(made->secret_digits()), made);
  });
}

TEST(CardNumber, OneWrongDigitIsAlwaysFound) {
  const std::string good = "4532015112830366";
  for (std::size_t place = 0; place < good.size(); ++place) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string typed = good;
      typed[place] = digit;
      EXPECT_EQ(CardNumber::parse(typed).has_value(), typed == good) << typed;
    }
  }
}

}  // namespace
}  // namespace perk

#include "ledger/money.h"

#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/ledger_builders.h"
#include "tests/support/seeds.h"

namespace perk {
namespace {

using test::currency;
using test::eur;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

TEST(Currency, IsThreeCapitalLettersAndNothingElse) {
  EXPECT_EQ(Currency::from_code("EUR")->code(), "EUR");
  for (const char* code : {"", "EU", "EURO", "eur", "E1R", "EU ", "\xC3\x89U"}) {
    EXPECT_FALSE(Currency::from_code(code)) << code;
  }
  EXPECT_TRUE(Currency().is_none());
  EXPECT_EQ(Currency().code(), "");
  EXPECT_FALSE(eur().is_none());
}

TEST(Currency, KnowsHowManyDecimalsItHas) {
  EXPECT_EQ(currency("EUR").minor_digits(), 2);
  EXPECT_EQ(currency("JPY").minor_digits(), 0);
  EXPECT_EQ(currency("XPF").minor_digits(), 0);
  EXPECT_EQ(currency("KWD").minor_digits(), 3);
  EXPECT_EQ(currency("CLF").minor_digits(), 4);
}

TEST(Amount, AddsSubtractsAndCompares) {
  EXPECT_EQ(Amount(3) + Amount(4), Amount(7));
  EXPECT_EQ(Amount(3) - Amount(4), Amount(-1));
  EXPECT_EQ(-Amount(3), Amount(-3));
  EXPECT_LT(Amount(-1), Amount(0));
  EXPECT_TRUE(Amount(1).is_positive());
  EXPECT_TRUE(Amount(-1).is_negative());
  EXPECT_TRUE(Amount().is_zero());
}

TEST(AmountDeathTest, OverflowStopsTheProcessRatherThanInventMoney) {
  EXPECT_DEATH((void)(Amount(kMost) + Amount(1)), "overflowed");
  EXPECT_DEATH((void)(Amount(kLeast) - Amount(1)), "overflowed");
  EXPECT_DEATH((void)-Amount(kLeast), "overflowed");
}

TEST(Money, AddsOnlyItsOwnCurrency) {
  EXPECT_EQ(add(eur(5), eur(7)).value(), eur(12));
  EXPECT_EQ(subtract(eur(5), eur(7)).value(), eur(-2));
  const Money dollars{Amount(7), currency("USD")};
  EXPECT_EQ(add(eur(5), dollars).error(), MoneyError::CurrencyMismatch);
  EXPECT_EQ(subtract(eur(5), dollars).error(), MoneyError::CurrencyMismatch);
}

TEST(Money, SaysThatItOverflows) {
  EXPECT_EQ(add(eur(kMost), eur(1)).error(), MoneyError::Overflow);
  EXPECT_EQ(add(eur(kLeast), eur(-1)).error(), MoneyError::Overflow);
  EXPECT_EQ(subtract(eur(kLeast), eur(1)).error(), MoneyError::Overflow);
  EXPECT_EQ(subtract(eur(0), eur(kLeast)).error(), MoneyError::Overflow);
  EXPECT_EQ(add(eur(kMost), eur(kLeast)).value(), eur(-1));
}

TEST(Money, IsWrittenWithItsOwnDecimals) {
  EXPECT_EQ(to_string(eur(1230)), "12.30 EUR");
  EXPECT_EQ(to_string(eur(5)), "0.05 EUR");
  EXPECT_EQ(to_string(eur(-5)), "-0.05 EUR");
  EXPECT_EQ(to_string(eur(0)), "0.00 EUR");
  EXPECT_EQ(to_string({Amount(700), currency("JPY")}), "700 JPY");
  EXPECT_EQ(to_string({Amount(0), currency("JPY")}), "0 JPY");
  EXPECT_EQ(to_string({Amount(1005), currency("KWD")}), "1.005 KWD");
  EXPECT_EQ(to_string(eur(kLeast)), "-92233720368547758.08 EUR");
  EXPECT_EQ(to_string({Amount(7), Currency()}), "7");
}

TEST(Money, IsReadExactlyOrNotAtAll) {
  EXPECT_EQ(parse_amount("12.30", eur()), Amount(1230));
  EXPECT_EQ(parse_amount("12.3", eur()), Amount(1230));
  EXPECT_EQ(parse_amount("12", eur()), Amount(1200));
  EXPECT_EQ(parse_amount("0.05", eur()), Amount(5));
  EXPECT_EQ(parse_amount("700", currency("JPY")), Amount(700));
  EXPECT_EQ(parse_amount("1.005", currency("KWD")), Amount(1005));
  for (const char* text : {"", ".", "12.", ".30", "12.305", "-1", "+1", "1,000.00", " 1", "1 ",
                           "1e2", "0x1", "1.2.3", "one", "12.3O"}) {
    EXPECT_FALSE(parse_amount(text, eur())) << text;
  }
  EXPECT_FALSE(parse_amount("700.0", currency("JPY")));
  EXPECT_FALSE(parse_amount("1", Currency()));
}

TEST(Money, ReadsNoMoreThanOneEventMayCarry) {
  EXPECT_EQ(parse_amount("100000000.00", eur()), kEventAmountMax);
  EXPECT_FALSE(parse_amount("100000000.01", eur()));
  EXPECT_FALSE(parse_amount(std::string(500, '9'), eur()));
}

TEST(Money, IsReadAsItWasWritten) {
  test::for_each_seed(20, [](test::Random& random) {
    for (const char* code : {"EUR", "JPY", "KWD", "CLF"}) {
      const Money money{Amount(random.between(0, kEventAmountMax.minor())), currency(code)};
      const std::string text = to_string(money);
      EXPECT_EQ(parse_amount(text.substr(0, text.find(' ')), money.currency), money.amount) << text;
    }
  });
}

}  // namespace
}  // namespace perk

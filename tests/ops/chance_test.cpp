#include "ops/simulate/chance.h"

#include <set>

#include <gtest/gtest.h>

#include "ops/simulate/deck.h"
#include "ops/simulate/errand.h"

namespace perk::ops {
namespace {

TEST(Chance, ASeedMeansTheSameEverywhere) {
  Random chance(42);
  const Zipf zipf(1000);
  std::vector<std::size_t> picked;
  for (int i = 0; i < 8; ++i) picked.push_back(zipf.pick(chance));
  // Golden: xoshiro256** seeded by SplitMix64, and whole-number weights, on every compiler.
  EXPECT_EQ(picked, (std::vector<std::size_t>{612, 96, 3, 0, 8, 822, 1, 330}));
}

TEST(Zipf, AFewCardsAreUsedALotAndEveryCardIsUsed) {
  Random chance(1);
  const Zipf zipf(50);
  std::vector<int> times(50, 0);
  for (int i = 0; i < 100'000; ++i) ++times[zipf.pick(chance)];
  EXPECT_GT(times[0], 18'000);  // 1 / H(50) is 22.2%.
  EXPECT_LT(times[0], 26'000);
  EXPECT_GT(times[0], 8 * times[9]);
  for (const int count : times) EXPECT_GT(count, 0);
}

TEST(Busyness, TheMorningIsTheBusiestAndNoHourIsEmpty) {
  std::uint64_t most = 0;
  std::uint64_t at = 0;
  for (std::uint64_t done = 0; done <= 1000; ++done) {
    EXPECT_GT(busyness(done), 0U);
    EXPECT_LE(busyness(done), 1000U);
    if (busyness(done) > most) most = busyness(done), at = done;
  }
  EXPECT_LT(at, 300U);
  EXPECT_GE(most, 990U);
  EXPECT_EQ(busyness(5000), busyness(1000));
}

TEST(Deck, NumbersAreUniqueRepeatableAndReadableAsCardNumbers) {
  const Deck deck{7, "627550"};
  std::set<std::string> seen;
  for (std::size_t place = 0; place < 2'000; ++place) {
    const std::string number(card_number(deck, place).secret_digits());
    EXPECT_EQ(number.size(), number_length(deck));
    EXPECT_TRUE(seen.insert(number).second);
    EXPECT_EQ(number.substr(0, 6), "627550");
    EXPECT_TRUE(CardNumber::parse(number));
  }
  EXPECT_EQ(card_number(deck, 12), card_number(deck, 12));
  EXPECT_FALSE(check_deck({1, "12x4"}));
  EXPECT_FALSE(check_deck({1, "123"}));
}

TEST(Customers, OneCardIsNeverAtTwoTills) {
  Customers customers(5, 0, 1, {});
  Random chance(3);
  std::set<std::size_t> out;
  while (const auto visit = customers.next_visit(0, chance))
    EXPECT_TRUE(out.insert(visit->card).second);
  EXPECT_FALSE(out.empty());
  for (const std::size_t card : out) customers.went_home(card);
  EXPECT_TRUE(customers.next_visit(0, chance));
}

TEST(Customers, OnlyThievesUseClonedCards) {
  Customs customs;
  customs.thieves_per_mille = 1'000;
  Customers customers(5, 2, 1, customs);
  Random chance(3);
  EXPECT_EQ(customers.cards(), 7U);
  while (const auto visit = customers.next_visit(0, chance))
    EXPECT_FALSE(customers.is_cloned(visit->card));
  for (int visit = 0; visit < 20; ++visit)
    EXPECT_TRUE(customers.is_cloned(customers.next_theft(chance)->card));
  EXPECT_FALSE(Customers(5, 0, 1, customs).next_theft(chance));
}

TEST(Customers, ALowCardIsToppedUpFirst) {
  Customs customs;
  customs.forgets_top_up_per_mille = 0;
  Customers customers(1, 0, 1, customs);
  Random chance(3);
  EXPECT_TRUE(customers.next_visit(0, chance)->top_up);
  customers.went_home(0);
  customers.read_receipt(0, Amount(100'000));
  EXPECT_FALSE(customers.next_visit(0, chance)->top_up);
}

}  // namespace
}  // namespace perk::ops

// A run on cards: few wrong numbers at each shop, many in all.
#include "central/guess_watch.h"

#include <gtest/gtest.h>

namespace perk::test {
namespace {

using namespace central;

constexpr GuessWatchLimits kLimits{Millis(600'000), 100, 5};

TEST(GuessWatch, AddsUpWhatTheStoresSay) {
  GuessWatch watch(kLimits);
  for (std::uint64_t store = 1; store <= 4; ++store) watch.told(StoreId(store), 20, Instant(0));
  GuessesSeen seen = watch.look(Instant(0), 5);
  EXPECT_EQ(seen.recent, 80U);
  EXPECT_FALSE(seen.is_run);
  watch.told(StoreId(5), 21, Instant(0));
  seen = watch.look(Instant(0), 5);
  EXPECT_TRUE(seen.is_run);
  EXPECT_EQ(seen.most_at, StoreId(5));
  EXPECT_EQ(seen.most, 21U);
}

TEST(GuessWatch, ALargeChainMistypesMore) {
  GuessWatch watch(kLimits);
  for (std::uint64_t store = 1; store <= 100; ++store) watch.told(StoreId(store), 4, Instant(0));
  EXPECT_FALSE(watch.look(Instant(0), 100).is_run);
  EXPECT_TRUE(watch.look(Instant(0), 80).is_run);
}

TEST(GuessWatch, OneStoreAloneAlarmsNobodyElse) {
  GuessWatch watch(kLimits);
  watch.told(StoreId(1), ~std::uint64_t{0}, Instant(0));
  const GuessesSeen seen = watch.look(Instant(0), 5);
  EXPECT_FALSE(seen.is_run);
  EXPECT_EQ(seen.most_at, StoreId(1)) << "but it is shown";
}

TEST(GuessWatch, ARunIsOverAtHalfOfItAndWhatWasSaidIsForgotten) {
  GuessWatch watch(kLimits);
  watch.told(StoreId(1), 50, Instant(0));
  watch.told(StoreId(2), 50, Instant(100));
  EXPECT_TRUE(watch.look(Instant(100), 5).is_run);
  EXPECT_TRUE(watch.look(Instant(600'000), 5).is_run) << "a half of it is left";
  EXPECT_FALSE(watch.look(Instant(600'100), 5).is_run);
  EXPECT_EQ(watch.look(Instant(600'100), 5).recent, 0U);
}

}  // namespace
}  // namespace perk::test

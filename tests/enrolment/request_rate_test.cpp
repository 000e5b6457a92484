#include "central/enrol/request_rate.h"

#include <gtest/gtest.h>

namespace perk::central {
namespace {

constexpr Instant kStart(1'000'000);

int allowed(RequestRate& rate, const std::string& address, Instant now, int tries) {
  int count = 0;
  for (int at = 0; at < tries; ++at) count += rate.allows(address, now) ? 1 : 0;
  return count;
}

RequestRates rates() { return {{3, Millis(1'000)}, {5, Millis(500)}, 4}; }

TEST(RequestRate, AnAddressMayAskAFewTimesAtOnceThenSteadily) {
  RequestRate rate(rates());
  EXPECT_EQ(allowed(rate, "a", kStart, 10), 3);
  EXPECT_EQ(allowed(rate, "a", kStart + Millis(999), 10), 0);
  EXPECT_EQ(allowed(rate, "a", kStart + Millis(1'000), 10), 1);
  EXPECT_EQ(allowed(rate, "a", kStart + Millis(3'500), 10), 2);
  EXPECT_EQ(allowed(rate, "a", kStart + Millis(4'000), 10), 1) << "the half second counted";
}

TEST(RequestRate, AnAddressThatWaitedLongMayNotAskMoreOftenThanAtFirst) {
  RequestRate rate(rates());
  EXPECT_EQ(allowed(rate, "a", kStart, 10), 3);
  EXPECT_EQ(allowed(rate, "a", kStart + Millis(1'000'000), 10), 3);
}

TEST(RequestRate, AllTogetherMayAskOnlySoOften) {
  RequestRate rate(rates());
  EXPECT_EQ(allowed(rate, "a", kStart, 3) + allowed(rate, "b", kStart, 3), 5);
  EXPECT_EQ(allowed(rate, "c", kStart, 3), 0);
  EXPECT_EQ(allowed(rate, "c", kStart + Millis(500), 3), 1);
}

TEST(RequestRate, WhoIsTurnedAwayUsesUpNobodysTurn) {
  RequestRate rate(rates());
  EXPECT_EQ(allowed(rate, "a", kStart, 100), 3);
  EXPECT_EQ(allowed(rate, "b", kStart, 2), 2);
}

TEST(RequestRate, TimeThatGoesBackGivesNothing) {
  RequestRate rate(rates());
  EXPECT_EQ(allowed(rate, "a", kStart, 10), 3);
  EXPECT_EQ(allowed(rate, "a", Instant(0), 10), 0);
  EXPECT_EQ(allowed(rate, "a", kStart + Millis(1'000), 10), 1);
}

TEST(RequestRate, MemoryIsBoundedHoweverManyAddressesCome) {
  RequestRate rate({{1, Millis(1'000)}, {1'000'000, Millis(1)}, 4});
  int allowed_in_all = 0;
  for (int at = 0; at < 1'000; ++at)
    allowed_in_all += rate.allows(std::to_string(at), kStart) ? 1 : 0;
  EXPECT_EQ(rate.addresses(), 4U);
  EXPECT_EQ(allowed_in_all, 5) << "four of their own, and one for all the others";
  EXPECT_TRUE(rate.allows("late", kStart + Millis(1'000))) << "full buckets are forgotten";
  EXPECT_EQ(rate.addresses(), 1U);
}

}  // namespace
}  // namespace perk::central

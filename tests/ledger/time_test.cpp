#include "ledger/time.h"

#include <limits>

#include <gtest/gtest.h>

namespace perk {
namespace {

// Expected values come from `date -u -d @SECONDS`, not from the code under test.
TEST(WallTime, IsWrittenAsIso8601) {
  EXPECT_EQ(to_iso8601(WallTime(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(WallTime(1'795'256'100'123)), "2026-11-21T10:15:00.123Z");
  EXPECT_EQ(to_iso8601(WallTime(951'782'400'000)), "2000-02-29T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(WallTime(951'868'800'000)), "2000-03-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(WallTime(1'709'251'199'999)), "2024-02-29T23:59:59.999Z");
  EXPECT_EQ(to_iso8601(WallTime(1'735'689'599'000)), "2024-12-31T23:59:59.000Z");
  EXPECT_EQ(to_iso8601(WallTime(1'735'689'600'000)), "2025-01-01T00:00:00.000Z");
}

TEST(WallTime, KnowsThatMostCenturiesHaveNoLeapDay) {
  EXPECT_EQ(to_iso8601(WallTime(4'107'456'000'000)), "2100-02-28T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(WallTime(4'107'542'400'000)), "2100-03-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(WallTime(13'574'563'200'000)), "2400-02-29T00:00:00.000Z");
}

TEST(WallTime, OfAWrongClockIsStillWritten) {
  EXPECT_EQ(to_iso8601(WallTime(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_iso8601(WallTime(-62'135'596'800'000)), "0001-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(WallTime(253'402'300'799'999)), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(to_iso8601(WallTime(253'402'300'800'000)), "+10000-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601(WallTime(std::numeric_limits<std::int64_t>::max())),
            "+292278994-08-17T07:12:55.807Z");
  EXPECT_EQ(to_iso8601(WallTime(std::numeric_limits<std::int64_t>::min())),
            "-292275055-05-16T16:47:04.192Z");
}

TEST(Hlc, OrdersByMillisecondsThenByCounter) {
  const Hlc early = Hlc::from_parts(WallTime(5), 9);
  EXPECT_LT(early, Hlc::from_parts(WallTime(6), 0));
  EXPECT_LT(early, Hlc::from_parts(WallTime(5), 10));
  EXPECT_EQ(early.wall(), WallTime(5));
  EXPECT_EQ(early.logical(), 9);
}

}  // namespace
}  // namespace perk

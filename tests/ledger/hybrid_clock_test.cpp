#include "ledger/hybrid_clock.h"

#include <limits>

#include <gtest/gtest.h>

#include "tests/support/seeds.h"

namespace perk {
namespace {

constexpr WallTime kNoon{1'795'262'400'000};
constexpr Millis kMinute{60'000};

TEST(HybridClock, FollowsTheWallClockWhileItRunsForward) {
  HybridClock clock;
  EXPECT_EQ(clock.tick(kNoon), Hlc::from_parts(kNoon, 0));
  EXPECT_EQ(clock.tick(kNoon + Millis(5)), Hlc::from_parts(kNoon + Millis(5), 0));
}

TEST(HybridClock, CountsOnWhenTheWallClockStandsStillOrJumpsBack) {
  HybridClock clock;
  (void)clock.tick(kNoon);
  EXPECT_EQ(clock.tick(kNoon), Hlc::from_parts(kNoon, 1));
  EXPECT_EQ(clock.tick(kNoon + Millis(-3'600'000)), Hlc::from_parts(kNoon, 2));
}

TEST(HybridClock, CarriesWhenOneMillisecondHoldsTooManyEvents) {
  HybridClock clock;
  clock.resume_from(Hlc::from_parts(kNoon, 0xffff));
  EXPECT_EQ(clock.tick(kNoon), Hlc::from_parts(kNoon + Millis(1), 0));
}

TEST(HybridClock, GoesAheadOfWhatItHears) {
  HybridClock clock;
  const Hlc heard = Hlc::from_parts(kNoon + Millis(500), 3);
  EXPECT_EQ(clock.observe(heard, kNoon), HybridClock::Heard::Followed);
  EXPECT_GT(clock.tick(kNoon), heard);
}

TEST(HybridClock, ReportsAClockTooFarAheadAndDoesNotFollowIt) {
  HybridClock clock;
  (void)clock.tick(kNoon);
  const Hlc just_right = Hlc::from_parts(kNoon + kMinute, 0xffff);
  const Hlc absurd = Hlc::from_parts(kNoon + kMinute + Millis(1), 0);
  EXPECT_EQ(clock.observe(absurd, kNoon), HybridClock::Heard::TooFarAhead);
  EXPECT_EQ(clock.last(), Hlc::from_parts(kNoon, 0));
  EXPECT_EQ(clock.observe(just_right, kNoon), HybridClock::Heard::Followed);
  EXPECT_EQ(clock.last(), just_right);
}

TEST(HybridClock, IsNotPoisonedByTheLargestValueThereIs) {
  HybridClock clock;
  const Hlc largest(std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(clock.observe(largest, kNoon), HybridClock::Heard::TooFarAhead);
  EXPECT_EQ(clock.tick(kNoon), Hlc::from_parts(kNoon, 0));
}

TEST(HybridClock, ResumesAfterItsOwnLogWhateverTheWallClockSays) {
  HybridClock clock;
  const Hlc last = Hlc::from_parts(kNoon, 7);
  clock.resume_from(last);
  EXPECT_GT(clock.tick(WallTime(0)), last);
  clock.resume_from(Hlc(1));
  EXPECT_GT(clock.last(), last) << "resuming never goes back";
}

TEST(HybridClock, SurvivesAWallClockThatCannotBe) {
  HybridClock clock;
  const Hlc first = clock.tick(WallTime(std::numeric_limits<std::int64_t>::min()));
  const Hlc second = clock.tick(WallTime(std::numeric_limits<std::int64_t>::max()));
  EXPECT_LT(first, second);
  EXPECT_LT(second, clock.tick(WallTime(std::numeric_limits<std::int64_t>::max())));
  EXPECT_EQ(
      clock.observe(Hlc::from_parts(kNoon, 0), WallTime(std::numeric_limits<std::int64_t>::min())),
      HybridClock::Heard::TooFarAhead);
}

TEST(HybridClock, NeverRunsBackWhateverItReadsAndHears) {
  test::for_each_seed(20, [](test::Random& random) {
    HybridClock clock;
    Hlc last = clock.last();
    for (int i = 0; i < 200; ++i) {
      const WallTime wall = kNoon + Millis(random.between(-100'000, 100'000));
      const Hlc heard = Hlc::from_parts(kNoon + Millis(random.between(-200'000, 200'000)), 5);
      if (random.chance(50)) {
        const bool is_followed = clock.observe(heard, wall) == HybridClock::Heard::Followed;
        EXPECT_EQ(is_followed, heard.wall() - wall <= kMinute);
        EXPECT_TRUE(!is_followed || clock.last() >= heard);
        EXPECT_GE(clock.last(), last);
      } else {
        EXPECT_GT(clock.tick(wall), last);
      }
      last = clock.last();
    }
  });
}

}  // namespace
}  // namespace perk

#include "sync/asking.h"

#include <gtest/gtest.h>

namespace perk::sync {
namespace {

class RightsAsking : public testing::Test {
 protected:
  RightsAsking() { asking.connected(); }
  void wait(Millis time) { now = now + time; }
  /// A request that nobody answers within its deadline.
  void ask_in_vain() {
    const std::uint64_t number = asking.asked(now);
    wait(limits.deadline);
    EXPECT_EQ(asking.tick(now), std::vector{number});
  }
  void let_it_become_slow() {
    for (std::uint32_t time = 0; time < limits.timeouts_max; ++time) ask_in_vain();
  }

  AskingLimits limits;
  Asking asking{limits};
  Instant now{Instant() + Millis(1'000)};
};

TEST_F(RightsAsking, CustomersWaitForAQuickLine) {
  EXPECT_EQ(asking.mode(now), AskingMode::WithCustomer);
  const std::uint64_t number = asking.asked(now);
  EXPECT_EQ(number, 1u);
  wait(limits.deadline - Millis(1));
  EXPECT_TRUE(asking.answered(number, now));
  EXPECT_TRUE(asking.tick(now).empty());
  EXPECT_FALSE(asking.next_deadline());
}

TEST_F(RightsAsking, NobodyWaitsBeyondTheDeadline) {
  const std::uint64_t number = asking.asked(now);
  EXPECT_EQ(asking.next_deadline(), now + limits.deadline);
  wait(limits.deadline);
  EXPECT_FALSE(asking.answered(number, now)) << "too late is no answer";
  EXPECT_EQ(asking.tick(now), std::vector{number});
  EXPECT_FALSE(asking.answered(number, now));
}

TEST_F(RightsAsking, ASlowLineIsAskedNoMore) {
  let_it_become_slow();
  EXPECT_TRUE(asking.is_slow());
  EXPECT_EQ(asking.mode(now), AskingMode::AsProbe);
  const std::uint64_t probe = asking.asked(now);
  EXPECT_EQ(asking.mode(now), AskingMode::NotNow);
  wait(limits.deadline);
  EXPECT_EQ(asking.tick(now), std::vector{probe});
  EXPECT_EQ(asking.mode(now), AskingMode::NotNow) << "a probe in vain leaves it slow";
}

TEST_F(RightsAsking, AProbeAnsweredInTimeEndsTheSilence) {
  let_it_become_slow();
  const std::uint64_t probe = asking.asked(now);
  wait(Millis(20));
  EXPECT_TRUE(asking.answered(probe, now));
  EXPECT_EQ(asking.mode(now), AskingMode::WithCustomer);
}

TEST_F(RightsAsking, AProbeIsSentOnceInAWhile) {
  let_it_become_slow();
  static_cast<void>(asking.asked(now));
  wait(limits.probe_every - Millis(1));
  EXPECT_EQ(asking.mode(now), AskingMode::NotNow);
  wait(Millis(1));
  EXPECT_EQ(asking.mode(now), AskingMode::AsProbe);
}

TEST_F(RightsAsking, AnAnswerBetweenTwoTimeoutsStartsTheCountAnew) {
  for (int time = 0; time < 5; ++time) {
    ask_in_vain();
    EXPECT_TRUE(asking.answered(asking.asked(now), now));
  }
  EXPECT_FALSE(asking.is_slow());
}

TEST_F(RightsAsking, ALineThatGoesFreesWhoWaited) {
  const std::uint64_t first = asking.asked(now);
  const std::uint64_t second = asking.asked(now);
  EXPECT_EQ(asking.disconnected(), (std::vector{first, second}));
  EXPECT_EQ(asking.mode(now), AskingMode::NotNow);
  asking.connected();
  EXPECT_EQ(asking.asked(now), 1u) << "numbers are dense from 1 on each connection";
}

/// A flapping line must not make customers wait anew each time it is back.
TEST_F(RightsAsking, ANewConnectionIsAsSlowAsTheLastWas) {
  let_it_become_slow();
  static_cast<void>(asking.disconnected());
  asking.connected();
  EXPECT_EQ(asking.mode(now), AskingMode::AsProbe);
}

TEST_F(RightsAsking, ANumberNeverAskedIsNoAnswer) { EXPECT_FALSE(asking.answered(7, now)); }

}  // namespace
}  // namespace perk::sync

#include "tests/sync/two_ends.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/seeds.h"

namespace perk::test {
namespace {

constexpr Millis kTroubled{20'000};

TEST(TwoEndsOfALine, KeepEveryPromiseAndConvergeWhateverBreaks) {
  for_each_seed(150, [](Random& random) {
    TwoEnds world(random, SinkHonesty::SaysWhatIsDurable);
    world.live_through(kTroubled);
    EXPECT_THAT(world.violations(), ::testing::IsEmpty());
    EXPECT_TRUE(world.has_converged());
  });
}

// The planted bug: head office acknowledges what it has written but not yet made durable. It converges
// all the same (the cursor is the receiver's), so only the promise of the Ack itself gives it away.
TEST(TwoEndsOfALine, AnAckBeforeDurabilityIsCaughtByItsPromiseThoughAllConverges) {
  for_each_seed(20, [](Random& random) {
    TwoEnds world(random, SinkHonesty::SaysWhatIsWritten);
    world.live_through(kTroubled);
    EXPECT_THAT(world.violations(), ::testing::Contains(::testing::HasSubstr("not durable there")));
    EXPECT_TRUE(world.has_converged());
  });
}

}  // namespace
}  // namespace perk::test

// The recovered log holds everything acknowledged, and nothing that was said not to have happened: the real
// SQLite journal, with a fault at each of its calls to the disk in turn.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulation/disk/faulty_shop.h"
#include "tests/support/seeds.h"

namespace perk::test {
namespace {

using ::testing::IsEmpty;
using Effect = DiskFault::Effect;
using Lasting = DiskFault::Lasting;

constexpr int kSteps = 9;
constexpr int kCommitsBeforeACheckpoint = 500;  // As SqliteJournal::housekeep() has it.

/// A life of a shop with `fault` set when it begins. True: the fault was met.
bool live(FaultyShop& shop, const DiskFault& fault) {
  shop.disk().set_faults({fault});
  if (shop.start() && shop.run(kSteps)) shop.finish();
  return shop.hits() > 0;
}

/// The same with a checkpoint beside the sales, and the fault from there on.
bool live_through_a_checkpoint(FaultyShop& shop, const DiskFault& fault) {
  EXPECT_TRUE(shop.start() && shop.commit_many(kCommitsBeforeACheckpoint));
  shop.disk().set_faults({fault});
  shop.housekeep();
  if (shop.commit_one() && shop.commit_one()) shop.finish();
  return shop.hits() > 0;
}

struct FaultCase {
  std::string name;
  DiskFault fault;
  std::uint64_t stride = 1;  // Calls from one life's fault to the next one's.
};
void PrintTo(const FaultCase& each, std::ostream* out) { *out << each.name; }

/// Lives one life for each n, with the fault at the nth call, until one passes without it.
template <typename Life>
void at_every_call(std::uint64_t seed, const FaultCase& each, Life life) {
  DiskFault fault = each.fault;
  for (bool was_met = true; was_met && !::testing::Test::HasFailure(); fault.nth += each.stride) {
    SCOPED_TRACE("with the fault at call " + std::to_string(fault.nth));
    FaultyShop shop(seed);
    was_met = life(shop, fault);
    EXPECT_THAT(shop.broken_promises_after_power_loss(fault.effect == Effect::PowerCut ? 1 : 0),
                IsEmpty());
  }
}

const std::vector<FaultCase>& all_cases() {
  static const std::vector<FaultCase> cases{
      {"PowerCut", {DiskCall::Any, 1, Effect::PowerCut}},
      {"Error", {DiskCall::Any, 1, Effect::Io}},
      {"ErrorsFromThenOn", {DiskCall::Any, 1, Effect::Io, Lasting::FromThenOn}, 3},
      {"Full", {DiskCall::Write, 1, Effect::Full}},
      {"FullFromThenOn", {DiskCall::Write, 1, Effect::Full, Lasting::FromThenOn}, 3},
      {"SyncDrops", {DiskCall::Sync, 1, Effect::SyncDrops}},
      {"SyncsDropFromThenOn", {DiskCall::Sync, 1, Effect::SyncDrops, Lasting::FromThenOn}}};
  return cases;
}

class RecoveredLog : public ::testing::TestWithParam<FaultCase> {};

TEST_P(RecoveredLog, HoldsEverythingAcknowledgedWhicheverCallFails) {
  for_each_seed(1, [](Random& random) { at_every_call(random.next(), GetParam(), live); });
}

TEST_P(RecoveredLog, HoldsEverythingAcknowledgedWhicheverCallOfACheckpointFails) {
  for_each_seed(1, [](Random& random) {
    at_every_call(random.next(), GetParam(), live_through_a_checkpoint);
  });
}

INSTANTIATE_TEST_SUITE_P(Faults, RecoveredLog, ::testing::ValuesIn(all_cases()),
                         [](const auto& each) { return each.param.name; });

/// Whether a disk that lies about the syncs of such files is caught by a life without any other fault.
bool is_caught(const std::string& name_end) {
  bool is_caught = false;
  for_each_seed(2, [&](Random& random) {
    FaultyShop shop(random.next());
    shop.disk().lie_about_syncs_of(name_end);
    EXPECT_FALSE(live(shop, {DiskCall::Any, UINT64_MAX, Effect::Io}));
    is_caught = is_caught || !shop.broken_promises_after_power_loss(3).empty();
  });
  return is_caught;
}

TEST(RecoveredLogCatches, ADiskThatReportsSyncsItDidNotDo) { EXPECT_TRUE(is_caught("")); }

TEST(RecoveredLogCatches, ADiskThatSyncsOnlyTheDatabase) { EXPECT_TRUE(is_caught("-wal")); }

TEST(RecoveredLogCatches, ADiskThatSyncsOnlyTheWriteAheadLog) { EXPECT_TRUE(is_caught(".db")); }

TEST(RecoveredLogCatches, NothingOnAnHonestDisk) { EXPECT_FALSE(is_caught("no such file")); }

}  // namespace
}  // namespace perk::test

// PostgreSQL is killed in the middle of appends, and comes back: nothing that was reported is lost,
// nothing is doubled, and everything that was sent is there in the end.
#include <atomic>
#include <condition_variable>
#include <set>

#include <gtest/gtest.h>

#include "central/appender.h"
#include "central/postgres/postgres_backend.h"
#include "sync/crypto/hash_chain.h"
#include "tests/central/central_builders.h"
#include "tests/support/manual_clock.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

constexpr std::uint64_t kStores = 3;
constexpr std::uint64_t kEventsEach = 600;
constexpr std::uint64_t kBatch = 20;

class Acknowledgements {
 public:
  central::OnDurable next() {
    return [this](const auto& outcome) {
      EXPECT_TRUE(outcome) << outcome.error().sentence;
      const std::scoped_lock lock(mutex_);
      ++count_;
      changed_.notify_all();
    };
  }
  void wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t count_ = 0;
};

void check_shards(central::EventStore& store) {
  std::set<EventId> seen;
  const auto ends = store.shard_ends();
  for (const auto& end : ends.value()) {
    Digest hash = sync::shard_genesis(Epoch(1), end.shard);
    std::uint64_t position = 0;
    const auto events = store.read_shard(end.shard, Position(), 100'000);
    for (const auto& event : events.value()) {
      EXPECT_EQ(event.position, Position(++position));
      EXPECT_TRUE(seen.insert(event.id).second) << to_string(event.id) << " is there twice";
      hash = sync::shard_link(hash, event.position, event.id, event.bytes);
    }
    EXPECT_EQ(end.position, Position(position));
    EXPECT_EQ(end.hash, hash);
  }
  EXPECT_EQ(seen.size(), kStores * kEventsEach);
}

TEST(PostgresCrash, KilledInMidAppendNothingIsLostOrDoubled) {
  PrivatePostgres postgres;
  central::PostgresBackend backend(postgres.conninfo());
  ASSERT_TRUE(backend.initialise(euro_chain(), number_key(), kMorning));
  std::vector<StoreLog> logs;
  for (std::uint64_t store = 1; store <= kStores; ++store) {
    StoreLog& log = logs.emplace_back(store);
    for (std::uint64_t sale = 0; sale < kEventsEach; ++sale) {
      log.append(value_loaded(card(sale % 7), 100));
    }
    ASSERT_TRUE(backend.events().register_incarnation(log.store(), log.origin(), kMorning));
  }

  const ManualClock clock;
  Acknowledgements acknowledged;
  const std::size_t batches = kStores * kEventsEach / kBatch;
  central::AppenderSettings settings;
  settings.group_events_max = kBatch;
  settings.retry_first = std::chrono::milliseconds(5);
  {
    central::Appender appender(
        backend.events(), clock, settings, [](const central::ShardEnd&) {},
        [](const std::string&) {});
    for (const StoreLog& log : logs) {
      const auto lane = central::Appender::open_lane();
      for (std::uint64_t after = 0; after < kEventsEach; after += kBatch) {
        appender.submit(lane,
                        central::take_in(log.held(after), euro_chain(),
                                         log.batch(after, after + kBatch), kMorning)
                            .value(),
                        acknowledged.next());
      }
    }
    for (const std::size_t share : {8U, 4U, 2U}) {
      acknowledged.wait_for(batches / share);
      postgres.kill();
      postgres.start();
    }
    acknowledged.wait_for(batches);
  }
  check_shards(backend.events());
  for (const StoreLog& log : logs) {
    const auto progress = backend.events().progress(log.origin()).value();
    EXPECT_EQ(progress->through, log.end());
    EXPECT_EQ(progress->hash, log.hash_at(kEventsEach));
  }
}

}  // namespace
}  // namespace perk::test

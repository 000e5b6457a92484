// Nothing is reported before it is durable, and nothing is lost or doubled whatever the database does.
#include "central/appender.h"

#include <condition_variable>

#include <gtest/gtest.h>

#include "central/memory/memory_event_store.h"
#include "tests/central/central_builders.h"
#include "tests/central/flaky_event_store.h"
#include "tests/support/manual_clock.h"

namespace perk::test {
namespace {

using central::Appender;
using Reported = Result<sync::Durable, sync::AppendFailure>;

/// What the appender reported, in order; to be waited for.
class Reports {
 public:
  central::OnDurable next() {
    return [this](const Reported& outcome) {
      const std::scoped_lock lock(mutex_);
      outcomes_.push_back(outcome);
      arrived_.notify_all();
    };
  }
  std::vector<Reported> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return outcomes_.size() >= count; });
    return outcomes_;
  }
  std::size_t count() {
    const std::scoped_lock lock(mutex_);
    return outcomes_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Reported> outcomes_;
};

class AppenderTest : public ::testing::Test {
 protected:
  AppenderTest() {
    for (const StoreLog* log : {&harbour_, &station_}) {
      EXPECT_TRUE(memory_.register_incarnation(log->store(), log->origin(), kMorning).value());
    }
  }

  std::unique_ptr<Appender> open() {
    return std::make_unique<Appender>(
        store_, clock_, settings_, [](const central::ShardEnd&) {}, [](const std::string&) {});
  }
  static central::TakenIn taken(const StoreLog& log, std::uint64_t after, std::uint64_t through) {
    return central::take_in(log.held(after), euro_chain(), log.batch(after, through), kMorning)
        .value();
  }
  std::size_t events_in_all_shards() {
    const auto ends = memory_.shard_ends();
    std::size_t count = 0;
    for (const auto& end : ends.value()) count += end.position.value();
    return count;
  }
  Seq held(const StoreLog& log) { return memory_.progress(log.origin()).value()->through; }

  static StoreLog sales(std::uint64_t number) {
    StoreLog log(number);
    for (std::uint64_t sale = 0; sale < 12; ++sale) log.append(value_loaded(card(sale % 6), 100));
    return log;
  }

  StoreLog harbour_ = sales(1), station_ = sales(2);
  central::MemoryEventStore memory_{euro_chain(), {number_key()}};
  FlakyEventStore store_{memory_};
  ManualClock clock_;
  central::AppenderSettings settings_{.threads = 4,
                                      .group_events_max = 100,
                                      .waiting_events_max = 1'000,
                                      .retry_first = std::chrono::milliseconds(1),
                                      .retry_max = std::chrono::milliseconds(2)};
  Reports reports_;
};

TEST_F(AppenderTest, ReportsABatchOnceAllOfItIsDurable) {
  const auto appender = open();
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 12), reports_.next());
  const auto outcome = reports_.wait_for(1).at(0);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome.value().through(), sync::FeedIndex(12));
  EXPECT_EQ(outcome.value().hash(), harbour_.hash_at(12));
  EXPECT_EQ(events_in_all_shards(), 12U);
  EXPECT_EQ(held(harbour_), Seq(12));
}

TEST_F(AppenderTest, ReportsTheBatchesOfALaneInOrder) {
  const auto appender = open();
  const auto lane = Appender::open_lane();
  for (std::uint64_t after = 0; after < 12; after += 2) {
    appender->submit(lane, taken(harbour_, after, after + 2), reports_.next());
  }
  const auto outcomes = reports_.wait_for(6);
  for (std::size_t i = 0; i < 6; ++i) {
    ASSERT_TRUE(outcomes[i]);
    EXPECT_EQ(outcomes[i].value().through(), sync::FeedIndex(2 * (i + 1)));
  }
}

TEST_F(AppenderTest, WaitsWhileTheDatabaseIsAway) {
  std::atomic<int> failures{20};
  store_.set_append_fate([&](const auto&) -> std::optional<StorageFailure> {
    return failures-- > 0 ? std::optional(StorageFailure::Retry) : std::nullopt;
  });
  const auto appender = open();
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 12), reports_.next());
  ASSERT_TRUE(reports_.wait_for(1).at(0));
  EXPECT_EQ(events_in_all_shards(), 12U);
}

TEST_F(AppenderTest, AnUnknownOutcomeIsAskedAgainAndNeverDoubled) {
  std::atomic<int> unknown{10};
  store_.set_append_fate([&](const auto&) -> std::optional<StorageFailure> {
    return unknown-- > 0 ? std::optional(StorageFailure::OutcomeUnknown) : std::nullopt;
  });
  const auto appender = open();
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 12), reports_.next());
  ASSERT_TRUE(reports_.wait_for(1).at(0));
  EXPECT_EQ(events_in_all_shards(), 12U);
}

TEST_F(AppenderTest, NothingIsReportedBeforeProgressIsWritten) {
  store_.set_progress_failure(StorageFailure::Retry);
  const auto appender = open();
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 12), reports_.next());
  while (events_in_all_shards() < 12) std::this_thread::yield();
  EXPECT_EQ(reports_.count(), 0U);
  store_.set_progress_failure(std::nullopt);
  ASSERT_TRUE(reports_.wait_for(1).at(0));
}

TEST_F(AppenderTest, KilledBetweenAppendAndAckItHoldsEverythingOnceAfterAResend) {
  store_.set_progress_failure(StorageFailure::Retry);
  auto appender = open();
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 12), reports_.next());
  while (events_in_all_shards() < 12) std::this_thread::yield();
  appender.reset();
  EXPECT_EQ(held(harbour_), Seq(0));

  store_.set_progress_failure(std::nullopt);
  Reports after_restart;
  appender = open();
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 12), after_restart.next());
  ASSERT_TRUE(after_restart.wait_for(1).at(0));
  EXPECT_EQ(events_in_all_shards(), 12U);
  EXPECT_EQ(held(harbour_), Seq(12));
}

TEST_F(AppenderTest, AFailedBatchFailsAllThatContinueIt) {
  StoreLog other(1);  // Another history of the same log.
  for (int sale = 0; sale < 12; ++sale) other.append(value_loaded(card(1), 700));
  const auto appender = open();
  appender->submit(Appender::open_lane(), taken(other, 0, 1), reports_.next());
  ASSERT_TRUE(reports_.wait_for(1).at(0));
  // The first event of the log's own history is on another card's shard, but for event 2 on card 1.
  StoreLog forked(1);
  forked.append(value_loaded(card(1), 701));
  for (int sale = 0; sale < 11; ++sale) forked.append(value_loaded(card(2), 100));
  const auto lane = Appender::open_lane();
  appender->submit(lane, taken(forked, 0, 1), reports_.next());
  appender->submit(lane, taken(forked, 1, 12), reports_.next());
  const auto outcomes = reports_.wait_for(3);
  EXPECT_FALSE(outcomes[1]);
  EXPECT_FALSE(outcomes[2]);
  EXPECT_EQ(held(harbour_), Seq(1));
  // Nothing of the other history was stored: what continues a refused batch is not even tried.
  EXPECT_TRUE(memory_.read_card(card(2)).value().empty());
}

TEST_F(AppenderTest, OneStoresBadBatchDoesNotFailAnothers) {
  // Both are gathered into one group: the appender's only thread is held up until both wait.
  settings_.threads = 1;
  std::atomic<bool> both_wait{false};
  store_.set_append_fate([&](const auto&) -> std::optional<StorageFailure> {
    return both_wait ? std::nullopt : std::optional(StorageFailure::Retry);
  });
  StoreLog forked(1);
  forked.append(value_loaded(card(1), 999));
  ASSERT_TRUE(memory_.append(
      {Shard(1), {arrived(value_loaded(card(1), 1).recorded(harbour_.origin(), 1))}}, kMorning));
  const auto appender = open();
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 1), [](const auto&) {});
  appender->submit(Appender::open_lane(), taken(forked, 0, 1), reports_.next());
  appender->submit(Appender::open_lane(), taken(station_, 0, 12), reports_.next());
  both_wait = true;
  const auto outcomes = reports_.wait_for(2);
  EXPECT_NE(outcomes[0].has_value(), outcomes[1].has_value());
  EXPECT_EQ(held(station_), Seq(12));
}

TEST_F(AppenderTest, WhatIsSetAsideIsKeptBeforeItIsReported) {
  StoreLog log(1);
  log.append_bytes({0xff});
  const auto appender = open();
  appender->submit(Appender::open_lane(), taken(log, 0, 1), reports_.next());
  ASSERT_TRUE(reports_.wait_for(1).at(0));
  EXPECT_EQ(memory_.quarantined(0, 10).value().size(), 1U);
  EXPECT_EQ(held(log), Seq(1));
  EXPECT_EQ(events_in_all_shards(), 0U);
}

// Without threads: whoever calls work_once() is the appender.
class SteppedAppenderTest : public AppenderTest {
 protected:
  SteppedAppenderTest() { settings_.threads = 0; }
  static std::size_t work_off(Appender& appender) {
    std::size_t steps = 0;
    while (appender.work_once()) ++steps;
    return steps;
  }
};

TEST_F(SteppedAppenderTest, NothingHappensButInSteps) {
  const auto appender = open();
  EXPECT_FALSE(appender->work_once());
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 12), reports_.next());
  EXPECT_EQ(events_in_all_shards(), 0U);
  EXPECT_EQ(work_off(*appender), 5U) << "four shards, then the progress";
  ASSERT_EQ(reports_.count(), 1U);
  EXPECT_EQ(held(harbour_), Seq(12));
}

TEST_F(SteppedAppenderTest, WhatTheDatabaseDoesNotTakeStaysQueuedInItsOrder) {
  for (const auto failure : {StorageFailure::Retry, StorageFailure::OutcomeUnknown}) {
    const StoreLog& log = failure == StorageFailure::Retry ? harbour_ : station_;
    store_.set_append_fate([&](const auto&) { return std::optional(failure); });
    const auto appender = open();
    const auto lane = Appender::open_lane();
    Reports reports;
    for (std::uint64_t after = 0; after < 12; after += 3)
      appender->submit(lane, taken(log, after, after + 3), reports.next());
    for (int attempt = 0; attempt < 10; ++attempt) EXPECT_FALSE(appender->work_once());
    EXPECT_EQ(appender->events_waiting(), 12U);
    store_.set_append_fate(nullptr);
    work_off(*appender);
    ASSERT_EQ(reports.count(), 4U);
    const auto outcomes = reports.wait_for(4);
    for (std::size_t i = 0; i < 4; ++i) {
      ASSERT_TRUE(outcomes[i]);
      EXPECT_EQ(outcomes[i].value().through(), sync::FeedIndex(3 * (i + 1)));
    }
  }
  EXPECT_EQ(events_in_all_shards(), 24U);
}

TEST_F(SteppedAppenderTest, ProgressThatIsNotWrittenIsNotReportedAndWrittenLater) {
  store_.set_progress_failure(StorageFailure::Retry);
  const auto appender = open();
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 12), reports_.next());
  appender->submit(Appender::open_lane(), taken(station_, 0, 12), reports_.next());
  work_off(*appender);
  EXPECT_EQ(reports_.count(), 0U);
  EXPECT_EQ(events_in_all_shards(), 24U);
  store_.set_progress_failure(std::nullopt);
  work_off(*appender);
  EXPECT_EQ(reports_.count(), 2U);
  EXPECT_EQ(held(station_), Seq(12));
}

TEST_F(SteppedAppenderTest, OneStoresBadBatchDoesNotFailAnothersAlsoWhenItIsHeldUpMidway) {
  StoreLog forked(1);
  forked.append(value_loaded(card(1), 999));
  ASSERT_TRUE(memory_.append(
      {shard_of(card(1), 4), {arrived(value_loaded(card(1), 1).recorded(harbour_.origin(), 1))}},
      kMorning));
  // Together, then the bad one alone, then the good one: which the database does not take just then.
  std::size_t asked = 0;
  StoreLog good(2);
  good.append(value_loaded(card(1), 100));
  store_.set_append_fate([&](const auto&) {
    return ++asked == 3 ? std::optional(StorageFailure::Retry) : std::nullopt;
  });
  const auto appender = open();
  Reports bad;
  appender->submit(Appender::open_lane(), taken(forked, 0, 1), bad.next());
  appender->submit(Appender::open_lane(), taken(good, 0, 1), reports_.next());
  EXPECT_FALSE(appender->work_once());
  work_off(*appender);
  ASSERT_EQ(bad.count() + reports_.count(), 2U);
  EXPECT_FALSE(bad.wait_for(1).at(0));
  EXPECT_TRUE(reports_.wait_for(1).at(0));
  EXPECT_EQ(held(station_), Seq(1));
}

TEST_F(AppenderTest, TooMuchWaitingIsRefusedAsBusy) {
  settings_.waiting_events_max = 10;
  store_.set_append_fate([](const auto&) { return std::optional(StorageFailure::Retry); });
  const auto appender = open();
  appender->submit(Appender::open_lane(), taken(harbour_, 0, 12), reports_.next());
  Reports second;
  appender->submit(Appender::open_lane(), taken(station_, 0, 12), second.next());
  store_.set_append_fate(nullptr);
  const auto outcome = second.wait_for(1).at(0);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, sync::RefusalCode::Busy);
}

}  // namespace
}  // namespace perk::test

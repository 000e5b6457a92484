// The one way into the event store for stores' events. Gathers batches of all connections into one
// group for each shard and appends the groups on a few threads; then writes how far each log is held;
// only then is a batch Durable, and may be acknowledged.
//
// While the database is away it waits and tries again with the same event ids, for as long as it takes:
// nothing is lost or doubled, stores notice nothing but lag. A repeat of what is held changes nothing.
// Owns its threads; without any, whoever calls work_once() is the appender (the simulator). All public
// functions are safe from any thread, and only work_once() blocks on the database.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "central/append_queue.h"
#include "central/event_store.h"
#include "ledger/clock.h"

namespace perk::central {

struct AppenderSettings {
  std::size_t threads = 4;                     ///< 0: it is driven by work_once().
  std::size_t group_events_max = 1'000;        ///< Gathered into one transaction, about.
  std::size_t waiting_events_max = 500'000;    ///< Beyond it a batch is refused: Busy.
  std::chrono::milliseconds retry_first{50};   ///< Doubled with each failure in a row ...
  std::chrono::milliseconds retry_max{2'000};  ///< ... up to this.
};

class Appender {
 public:
  /// A shard has grown, durably, to this end. On one of the appender's threads, or in work_once().
  using OnGrew = std::function<void(const ShardEnd&)>;
  /// One line for each change between working and failing; any thread.
  using Say = std::function<void(const std::string&)>;

  Appender(EventStore& store, const Clock& clock, AppenderSettings settings, OnGrew on_grew,
           Say say);
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;
  /// Waits for the transactions under way. What else waits is dropped, perhaps unreported: it was not
  /// acknowledged, so it will come again.
  ~Appender();

  /// One for each connection: what is submitted in a lane is reported in order.
  [[nodiscard]] static std::shared_ptr<AppendLane> open_lane();
  /// `done` is called once, on one of the appender's threads or in work_once().
  void submit(std::shared_ptr<AppendLane> lane, TakenIn taken, OnDurable done);

  /// For who drives an appender without threads, on one thread of his own: does one piece of what waits
  /// (one shard's group, or the progress of all that is through) and never waits itself. False: there was
  /// nothing to do, or the database is away or did not say what it did; then it stays queued for a later call.
  bool work_once();

  [[nodiscard]] std::size_t events_waiting() const;

 private:
  /// None: the database is away, and it is not waited for (no threads, or stopping); it stays queued.
  using Outcome = std::optional<Result<Done, sync::AppendFailure>>;

  void run();
  [[nodiscard]] bool has_work() const;
  [[nodiscard]] bool work(std::unique_lock<std::mutex>& lock);
  void append_to_shard(ShardWork& work);
  void settle();
  [[nodiscard]] bool settle_alone(const std::shared_ptr<Submission>& submission);
  [[nodiscard]] Outcome write_progress(const Submissions& whole);
  [[nodiscard]] Outcome append(const ShardGroup& group);
  /// Does it until it is done or failed for good. None: not now, as above.
  template <typename Attempt>
  auto insist(Attempt attempt) -> std::optional<decltype(attempt())>;
  [[nodiscard]] bool wait_to_retry(std::chrono::milliseconds delay);
  void note_failure(const StorageError& error);
  void note_success();

  EventStore& store_;
  const Clock& clock_;
  const AppenderSettings settings_;
  const OnGrew on_grew_;
  const Say say_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  AppendQueue queue_;
  Submissions settling_;  // Of whoever set is_settling_; else what was not settled then.
  bool is_settling_ = false;
  bool is_stopping_ = false;
  bool is_failing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace perk::central

// The one way into the event store for stores' events. Gathers batches of all connections into one
// group for each shard and appends the groups on a few threads; then writes how far each log is held;
// only then is a batch Durable, and may be acknowledged.
//
// While the database is away it waits and tries again with the same event ids, for as long as it takes:
// nothing is lost or doubled, stores notice nothing but lag. A repeat of what is held changes nothing.
// Owns its threads. All public functions are safe from any thread and never block on the database.
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
  std::size_t threads = 4;
  std::size_t group_events_max = 1'000;        ///< Gathered into one transaction, about.
  std::size_t waiting_events_max = 500'000;    ///< Beyond it a batch is refused: Busy.
  std::chrono::milliseconds retry_first{50};   ///< Doubled with each failure in a row ...
  std::chrono::milliseconds retry_max{2'000};  ///< ... up to this.
};

class Appender {
 public:
  /// A shard has grown, durably, to this end. On one of the appender's threads.
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
  /// `done` is called once, on one of the appender's threads; or at once, if too much waits.
  void submit(std::shared_ptr<AppendLane> lane, TakenIn taken, OnDurable done);

  [[nodiscard]] std::size_t events_waiting() const;

 private:
  void run();
  void do_shard_work(const ShardWork& work);
  using Submissions = std::vector<std::shared_ptr<Submission>>;
  void settle(const Submissions& settled);
  void settle_alone(const std::shared_ptr<Submission>& submission);
  [[nodiscard]] std::optional<sync::AppendFailure> write_progress(const Submissions& whole);
  [[nodiscard]] std::optional<sync::AppendFailure> append(const ShardGroup& group);
  /// Does it until it is done, failed for good, or the appender is told to stop (none).
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
  bool is_settling_ = false;
  bool is_stopping_ = false;
  bool is_failing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace perk::central

// Keeps the live projections up with the log. Owns one thread between start() and stop(); without
// them, whoever calls run_pass() is the runner (tests, the simulator).
//
// Woken when a shard has grown, and looks by itself now and then. While the database is away it waits and
// tries again. A shard that a projection's store refuses for good holds up nobody else: it is passed over,
// shown, and tried again later. Several runners, also in several processes, do no harm: the checkpoints decide.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "central/projections/checkpoint_board.h"
#include "central/projections/folder.h"
#include "central/projections/stuck_shards.h"

namespace perk::central {

struct RunnerSettings {
  std::chrono::milliseconds poll{250};   ///< Looks for itself this often.
  std::chrono::milliseconds retry{500};  ///< After a failure.
};

class ProjectionRunner {
 public:
  /// `say` gets one line for each change between working and failing, of the whole and of each shard
  /// of each projection; any thread.
  using Say = std::function<void(const std::string&)>;
  ProjectionRunner(EventStore& events, ProjectionStore& projections, CheckpointBoard& board,
                   RunnerSettings settings, Say say);
  ~ProjectionRunner();
  ProjectionRunner(const ProjectionRunner&) = delete;
  ProjectionRunner& operator=(const ProjectionRunner&) = delete;

  void start();
  /// Returns when the step in progress is done. Repeating it does nothing.
  void stop();
  /// There may be something to fold. Never blocks; any thread.
  void wake();

  /// One step for every shard of every projection that lags. Returns how many events were folded (each
  /// counts once for each projection); 0 when all is folded that can be. The error is one of the whole
  /// database: Retry or OutcomeUnknown, or that it refuses to say how far the shards and projections are.
  [[nodiscard]] Stored<std::size_t> run_pass();

  /// What is passed over at present, and why; any thread.
  [[nodiscard]] std::vector<StuckShard> stuck() const { return stuck_.all(); }

  /// While it lives, no step begins: for the moment of a swap.
  [[nodiscard]] std::unique_lock<std::mutex> pause() { return std::unique_lock(step_); }

 private:
  void run();
  void wait(std::chrono::milliseconds longest);
  void note_failure(const StorageError& error);
  void note_success();
  [[nodiscard]] Stored<std::size_t> advance(const ProjectionStatus& status, const ShardEnd& end);
  [[nodiscard]] Stored<std::size_t> fold_on(const ProjectionId& projection, Shard shard,
                                            Position from);
  [[nodiscard]] std::size_t pass_over(const StuckShard& stuck);

  ProjectionStore& store_;
  EventStore& events_;
  CheckpointBoard& board_;
  const RunnerSettings settings_;
  const Say say_;
  Folder folder_;
  StuckShards stuck_;
  bool is_failing_ = false;

  std::mutex step_;  // Held during each step.
  std::mutex mutex_;
  std::condition_variable woken_;
  bool awake_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace perk::central

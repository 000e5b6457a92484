#include "central/projections/projection_runner.h"

namespace perk::central {

ProjectionRunner::ProjectionRunner(EventStore& events, ProjectionStore& projections,
                                   CheckpointBoard& board, RunnerSettings settings, Say say)
    : store_(projections),
      events_(events),
      board_(board),
      settings_(settings),
      say_(std::move(say)),
      folder_(events, projections) {}

ProjectionRunner::~ProjectionRunner() { stop(); }

void ProjectionRunner::start() {
  thread_ = std::thread([this] { run(); });
}

void ProjectionRunner::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ProjectionRunner::wake() {
  {
    const std::scoped_lock lock(mutex_);
    awake_ = true;
  }
  woken_.notify_all();
}

void ProjectionRunner::wait(std::chrono::milliseconds longest) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, longest, [this] { return awake_ || stopping_; });
  awake_ = false;
}

void ProjectionRunner::run() {
  const auto is_stopping = [this] {
    const std::scoped_lock lock(mutex_);
    return stopping_;
  };
  while (!is_stopping()) {
    const auto folded = run_pass();
    if (!folded) {
      note_failure(folded.error());
      wait(settings_.retry);
    } else {
      note_success();
      if (folded.value() == 0) wait(settings_.poll);
    }
  }
}

void ProjectionRunner::note_failure(const StorageError& error) {
  if (!is_failing_) say_("projections wait: " + error.detail);
  is_failing_ = true;
}

void ProjectionRunner::note_success() {
  if (is_failing_) say_("projections go on");
  is_failing_ = false;
}

Stored<std::size_t> ProjectionRunner::run_pass() {
  const auto statuses = store_.status();
  if (!statuses) return failed(statuses.error());
  const auto ends = events_.shard_ends();
  if (!ends) return failed(ends.error());
  std::size_t folded = 0;
  for (const ShardEnd& end : ends.value()) {
    for (const ProjectionStatus& status : statuses.value()) {
      const auto step = advance(status, end);
      if (!step) return failed(step.error());
      folded += step.value();
    }
  }
  return folded;
}

Stored<std::size_t> ProjectionRunner::advance(const ProjectionStatus& status, const ShardEnd& end) {
  const Shard shard = end.shard;
  const Position from = status.live.folded.at(shard.value());
  board_.post(status.kind, shard, from);
  if (from >= end.position) return std::size_t{0};
  const std::scoped_lock lock(step_);
  const auto step = folder_.step({status.kind, status.live.version}, shard, from);
  if (!step) return failed(step.error());
  if (step.value().outcome == SaveOutcome::Saved) {
    board_.post(status.kind, shard, step.value().folded);
  }
  return step.value().events;
}

}  // namespace perk::central

#include "central/projections/projection_runner.h"

namespace perk::central {
namespace {

std::string name_of(const ProjectionId& projection, Shard shard) {
  return "projection " + std::string(projection_name(projection.kind)) + " of shard " +
         std::to_string(shard.value());
}

}  // namespace

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
  for (const ProjectionStatus& status : statuses.value()) {
    stuck_.forget_versions_before({status.kind, status.live.version});
  }
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
  const ProjectionId projection{status.kind, status.live.version};
  const Position from = status.live.folded.at(end.shard.value());
  board_.post(status.kind, end.shard, from);
  if (from >= end.position || !stuck_.is_due(projection, end.shard)) return std::size_t{0};
  const auto folded = fold_on(projection, end.shard, from);
  if (!folded && folded.error().failure == StorageFailure::GiveUp) {
    return pass_over({projection, end.shard, folded.error().detail});
  }
  if (folded && stuck_.remove(projection, end.shard)) {
    say_(name_of(projection, end.shard) + " goes on");
  }
  return folded;
}

Stored<std::size_t> ProjectionRunner::fold_on(const ProjectionId& projection, Shard shard,
                                              Position from) {
  const std::scoped_lock lock(step_);
  const auto step = folder_.step(projection, shard, from);
  if (!step) return failed(step.error());
  if (step.value().outcome == SaveOutcome::Saved) {
    board_.post(projection.kind, shard, step.value().folded);
  }
  return step.value().events;
}

std::size_t ProjectionRunner::pass_over(const StuckShard& stuck) {
  if (stuck_.add(stuck)) {
    say_(name_of(stuck.projection, stuck.shard) + " is stuck, the others go on: " + stuck.why);
  }
  return 0;
}

}  // namespace perk::central

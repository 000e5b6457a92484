#include "central/appender.h"

#include <algorithm>

namespace perk::central {
namespace {

/// What to tell a store: nothing if all is well; that head office is stopping, or that people must look
/// (an event came again with other bytes, or the database refuses).
template <typename T>
std::optional<sync::AppendFailure> failure_in(const std::optional<Stored<T>>& outcome) {
  if (!outcome) return sync::AppendFailure{sync::RefusalCode::Busy, "head office is going down"};
  if (*outcome) return std::nullopt;
  return sync::AppendFailure{sync::RefusalCode::StorageFailed, outcome->error().detail};
}

sync::Durable durable_of(const OriginProgress& progress) {
  return sync::Durable::reported(sync::FeedId::log(progress.origin),
                                 sync::FeedIndex(progress.through.value()), progress.hash);
}

}  // namespace

Appender::Appender(EventStore& store, const Clock& clock, AppenderSettings settings, OnGrew on_grew,
                   Say say)
    : store_(store),
      clock_(clock),
      settings_(settings),
      on_grew_(std::move(on_grew)),
      say_(std::move(say)),
      queue_(settings.group_events_max) {
  for (std::size_t i = 0; i < settings_.threads; ++i) threads_.emplace_back([this] { run(); });
}

Appender::~Appender() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

std::shared_ptr<AppendLane> Appender::open_lane() { return std::make_shared<AppendLane>(); }

void Appender::submit(std::shared_ptr<AppendLane> lane, TakenIn taken, OnDurable done) {
  const auto submission = std::make_shared<Submission>();
  submission->taken = std::move(taken);
  submission->done = std::move(done);
  submission->lane = std::move(lane);
  {
    const std::scoped_lock lock(mutex_);
    if (queue_.events_waiting() >= settings_.waiting_events_max && !submission->lane->broken) {
      submission->lane->broken =
          sync::AppendFailure{sync::RefusalCode::Busy, "too much waits at head office already"};
    }
    queue_.submit(submission);
  }
  changed_.notify_all();
}

std::size_t Appender::events_waiting() const {
  const std::scoped_lock lock(mutex_);
  return queue_.events_waiting();
}

void Appender::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] {
      return is_stopping_ || queue_.has_work() || (queue_.has_settled() && !is_settling_);
    });
    if (is_stopping_) return;
    if (queue_.has_settled() && !is_settling_) {
      is_settling_ = true;
      const auto settled = queue_.take_settled();
      lock.unlock();
      settle(settled);
      lock.lock();
      is_settling_ = false;
    } else if (const auto work = queue_.take_work()) {
      lock.unlock();
      do_shard_work(*work);
      lock.lock();
      queue_.finish(*work);
    }
    changed_.notify_all();
  }
}

void Appender::do_shard_work(const ShardWork& work) {
  auto failure = append(work.gathered());
  // One bad batch must not fail the others it was gathered with.
  const bool separately = failure && work.pieces.size() > 1;
  for (const AppendPiece& piece : work.pieces) {
    if (separately) failure = append(piece.events());
    const std::scoped_lock lock(mutex_);
    queue_.piece_done(piece, failure);
  }
}

std::optional<sync::AppendFailure> Appender::append(const ShardGroup& group) {
  const auto appended = insist([&] { return store_.append(group, clock_.wall()); });
  auto failure = failure_in(appended);
  if (!failure) on_grew_(appended->value().end);
  return failure;
}

/// Writes the progress of all that is through; then the good news.
void Appender::settle(const Submissions& settled) {
  Submissions whole;
  std::ranges::copy_if(settled, std::back_inserter(whole),
                       [](const auto& submission) { return !submission->failure; });
  const auto failure = write_progress(whole);
  for (const auto& submission : settled) {
    // One batch that cannot be settled must not fail the others.
    if (failure && !submission->failure) settle_alone(submission);
    if (submission->failure) {
      submission->done(failed(*submission->failure));
    } else {
      submission->done(durable_of(submission->taken.progress));
    }
  }
}

void Appender::settle_alone(const std::shared_ptr<Submission>& submission) {
  {
    const std::scoped_lock lock(mutex_);
    submission->failure = submission->lane->broken;
  }
  if (submission->failure) return;
  submission->failure = write_progress({submission});
  if (!submission->failure) return;
  const std::scoped_lock lock(mutex_);
  submission->lane->broken = submission->failure;
}

/// In two transactions: what is set aside, then how far each log is held.
std::optional<sync::AppendFailure> Appender::write_progress(const Submissions& whole) {
  std::vector<QuarantinedEvent> set_aside;
  std::map<Origin, OriginProgress> furthest;
  for (const auto& submission : whole) {
    const TakenIn& taken = submission->taken;
    set_aside.insert(set_aside.end(), taken.quarantined.begin(), taken.quarantined.end());
    OriginProgress& progress = furthest[taken.progress.origin];
    if (progress.through <= taken.progress.through) progress = taken.progress;
  }
  if (furthest.empty()) return std::nullopt;
  std::vector<OriginProgress> moved;
  moved.reserve(furthest.size());
  for (const auto& [origin, progress] : furthest) moved.push_back(progress);
  return failure_in(insist([&]() -> Stored<Done> {
    if (!set_aside.empty()) {
      if (auto kept = store_.quarantine(set_aside); !kept) return kept;
    }
    return store_.write_progress(moved);
  }));
}

template <typename Attempt>
auto Appender::insist(Attempt attempt) -> std::optional<decltype(attempt())> {
  auto delay = settings_.retry_first;
  for (;;) {
    auto result = attempt();
    if (result) note_success();
    if (result || result.error().failure == StorageFailure::GiveUp) return result;
    note_failure(result.error());
    if (!wait_to_retry(delay)) return std::nullopt;
    delay = std::min(delay * 2, settings_.retry_max);
  }
}

bool Appender::wait_to_retry(std::chrono::milliseconds delay) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, delay, [&] { return is_stopping_; });
}

void Appender::note_failure(const StorageError& error) {
  {
    const std::scoped_lock lock(mutex_);
    if (std::exchange(is_failing_, true)) return;
  }
  say_("the database is away, waiting for it: " + error.detail);
}

void Appender::note_success() {
  {
    const std::scoped_lock lock(mutex_);
    if (!std::exchange(is_failing_, false)) return;
  }
  say_("the database is back");
}

}  // namespace perk::central

#include "central/appender.h"

#include <algorithm>

#include "ledger/check.h"
#include "ledger/mutant.h"

namespace perk::central {
namespace {

/// What to tell a store: nothing yet; that all is well; or that people must look (an event came again with
/// other bytes, or the database refuses).
template <typename T>
std::optional<Result<Done, sync::AppendFailure>> outcome_of(const std::optional<Stored<T>>& tried) {
  if (!tried) return std::nullopt;
  if (*tried) return Done{};
  return failed(sync::AppendFailure{sync::RefusalCode::StorageFailed, tried->error().detail});
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
  if (PERK_PLANTED(Mutant::AcksBeforeAppend))
    std::exchange(submission->done, [](auto) {})(durable_of(submission->taken.progress));
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
    changed_.wait(lock, [&] { return is_stopping_ || has_work(); });
    if (is_stopping_) return;
    static_cast<void>(work(lock));
  }
}

bool Appender::work_once() {
  PERK_CHECK(settings_.threads == 0, "an appender has its own threads, or is driven from outside");
  std::unique_lock lock(mutex_);
  return has_work() && work(lock);
}

bool Appender::has_work() const {
  if (queue_.has_work()) return true;
  return !is_settling_ && (queue_.has_settled() || !settling_.empty());
}

/// One piece of it, without the lock; holds it again on return. False: some of it stays queued.
bool Appender::work(std::unique_lock<std::mutex>& lock) {
  bool is_through = true;
  if (!is_settling_ && (queue_.has_settled() || !settling_.empty())) {
    is_settling_ = true;
    if (settling_.empty()) settling_ = queue_.take_settled();
    lock.unlock();
    settle();
    lock.lock();
    is_settling_ = false;
    is_through = settling_.empty();
  } else if (auto taken = queue_.take_work()) {
    lock.unlock();
    append_to_shard(*taken);
    lock.lock();
    is_through = taken->pieces.empty();
    queue_.finish(std::move(*taken));
  }
  changed_.notify_all();
  return is_through;
}

void Appender::append_to_shard(ShardWork& work) {
  auto outcome = append(work.gathered());
  // One bad batch must not fail the others it was gathered with.
  const bool separately = outcome && !*outcome && work.pieces.size() > 1;
  while (!work.pieces.empty()) {
    if (separately) outcome = append(work.pieces.front().events());
    if (!outcome) return;
    const std::scoped_lock lock(mutex_);
    queue_.piece_done(work.pieces.front(),
                      *outcome ? std::nullopt : std::optional(outcome->error()));
    work.pieces.pop_front();
  }
}

Appender::Outcome Appender::append(const ShardGroup& group) {
  const auto appended = insist([&] { return store_.append(group, clock_.wall()); });
  if (!appended && PERK_PLANTED(Mutant::AcksUnstoredGroup)) return Done{};
  if (appended && *appended) on_grew_(appended->value().end);
  return outcome_of(appended);
}

/// Writes the progress of all that is through; then the good news.
void Appender::settle() {
  Submissions whole;
  std::ranges::copy_if(settling_, std::back_inserter(whole),
                       [](const auto& submission) { return !submission->failure; });
  const Outcome written = write_progress(whole);
  if (!written) return;
  while (!settling_.empty()) {
    const auto submission = settling_.front();
    // One batch that cannot be settled must not fail the others.
    if (!*written && !submission->failure && !settle_alone(submission)) return;
    settling_.pop_front();
    if (submission->failure) {
      submission->done(failed(*submission->failure));
    } else {
      submission->done(durable_of(submission->taken.progress));
    }
  }
}

/// False: not now.
bool Appender::settle_alone(const std::shared_ptr<Submission>& submission) {
  {
    const std::scoped_lock lock(mutex_);
    submission->failure = submission->lane->broken;
  }
  if (submission->failure) return true;
  const Outcome written = write_progress({submission});
  if (!written) return false;
  if (*written) return true;
  submission->failure = written->error();
  const std::scoped_lock lock(mutex_);
  submission->lane->broken = submission->failure;
  return true;
}

/// In a transaction each: what is set aside, the keys that logs go on under, then how far each log is held.
Appender::Outcome Appender::write_progress(const Submissions& whole) {
  std::vector<QuarantinedEvent> set_aside;
  std::map<StoreId, std::vector<LogKeyChange>> key_changes;
  std::map<Origin, OriginProgress> furthest;
  for (const auto& submission : whole) {
    const TakenIn& taken = submission->taken;
    set_aside.insert(set_aside.end(), taken.quarantined.begin(), taken.quarantined.end());
    for (const LogKeyChange& change : taken.key_changes)
      key_changes[taken.progress.store].push_back(change);
    OriginProgress& progress = furthest[taken.progress.origin];
    if (progress.through <= taken.progress.through) progress = taken.progress;
  }
  if (furthest.empty()) return Done{};
  std::vector<OriginProgress> moved;
  moved.reserve(furthest.size());
  for (const auto& [origin, progress] : furthest) moved.push_back(progress);
  return outcome_of(insist([&]() -> Stored<Done> {
    if (!set_aside.empty()) {
      if (auto kept = store_.quarantine(set_aside); !kept) return kept;
    }
    for (const auto& [store, changes] : key_changes)
      if (auto noted = store_.note_key_changes(store, changes); !noted) return noted;
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
  if (settings_.threads == 0) return false;
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

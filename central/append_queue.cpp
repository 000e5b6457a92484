#include "central/append_queue.h"

#include <iterator>

namespace perk::central {

ShardGroup ShardWork::gathered() const {
  ShardGroup group{shard, {}};
  for (const AppendPiece& piece : pieces) {
    const auto& events = piece.events().events;
    group.events.insert(group.events.end(), events.begin(), events.end());
  }
  return group;
}

AppendQueue::~AppendQueue() {
  for (auto& [shard, queue] : shards_) {
    for (const AppendPiece& piece : queue.waiting) piece.submission->lane->waiting.clear();
  }
  for (const auto& lane : lanes_to_look_at_) lane->waiting.clear();
}

void AppendQueue::submit(const std::shared_ptr<Submission>& submission) {
  AppendLane& lane = *submission->lane;
  submission->groups_left = submission->taken.groups.size();
  events_waiting_ += submission->taken.event_count();
  lane.waiting.push_back(submission);
  if (lane.waiting.size() == 1) start(submission);
}

/// Only of a lane's first batch: the next one continues it, and must not be stored without it.
void AppendQueue::start(const std::shared_ptr<Submission>& submission) {
  if (submission->lane->broken) submission->groups_left = 0;
  if (submission->groups_left == 0) return lanes_to_look_at_.push_back(submission->lane);
  for (std::size_t group = 0; group < submission->taken.groups.size(); ++group) {
    const Shard shard = submission->taken.groups[group].shard;
    ShardQueue& queue = shards_[shard];
    if (queue.waiting.empty() && !queue.is_taken) ready_.push_back(shard);
    queue.waiting.push_back({submission, group});
  }
}

std::optional<ShardWork> AppendQueue::take_work() {
  if (ready_.empty()) return std::nullopt;
  ShardWork work{ready_.front(), {}};
  ready_.pop_front();
  ShardQueue& queue = shards_[work.shard];
  queue.is_taken = true;
  std::size_t events = 0;
  while (!queue.waiting.empty()) {
    events += queue.waiting.front().events().events.size();
    if (!work.pieces.empty() && events > group_events_max_) break;
    work.pieces.push_back(std::move(queue.waiting.front()));
    queue.waiting.pop_front();
  }
  return work;
}

void AppendQueue::piece_done(const AppendPiece& piece,
                             const std::optional<sync::AppendFailure>& failure) {
  Submission& submission = *piece.submission;
  if (failure && !submission.failure) submission.failure = failure;
  if (--submission.groups_left == 0) lanes_to_look_at_.push_back(submission.lane);
}

void AppendQueue::finish(ShardWork work) {
  ShardQueue& queue = shards_[work.shard];
  queue.is_taken = false;
  queue.waiting.insert(queue.waiting.begin(), std::make_move_iterator(work.pieces.begin()),
                       std::make_move_iterator(work.pieces.end()));
  if (!queue.waiting.empty()) ready_.push_back(work.shard);
}

Submissions AppendQueue::take_settled() {
  Submissions settled;
  while (!lanes_to_look_at_.empty()) {
    const auto lane = std::move(lanes_to_look_at_.front());
    lanes_to_look_at_.pop_front();
    const auto first = std::move(lane->waiting.front());
    lane->waiting.pop_front();
    if (lane->broken) first->failure = lane->broken;
    if (first->failure) lane->broken = first->failure;
    events_waiting_ -= first->taken.event_count();
    settled.push_back(first);
    if (!lane->waiting.empty()) start(lane->waiting.front());
  }
  return settled;
}

}  // namespace perk::central

// What waits to be appended: batches of many stores, cut into shards, gathered again into one group for
// each shard. Knows which batch may be reported when: in the order of its lane, once all its shard
// groups are durable. Single-threaded and without a lock: the appender gives both.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "central/intake.h"
#include "sync/durable.h"

namespace perk::central {

/// Told once for each batch, on one of the appender's threads.
using OnDurable = std::function<void(Result<sync::Durable, sync::AppendFailure>)>;

struct Submission;

/// The batches of one connection, each of which continues the one before. One at a time is appended;
/// when one fails, so do all that come after it, untried: else a shard could get a log's events out of
/// their order, and progress could be written over a hole.
struct AppendLane {
  std::deque<std::shared_ptr<Submission>> waiting;
  std::optional<sync::AppendFailure> broken;
};

struct Submission {
  TakenIn taken;
  OnDurable done;
  std::shared_ptr<AppendLane> lane;
  std::size_t groups_left = 0;
  std::optional<sync::AppendFailure> failure;
};

using Submissions = std::deque<std::shared_ptr<Submission>>;

/// One shard group of one batch.
struct AppendPiece {
  std::shared_ptr<Submission> submission;
  std::size_t group = 0;
  [[nodiscard]] const ShardGroup& events() const { return submission->taken.groups[group]; }
};

/// Pieces of one shard, to be appended together.
struct ShardWork {
  Shard shard;
  std::deque<AppendPiece> pieces;
  [[nodiscard]] ShardGroup gathered() const;
};

class AppendQueue {
 public:
  explicit AppendQueue(std::size_t group_events_max) : group_events_max_(group_events_max) {}
  AppendQueue(const AppendQueue&) = delete;
  AppendQueue& operator=(const AppendQueue&) = delete;
  /// Lanes and what waits in them hold each other: they are parted.
  ~AppendQueue();

  void submit(const std::shared_ptr<Submission>& submission);
  /// The next shard with something to append; nobody else gets that shard before finish().
  [[nodiscard]] std::optional<ShardWork> take_work();
  /// A piece is durable, or failed.
  void piece_done(const AppendPiece& piece, const std::optional<sync::AppendFailure>& failure);
  /// Pieces that are left in it wait again, before all others of their shard.
  void finish(ShardWork work);
  /// Batches that are through, in the order of each lane: failed, or ready for their progress to be
  /// written. To be settled before the next are taken.
  [[nodiscard]] Submissions take_settled();

  [[nodiscard]] bool has_work() const { return !ready_.empty(); }
  [[nodiscard]] bool has_settled() const { return !lanes_to_look_at_.empty(); }
  [[nodiscard]] std::size_t events_waiting() const { return events_waiting_; }

 private:
  void start(const std::shared_ptr<Submission>& submission);

  struct ShardQueue {
    std::deque<AppendPiece> waiting;
    bool is_taken = false;
  };

  const std::size_t group_events_max_;
  std::map<Shard, ShardQueue> shards_;
  std::deque<Shard> ready_;
  std::deque<std::shared_ptr<AppendLane>> lanes_to_look_at_;
  std::size_t events_waiting_ = 0;
};

}  // namespace perk::central

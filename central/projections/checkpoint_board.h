// Where readers wait until a projection has folded far enough. Runners post checkpoints, readers wait
// for them. Thread-safe; owns no thread.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>

#include "central/projections/projection.h"

namespace perk::central {

class CheckpointBoard {
 public:
  /// A live version's checkpoint. May be told late, never too early.
  void post(ProjectionKind kind, Shard shard, Position folded);

  /// Returns true once the checkpoint is at or beyond `position`, false when `patience` of real time has
  /// passed (at once when it is zero) or the board is closed.
  [[nodiscard]] bool wait_for(ProjectionKind kind, Shard shard, Position position, Millis patience);

  /// Ends all waits, now and later: head office is going down.
  void close();
  /// How many are waiting now.
  [[nodiscard]] std::size_t waiting() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable moved_;
  std::map<std::pair<ProjectionKind, Shard>, Position> folded_;
  std::size_t waiting_ = 0;
  bool closed_ = false;
};

}  // namespace perk::central

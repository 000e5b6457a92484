#include "central/projections/checkpoint_board.h"

#include <algorithm>
#include <chrono>

namespace perk::central {

void CheckpointBoard::post(ProjectionKind kind, Shard shard, Position folded) {
  {
    const std::scoped_lock lock(mutex_);
    Position& known = folded_[{kind, shard}];
    if (folded <= known) return;
    known = folded;
  }
  moved_.notify_all();
}

bool CheckpointBoard::wait_for(ProjectionKind kind, Shard shard, Position position,
                               Millis patience) {
  std::unique_lock lock(mutex_);
  const auto is_there = [&] { return folded_[{kind, shard}] >= position; };
  ++waiting_;
  moved_.wait_for(lock, std::chrono::milliseconds(patience.count()),
                  [&] { return closed_ || is_there(); });
  --waiting_;
  return is_there();
}

void CheckpointBoard::close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  moved_.notify_all();
}

std::size_t CheckpointBoard::waiting() const {
  const std::scoped_lock lock(mutex_);
  return waiting_;
}

}  // namespace perk::central

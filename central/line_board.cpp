#include "central/line_board.h"

#include <algorithm>

namespace perk::central {

void LineBoard::connected(StoreId store, WallTime now) {
  const std::scoped_lock lock(mutex_);
  StoreLine& line = lines_[store];
  line.store = store;
  line.is_connected = true;
  line.last_heard = now;
  heard_[store] = now;
}

void LineBoard::heard(StoreId store, WallTime now, std::uint64_t reported_backlog) {
  const std::scoped_lock lock(mutex_);
  StoreLine& line = lines_[store];
  line.store = store;
  line.last_heard = now;
  line.reported_backlog = reported_backlog;
  heard_[store] = now;
}

void LineBoard::ended(StoreId store) {
  const std::scoped_lock lock(mutex_);
  lines_[store].is_connected = false;
}

std::vector<StoreLine> LineBoard::lines() const {
  const std::scoped_lock lock(mutex_);
  std::vector<StoreLine> all;
  for (const auto& [store, line] : lines_) all.push_back(line);
  return all;
}

std::size_t LineBoard::connected_count() const {
  const std::scoped_lock lock(mutex_);
  return static_cast<std::size_t>(
      std::ranges::count_if(lines_, [](const auto& entry) { return entry.second.is_connected; }));
}

std::vector<HeardFrom> LineBoard::take_heard() {
  const std::scoped_lock lock(mutex_);
  std::vector<HeardFrom> heard;
  for (const auto& [store, at] : heard_) heard.push_back({store, at});
  heard_.clear();
  return heard;
}

void LineBoard::set_frames_refused(std::uint64_t count) {
  const std::scoped_lock lock(mutex_);
  frames_refused_ = count;
}

std::uint64_t LineBoard::frames_refused() const {
  const std::scoped_lock lock(mutex_);
  return frames_refused_;
}

void LineBoard::set_guesses(const GuessesSeen& seen) {
  const std::scoped_lock lock(mutex_);
  guesses_ = seen;
}

GuessesSeen LineBoard::guesses() const {
  const std::scoped_lock lock(mutex_);
  return guesses_;
}

}  // namespace perk::central

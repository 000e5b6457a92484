// Which stores are connected, when each was last heard, and what each said still waits there: for the
// admin tool and for the note that outlives a restart. Thread-safe; reads no clock.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "central/event_store.h"
#include "central/guess_watch.h"

namespace perk::central {

struct StoreLine {
  StoreId store;
  bool is_connected = false;
  WallTime last_heard;
  std::uint64_t reported_backlog = 0;  ///< Events; as the store last said.
};

class LineBoard {
 public:
  void connected(StoreId store, WallTime now);
  void heard(StoreId store, WallTime now, std::uint64_t reported_backlog);
  void ended(StoreId store);

  /// Every store that was connected since this process started.
  [[nodiscard]] std::vector<StoreLine> lines() const;
  [[nodiscard]] std::size_t connected_count() const;
  /// Heard since this was last asked.
  [[nodiscard]] std::vector<HeardFrom> take_heard();

  /// Of the listener for stores: frames that could not be read.
  void set_frames_refused(std::uint64_t count);
  [[nodiscard]] std::uint64_t frames_refused() const;
  void set_guesses(const GuessesSeen& seen);
  [[nodiscard]] GuessesSeen guesses() const;

 private:
  mutable std::mutex mutex_;
  std::map<StoreId, StoreLine> lines_;
  std::map<StoreId, WallTime> heard_;
  std::uint64_t frames_refused_ = 0;
  GuessesSeen guesses_;
};

}  // namespace perk::central

// Ends what a server does not answer in time, by shutting down the socket under it: from then on the library
// says that the line broke. Never by a cancel: a commit whose wait for its standbys is cancelled is reported as
// done, and no setting of the server ends that wait.
//
// One thread of its own. Safe from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace perk::central {

class Deadlines {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Deadlines(std::chrono::milliseconds answer_max);
  ~Deadlines();
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  /// While it lives, its socket is shut down once the time is over; the socket outlives it.
  class Watch {
   public:
    Watch(Deadlines& deadlines, int socket);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    Deadlines& deadlines_;
    const std::pair<Clock::time_point, std::uint64_t> key_;
  };

 private:
  using Key = std::pair<Clock::time_point, std::uint64_t>;
  [[nodiscard]] Key begin(int socket);
  void end(const Key& key);
  void run();

  const std::chrono::milliseconds answer_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, int> sockets_;  // The soonest first.
  std::uint64_t last_number_ = 0;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace perk::central

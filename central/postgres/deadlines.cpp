#include "central/postgres/deadlines.h"

#include <sys/socket.h>

namespace perk::central {

Deadlines::Deadlines(std::chrono::milliseconds answer_max)
    : answer_max_(answer_max), thread_([this] { run(); }) {}

Deadlines::~Deadlines() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

Deadlines::Watch::Watch(Deadlines& deadlines, int socket)
    : deadlines_(deadlines), key_(deadlines.begin(socket)) {}
Deadlines::Watch::~Watch() { deadlines_.end(key_); }

/// All wait equally long, so the newest is never the soonest, unless it is alone.
Deadlines::Key Deadlines::begin(int socket) {
  const std::scoped_lock lock(mutex_);
  const Key key{Clock::now() + answer_max_, ++last_number_};
  sockets_.emplace(key, socket);
  if (sockets_.size() == 1) changed_.notify_one();
  return key;
}

void Deadlines::end(const Key& key) {
  const std::scoped_lock lock(mutex_);
  sockets_.erase(key);
}

/// Under the lock, so that no socket is shut down that was given back, and is another's by now.
void Deadlines::run() {
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    if (sockets_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto soonest = sockets_.begin();
    if (soonest->first.first <= Clock::now()) {
      ::shutdown(soonest->second, SHUT_RDWR);
      sockets_.erase(soonest);
    } else {
      const auto until = soonest->first.first;  // Its entry may go meanwhile.
      changed_.wait_until(lock, until);
    }
  }
}

}  // namespace perk::central

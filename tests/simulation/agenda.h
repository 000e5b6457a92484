// What is to happen when, in virtual time: one queue for the whole chain. Two things due at one moment happen in
// the order in which they were put down, so that a seed decides everything. Single-threaded.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "ledger/time.h"

namespace perk::simulation {

class Agenda {
 public:
  using Act = std::function<void()>;

  /// Virtual time since the world began.
  [[nodiscard]] Instant now() const { return now_; }
  void at(Instant when, Act act);
  void after(Millis delay, Act act) { at(now_ + delay, std::move(act)); }
  /// Does the next thing that is due by `until`. False: nothing is, and now it is `until`.
  bool do_next(Instant until);
  [[nodiscard]] std::uint64_t done() const { return done_; }

 private:
  struct Entry {
    Instant when;
    std::uint64_t number = 0;
    Act act;
  };
  struct Later {
    bool operator()(const Entry& left, const Entry& right) const {
      return std::pair(left.when, left.number) > std::pair(right.when, right.number);
    }
  };
  Instant now_;
  std::uint64_t noted_ = 0, done_ = 0;
  std::vector<Entry> entries_;  // A heap: the next one in front.
};

/// Whatever one life of a machine put down does not happen after that life.
class Life {
 public:
  explicit Life(Agenda& agenda) : agenda_(agenda) {}
  void at(Instant when, Agenda::Act act);
  void after(Millis delay, Agenda::Act act) { at(agenda_.now() + delay, std::move(act)); }
  /// Forgets everything that was put down.
  void end() { alive_ = std::make_shared<char>(); }

 private:
  Agenda& agenda_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace perk::simulation

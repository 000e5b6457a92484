#include "tests/simulation/agenda.h"

#include <algorithm>

namespace perk::simulation {

void Agenda::at(Instant when, Act act) {
  entries_.push_back({std::max(when, now_), ++noted_, std::move(act)});
  std::push_heap(entries_.begin(), entries_.end(), Later());
}

bool Agenda::do_next(Instant until) {
  if (entries_.empty() || entries_.front().when > until) {
    now_ = std::max(now_, until);
    return false;
  }
  std::pop_heap(entries_.begin(), entries_.end(), Later());
  const Entry next = std::move(entries_.back());
  entries_.pop_back();
  now_ = next.when;
  ++done_;
  next.act();
  return true;
}

void Life::at(Instant when, Agenda::Act act) {
  agenda_.at(when, [alive = std::weak_ptr(alive_), act = std::move(act)] {
    if (!alive.expired()) act();
  });
}

}  // namespace perk::simulation

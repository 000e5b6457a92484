#include "central/log_gate.h"

namespace perk::central {

std::shared_ptr<const LogGate::Passage> LogGate::enter(Origin log) {
  const std::scoped_lock lock(mutex_);
  if (shut_.contains(log)) return nullptr;
  ++under_way_[log];
  return std::make_shared<const Passage>(*this, log);
}

void LogGate::leave(Origin log) {
  const std::scoped_lock lock(mutex_);
  const auto found = under_way_.find(log);
  if (--found->second == 0) under_way_.erase(found);
}

void LogGate::shut(Origin log, ClosedWhy why) {
  const std::scoped_lock lock(mutex_);
  shut_.try_emplace(log, why);
}

std::optional<ClosedWhy> LogGate::shut_for(Origin log) const {
  const std::scoped_lock lock(mutex_);
  const auto found = shut_.find(log);
  if (found == shut_.end()) return std::nullopt;
  return found->second;
}

bool LogGate::is_idle(Origin log) const {
  const std::scoped_lock lock(mutex_);
  return !under_way_.contains(log);
}

}  // namespace perk::central

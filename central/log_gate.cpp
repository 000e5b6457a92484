#include "central/log_gate.h"

namespace perk::central {

LogGate::Passage::~Passage() {
  const std::scoped_lock lock(counts_->mutex);
  const auto found = counts_->under_way.find(log_);
  if (--found->second > 0) return;
  counts_->under_way.erase(found);
  counts_->idle.notify_all();
}

std::shared_ptr<const LogGate::Passage> LogGate::enter(Origin log) {
  const std::scoped_lock lock(counts_->mutex);
  if (counts_->shut.contains(log)) return nullptr;
  ++counts_->under_way[log];
  return std::make_shared<const Passage>(counts_, log);
}

void LogGate::shut(Origin log, ClosedWhy why) {
  const std::scoped_lock lock(counts_->mutex);
  counts_->shut.try_emplace(log, why);
}

std::optional<ClosedWhy> LogGate::shut_for(Origin log) const {
  const std::scoped_lock lock(counts_->mutex);
  const auto found = counts_->shut.find(log);
  if (found == counts_->shut.end()) return std::nullopt;
  return found->second;
}

bool LogGate::is_idle(Origin log) const {
  const std::scoped_lock lock(counts_->mutex);
  return !counts_->under_way.contains(log);
}

bool LogGate::wait_until_idle(Origin log, std::chrono::milliseconds patience) const {
  std::unique_lock lock(counts_->mutex);
  return counts_->idle.wait_for(lock, patience, [&] { return !counts_->under_way.contains(log); });
}

void LogGate::shut(StoreId revoked) {
  const std::scoped_lock lock(counts_->mutex);
  counts_->revoked.insert(revoked);
}

bool LogGate::is_shut_for(StoreId store) const {
  const std::scoped_lock lock(counts_->mutex);
  return counts_->revoked.contains(store);
}

}  // namespace perk::central

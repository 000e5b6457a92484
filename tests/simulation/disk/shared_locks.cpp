#include "tests/simulation/disk/shared_locks.h"

#include <algorithm>

namespace perk::test {

FileLocks::Held& FileLocks::of(const void* owner) {
  const auto found = std::ranges::find(held_, owner, &Held::owner);
  if (found != held_.end()) return *found;
  return held_.emplace_back(Held{owner, FileLock::None});
}

bool FileLocks::another_has(const void* owner, FileLock at_least) const {
  return std::ranges::any_of(
      held_, [&](const Held& held) { return held.owner != owner && held.lock >= at_least; });
}

bool FileLocks::lock(const void* owner, FileLock wish) {
  Held& mine = of(owner);
  if (mine.lock >= wish) return true;
  if (another_has(owner, wish == FileLock::Shared ? FileLock::Pending : FileLock::Reserved))
    return false;
  if (wish == FileLock::Exclusive && another_has(owner, FileLock::Shared)) {
    mine.lock = FileLock::Pending;
    return false;
  }
  mine.lock = wish;
  return true;
}

void FileLocks::unlock(const void* owner, FileLock down_to) {
  Held& mine = of(owner);
  mine.lock = std::min(mine.lock, down_to);
  if (mine.lock == FileLock::None)
    std::erase_if(held_, [&](const Held& held) { return held.owner == owner; });
}

bool FileLocks::is_reserved() const { return another_has(nullptr, FileLock::Reserved); }

bool WalIndex::Slot::is_shared_by_another(const void* owner) const {
  return std::ranges::any_of(sharers, [&](const void* each) { return each != owner; });
}

void* WalIndex::region(std::size_t index, std::size_t bytes, bool is_made) {
  if (index >= regions_.size() && !is_made) return nullptr;
  while (regions_.size() <= index)
    regions_.push_back(std::make_unique<Region>(bytes / sizeof(std::uint64_t)));
  return regions_[index]->data();
}

bool WalIndex::lock_shared(const void* owner, std::size_t first, std::size_t end) {
  for (std::size_t at = first; at < end; ++at)
    if (slots_[at].alone != nullptr && slots_[at].alone != owner) return false;
  for (std::size_t at = first; at < end; ++at)
    if (std::ranges::find(slots_[at].sharers, owner) == slots_[at].sharers.end())
      slots_[at].sharers.push_back(owner);
  return true;
}

bool WalIndex::lock_alone(const void* owner, std::size_t first, std::size_t end) {
  for (std::size_t at = first; at < end; ++at) {
    const bool is_anothers = slots_[at].alone != nullptr && slots_[at].alone != owner;
    if (is_anothers || slots_[at].is_shared_by_another(owner)) return false;
  }
  for (std::size_t at = first; at < end; ++at) slots_[at].alone = owner;
  return true;
}

void WalIndex::unlock(const void* owner, std::size_t first, std::size_t end) {
  for (std::size_t at = first; at < end; ++at) {
    if (slots_[at].alone == owner) slots_[at].alone = nullptr;
    std::erase(slots_[at].sharers, owner);
  }
}

}  // namespace perk::test

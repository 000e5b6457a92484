// What sealed reasons say, of the event store in memory.
#include "central/memory/memory_event_store.h"

namespace perk::central {

Stored<Done> MemoryEventStore::keep_reason(const Digest& commitment, const ReasonOpening& opening,
                                           WallTime) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  now_.reasons.try_emplace(commitment, opening);
  return Done{};
}

Stored<std::map<Digest, ReasonOpening>> MemoryEventStore::reasons(
    std::span<const Digest> commitments) {
  const std::scoped_lock lock(mutex_);
  std::map<Digest, ReasonOpening> found;
  for (const Digest& commitment : commitments) {
    const auto kept = now_.reasons.find(commitment);
    if (kept != now_.reasons.end()) found.insert(*kept);
  }
  return found;
}

Stored<Done> MemoryEventStore::erase_reason(const Digest& commitment) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  now_.reasons.erase(commitment);
  return Done{};
}

}  // namespace perk::central

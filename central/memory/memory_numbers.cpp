// Number ranges and keys of the event store in memory.
#include <algorithm>

#include "central/memory/memory_event_store.h"

namespace perk::central {

Stored<std::vector<StoredNumberKey>> MemoryEventStore::number_keys() {
  const std::scoped_lock lock(mutex_);
  return now_.keys;
}

Stored<KeyOutcome> MemoryEventStore::add_number_key(const StoredNumberKey& key) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  const auto at = std::ranges::lower_bound(now_.keys, key.version, {}, &StoredNumberKey::version);
  if (at != now_.keys.end() && at->version == key.version)
    return at->key == key.key ? KeyOutcome::SameAsBefore : KeyOutcome::VersionTaken;
  now_.keys.insert(at, key);
  return KeyOutcome::Added;
}

Stored<std::vector<StoredNumberRange>> MemoryEventStore::number_ranges() {
  const std::scoped_lock lock(mutex_);
  return now_.ranges;
}

Stored<RangeOutcome> MemoryEventStore::add_number_range(const NumberRange& range, WallTime) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  for (const StoredNumberRange& held : now_.ranges) {
    if (held.range == range) return RangeOutcome::SameAsBefore;
    if (overlaps(held.range, range)) return RangeOutcome::Overlaps;
  }
  now_.ranges.push_back({range, CardSerial()});
  return RangeOutcome::Added;
}

Stored<std::optional<CardSerial>> MemoryEventStore::take_serials(const NumberRange& range,
                                                                 std::uint64_t count) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  const auto held = std::ranges::find_if(
      now_.ranges, [&](const StoredNumberRange& each) { return is_same_range(each.range, range); });
  if (held == now_.ranges.end() || range.kind != RangeKind::SelfProving) {
    return std::optional<CardSerial>();
  }
  if (count > serials_in(range) - held->next.value()) return std::optional<CardSerial>();
  const CardSerial first = held->next;
  held->next = CardSerial(first.value() + count);
  return std::optional(first);
}

}  // namespace perk::central

// One-time codes of the event store in memory.
#include <algorithm>

#include "central/memory/memory_event_store.h"

namespace perk::central {

Stored<OfferOutcome> MemoryEventStore::offer_code(const OfferedCode& code, WallTime) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  now_.codes.try_emplace(code.secret_hash, CodeUse{code, std::nullopt});
  const bool is_known = std::ranges::any_of(
      now_.stores, [&](const auto& held) { return held.second.name == code.name; });
  return is_known ? OfferOutcome::ForKnownStore : OfferOutcome::ForNewStore;
}

Stored<std::optional<StoreRecord>> MemoryEventStore::redeem_code(const Digest& secret_hash,
                                                                 const PublicKey& key,
                                                                 WallTime now) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  const auto held = now_.codes.find(secret_hash);
  const std::optional<StoreRecord> nobody;
  if (held == now_.codes.end() || now >= held->second.code.expires) return nobody;
  if (held->second.used_by && *held->second.used_by != key) return nobody;
  const Enrolment enrolled = enrol_locked(held->second.code.name, key, now);
  if (enrolled.outcome == EnrolOutcome::NameTaken) return nobody;
  held->second.used_by = key;
  return std::optional(enrolled.store);
}

}  // namespace perk::central

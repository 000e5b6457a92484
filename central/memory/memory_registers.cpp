// Origins, stores and quarantine of the event store in memory.
#include <algorithm>

#include "central/memory/memory_event_store.h"
#include "sync/crypto/hash_chain.h"

namespace perk::central {

Stored<bool> MemoryEventStore::register_incarnation(StoreId store, Origin origin, WallTime now) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  const OriginProgress fresh{origin, store, Seq(), sync::log_genesis(store, origin), {}, now};
  return now_.origins.emplace(origin, fresh).first->second.store == store;
}

Stored<std::optional<OriginProgress>> MemoryEventStore::progress(Origin origin) {
  const std::scoped_lock lock(mutex_);
  const auto found = now_.origins.find(origin);
  return found == now_.origins.end() ? std::nullopt : std::optional(found->second);
}

Stored<std::vector<OriginProgress>> MemoryEventStore::origins() {
  const std::scoped_lock lock(mutex_);
  std::vector<OriginProgress> all;
  for (const auto& [origin, progress] : now_.origins) all.push_back(progress);
  return all;
}

Stored<Done> MemoryEventStore::write_progress(std::span<const OriginProgress> progress) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  for (const OriginProgress& moved : progress) {
    const auto found = now_.origins.find(moved.origin);
    if (found == now_.origins.end() || found->second.through >= moved.through) continue;
    found->second.through = moved.through;
    found->second.hash = moved.hash;
    found->second.seal = moved.seal;
  }
  return Done{};
}

Stored<std::optional<OriginProgress>> MemoryEventStore::touch_progress(Origin origin) {
  {
    const std::scoped_lock lock(mutex_);
    if (const auto refused = over()) return failed(*refused);
  }
  return progress(origin);
}

Stored<Enrolment> MemoryEventStore::enrol(const std::string& name, const PublicKey& key,
                                          WallTime now) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  return enrol_locked(name, key, now);
}

Enrolment MemoryEventStore::enrol_locked(const std::string& name, const PublicKey& key,
                                         WallTime now) {
  for (const auto& [id, store] : now_.stores) {
    if (store.name != name) continue;
    return {store.key == key ? EnrolOutcome::SameAsBefore : EnrolOutcome::NameTaken, store};
  }
  const StoreId id(now_.stores.size() + 1);
  const StoreRecord store{id, name, key, now, std::nullopt};
  now_.stores.emplace(id, store);
  return {EnrolOutcome::New, store};
}

Stored<std::vector<StoreRecord>> MemoryEventStore::stores() {
  const std::scoped_lock lock(mutex_);
  std::vector<StoreRecord> all;
  for (const auto& [id, store] : now_.stores) all.push_back(store);
  return all;
}

Stored<std::optional<StoreRecord>> MemoryEventStore::find_store(StoreId store) {
  const std::scoped_lock lock(mutex_);
  const auto found = now_.stores.find(store);
  return found == now_.stores.end() ? std::nullopt : std::optional(found->second);
}

Stored<Done> MemoryEventStore::note_heard(std::span<const HeardFrom> heard) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  for (const HeardFrom& from : heard) {
    const auto found = now_.stores.find(from.store);
    if (found != now_.stores.end()) found->second.last_heard = from.at;
  }
  return Done{};
}

Stored<Done> MemoryEventStore::note_key_changes(StoreId store,
                                                std::span<const LogKeyChange> changes) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  const auto found = now_.stores.find(store);
  if (found == now_.stores.end()) return Done{};
  StoreRecord& record = found->second;
  for (const LogKeyChange& change : changes) {
    LogKeys keys = keys_of(record);
    if (keys.has(change) || !keys.follows(change)) continue;
    keys.add(change);
    record.key_changes.push_back(change);
    record.key = keys.present();
  }
  return Done{};
}

Stored<Done> MemoryEventStore::quarantine(std::span<const QuarantinedEvent> events) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  for (const QuarantinedEvent& event : events) {
    const auto held = std::ranges::find(now_.quarantined, event.event, &QuarantinedEvent::event);
    if (held == now_.quarantined.end()) {
      now_.quarantined.push_back(event);
      now_.quarantined.back().id = now_.quarantined.size();
    } else if (held->bytes != event.bytes) {
      return failed(StorageError{StorageFailure::GiveUp,
                                 "event " + to_string(event.event) + " came with other bytes"});
    }
  }
  return Done{};
}

Stored<std::vector<QuarantinedEvent>> MemoryEventStore::quarantined(std::uint64_t after_id,
                                                                    std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  std::vector<QuarantinedEvent> events;
  for (const QuarantinedEvent& event : now_.quarantined) {
    if (event.id > after_id && events.size() < limit) events.push_back(event);
  }
  return events;
}

}  // namespace perk::central

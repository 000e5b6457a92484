#include "central/memory/memory_event_store.h"

#include <algorithm>

#include "central/placing.h"
#include "central/stored_event.h"
#include "ledger/mutant.h"

namespace perk::central {
namespace {

StorageError give_up(std::string why) { return {StorageFailure::GiveUp, std::move(why)}; }

}  // namespace

MemoryEventStore::MemoryEventStore(const ChainSettings& chain, std::vector<StoredNumberKey> keys)
    : MemoryEventStore(std::make_shared<Kept>()) {
  now_.chain = chain;
  now_.keys = std::move(keys);
  for (std::uint16_t number = 0; number < now_.chain.shard_count; ++number) {
    const Shard shard(number);
    now_.shards.push_back(
        {empty_shard(now_.chain.epoch, shard), empty_log(now_.chain.epoch, shard), {}, {}});
  }
}

MemoryEventStore::Backup MemoryEventStore::back_up() {
  const std::scoped_lock lock(mutex_);
  return Backup(now_);
}

void MemoryEventStore::restore(const Backup& backup) {
  const std::scoped_lock lock(mutex_);
  now_ = backup.contents_;
}

Stored<ChainSettings> MemoryEventStore::chain() {
  const std::scoped_lock lock(mutex_);
  return now_.chain;
}

MemoryEventStore::ShardLog* MemoryEventStore::find_shard(Shard shard) {
  return shard.value() < now_.shards.size() ? &now_.shards[shard.value()] : nullptr;
}

std::map<EventId, EventBytes> MemoryEventStore::held_of(const ShardLog& shard,
                                                        const ShardGroup& group) {
  std::map<EventId, EventBytes> held;
  for (const ArrivedEvent& event : group.events) {
    const auto place = shard.places.find(event.id);
    if (place != shard.places.end()) held.emplace(event.id, shard.events[place->second].bytes);
  }
  return held;
}

void MemoryEventStore::put(ShardLog& shard, std::vector<StoredEvent> placed) {
  for (StoredEvent& event : placed) {
    shard.places.emplace(event.id, shard.events.size());
    shard.events.push_back(std::move(event));
  }
}

Stored<AppendedGroup> MemoryEventStore::append(const ShardGroup& group, WallTime now) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  ShardLog* const shard = find_shard(group.shard);
  if (shard == nullptr) return failed(give_up("there is no such shard"));
  auto fresh = fresh_events(group, held_of(*shard, group));
  if (!fresh) {
    return failed(give_up("event " + to_string(fresh.error().event) + " came with other bytes"));
  }
  put(*shard, place(shard->end, fresh.value(), now));
  const std::size_t appended = fresh.value().size();
  return AppendedGroup{shard->end, appended, group.events.size() - appended};
}

std::vector<StoredEvent> MemoryEventStore::card_events(const ShardLog& shard, const CardId& card) {
  std::vector<StoredEvent> events;
  std::ranges::copy_if(shard.events, std::back_inserter(events),
                       [&](const StoredEvent& event) { return event.card == card; });
  return events;
}

std::optional<StoredEvent> MemoryEventStore::event_of(const RequestId& request) const {
  const auto found = now_.requests.find(request);
  if (found == now_.requests.end()) return std::nullopt;
  const auto& [shard, position] = found->second;
  return now_.shards[shard.value()].events[position.value() - 1];
}

Stored<Result<DecidedAppend, Rejection>> MemoryEventStore::append_decided(
    const CardId& card, const RequestId& request, const DeskDecision& decide, WallTime now) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  ShardLog& shard = now_.shards[shard_of(card, now_.chain.shard_count).value()];
  const auto state = fold_stored(card_events(shard, card));
  if (!state) return failed(give_up("a stored event is unreadable: " + state.error().why));
  const auto prior = event_of(request);
  const auto recorded = decode_stored(prior);
  if (!recorded) return failed(give_up("a stored event is unreadable: " + recorded.error().why));
  auto decision =
      decide({state.value(), recorded.value(), shard.end.position, shard.own_log.origin});
  if (!decision) return Result<DecidedAppend, Rejection>(failed(decision.error()));
  if (!decision.value().is_repeat()) {
    now_.requests.emplace(request, std::pair(shard.end.shard, shard.end.position.next()));
    put(shard, place(shard.end, number(shard.own_log, decision.value().events), now));
  }
  return Result<DecidedAppend, Rejection>(
      described(decision.value(), shard.end, shard.own_log, prior));
}

Stored<OwnAppend> MemoryEventStore::append_own(Shard which, const std::optional<CardId>& card,
                                               const OfficeDecision& decide, WallTime now) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  ShardLog& shard = now_.shards[which.value()];
  const auto state = card ? fold_stored(card_events(shard, *card)) : CardState();
  if (!state) return failed(give_up("a stored event is unreadable: " + state.error().why));
  const auto events =
      decide({state.value(), shard.end.position, shard.own_log.origin, shard.own_log.end});
  const auto numbered = number(shard.own_log, events);
  put(shard, place(shard.end, numbered, now));
  return OwnAppend{shard.end, ids_of(numbered)};
}

Stored<std::vector<StoredEvent>> MemoryEventStore::read_shard(Shard shard, Position after,
                                                              std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  const ShardLog* const log = find_shard(shard);
  if (log == nullptr) return failed(give_up("there is no such shard"));
  const std::size_t first = std::min<std::size_t>(after.value(), log->events.size());
  const std::size_t end = std::min(log->events.size(), first + limit);
  return std::vector<StoredEvent>(log->events.begin() + static_cast<std::ptrdiff_t>(first),
                                  log->events.begin() + static_cast<std::ptrdiff_t>(end));
}

Stored<std::vector<StoredEvent>> MemoryEventStore::read_card(const CardId& card) {
  const std::scoped_lock lock(mutex_);
  return card_events(now_.shards[shard_of(card, now_.chain.shard_count).value()], card);
}

Stored<std::vector<LogEntry>> MemoryEventStore::read_log(Origin origin, Seq after,
                                                         std::size_t limit) {
  const std::scoped_lock lock(mutex_);
  std::vector<LogEntry> entries;
  const auto take = [&](const EventId& id, const EventBytes& bytes, bool is_quarantined) {
    if (id.origin == origin && id.seq > after) entries.push_back({id.seq, bytes, is_quarantined});
  };
  for (const ShardLog& shard : now_.shards) {
    for (const StoredEvent& event : shard.events) take(event.id, event.bytes, false);
  }
  for (const QuarantinedEvent& event : now_.quarantined) take(event.event, event.bytes, true);
  std::ranges::sort(entries, {}, [](const LogEntry& entry) {
    return std::pair(entry.seq, entry.is_quarantined);
  });
  if (entries.size() > limit) entries.resize(limit);
  return entries;
}

Stored<std::vector<ShardEnd>> MemoryEventStore::shard_ends() {
  const std::scoped_lock lock(mutex_);
  std::vector<ShardEnd> ends;
  for (const ShardLog& shard : now_.shards) ends.push_back(shard.end);
  return ends;
}

Stored<std::optional<Digest>> MemoryEventStore::shard_hash_at(Shard shard, Position position) {
  const std::scoped_lock lock(mutex_);
  const ShardLog* const log = find_shard(shard);
  if (log == nullptr || position > log->end.position) return std::optional<Digest>();
  if (position == Position()) return std::optional(empty_shard(now_.chain.epoch, shard).hash);
  return std::optional(log->events[position.value() - 1].shard_hash);
}

Stored<std::vector<HeadOfficeLog>> MemoryEventStore::head_office_logs() {
  const std::scoped_lock lock(mutex_);
  std::vector<HeadOfficeLog> logs;
  for (const ShardLog& shard : now_.shards) logs.push_back(shard.own_log);
  return logs;
}

Stored<Done> MemoryEventStore::begin_epoch(const Event& begun, WallTime now) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  const Epoch epoch = std::get<EpochBegun>(begun.body).epoch;
  if (epoch <= now_.chain.epoch)
    return failed(give_up("the epoch is not later than the present one"));
  for (ShardLog& shard : now_.shards) {
    now_.epoch_starts.push_back({epoch, shard.end, shard.own_log});
    shard.end.epoch = epoch;
    if (!PERK_PLANTED(Mutant::ReusesHeadOfficeSeqs))
      shard.own_log = empty_log(epoch, shard.end.shard);
  }
  now_.chain.epoch = epoch;
  ShardLog& first = now_.shards[shard_of(StoreId(), now_.chain.shard_count).value()];
  put(first, place(first.end, number(first.own_log, {begun}), now));
  return Done{};
}

Stored<std::vector<EpochStart>> MemoryEventStore::epoch_starts() {
  const std::scoped_lock lock(mutex_);
  return now_.epoch_starts;
}

Stored<Done> MemoryEventStore::note_reported(Epoch epoch, Origin incarnation, WallTime) {
  const std::scoped_lock lock(mutex_);
  if (const auto refused = over()) return failed(*refused);
  now_.reported[epoch].insert(incarnation);
  return Done{};
}

Stored<std::set<Origin>> MemoryEventStore::reported(Epoch epoch) {
  const std::scoped_lock lock(mutex_);
  return now_.reported[epoch];
}

}  // namespace perk::central

#include "central/placing.h"

#include "ledger/check.h"
#include "ledger/mutant.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::central {

Result<std::vector<ArrivedEvent>, BytesDiffer> fresh_events(
    const ShardGroup& group, const std::map<EventId, EventBytes>& held) {
  std::vector<ArrivedEvent> fresh;
  std::map<EventId, const EventBytes*> in_group;
  for (const ArrivedEvent& event : group.events) {
    const auto before = held.find(event.id);
    const auto twin = in_group.emplace(event.id, &event.bytes);
    const EventBytes* known = nullptr;
    if (before != held.end()) known = &before->second;
    if (!twin.second) known = twin.first->second;
    if (known != nullptr && *known != event.bytes) return failed(BytesDiffer{event.id});
    if (known == nullptr || PERK_PLANTED(Mutant::StoresDuplicates)) fresh.push_back(event);
  }
  return fresh;
}

std::vector<StoredEvent> place(ShardEnd& end, const std::vector<ArrivedEvent>& fresh,
                               WallTime now) {
  std::vector<StoredEvent> placed;
  placed.reserve(fresh.size());
  for (const ArrivedEvent& event : fresh) {
    end.position = end.position.next();
    end.hash = sync::shard_link(end.hash, end.position, event.id, event.bytes);
    placed.push_back(
        {end.shard, end.position, event.id, event.store, event.card, event.bytes, end.hash, now});
  }
  return placed;
}

std::vector<ArrivedEvent> number(HeadOfficeLog& log, const std::vector<Event>& events) {
  std::vector<ArrivedEvent> numbered;
  numbered.reserve(events.size());
  for (const Event& event : events) {
    EventBytes bytes = sync::encode_event(event);
    log.end = log.end.next();
    log.hash = sync::log_link(log.hash, log.end, bytes);
    numbered.push_back({{log.origin, log.end}, StoreId(), event.envelope.card, std::move(bytes)});
  }
  return numbered;
}

std::vector<EventId> ids_of(const std::vector<ArrivedEvent>& events) {
  std::vector<EventId> ids;
  ids.reserve(events.size());
  for (const ArrivedEvent& event : events) ids.push_back(event.id);
  return ids;
}

DecidedAppend described(const Decision& decision, const ShardEnd& end, const HeadOfficeLog& log,
                        const std::optional<StoredEvent>& prior) {
  PERK_CHECK(decision.is_repeat() == prior.has_value(), "a request leads to events once");
  if (!prior) return {false, end.shard, end.position, {log.origin, log.end}};
  PERK_CHECK(decision.prior->id == prior->id, "a repeat names another request's event");
  return {true, prior->shard, prior->position, prior->id};
}

HeadOfficeLog empty_log(Epoch epoch, Shard shard) {
  const Origin origin = Origin::head_office(epoch, shard);
  return {origin, Seq(), sync::log_genesis(StoreId(), origin)};
}

ShardEnd empty_shard(Epoch epoch, Shard shard) {
  return {shard, epoch, Position(), sync::shard_genesis(Epoch(1), shard)};
}

}  // namespace perk::central

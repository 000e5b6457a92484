#include "store_node/former_events.h"

#include <algorithm>

#include "sync/crypto/hash_chain.h"

namespace perk::store_node {

void FormerEvents::forget_all() {
  for (auto& [log, events] : heard_) events.clear();
  brought_.clear();
}

void FormerEvents::hear(const EventId& event, const EventBytes& bytes) {
  const auto log = heard_.find(event.origin);
  if (log != heard_.end()) log->second.insert_or_assign(event.seq, sync::sha256(bytes));
}

void FormerEvents::note(const Event& event, Seq own) {
  for (const Event* layer = &event; layer != nullptr;) {
    const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&layer->body);
    if (wrapped == nullptr) return;
    Seq& place = brought_.try_emplace({wrapped->name, wrapped->hash}, own).first->second;
    place = std::min(place, own);
    layer = wrapped->event.get();
  }
}

bool FormerEvents::was_heard(const EventId& event) const {
  const auto log = heard_.find(event.origin);
  return log != heard_.end() && log->second.contains(event.seq);
}

bool FormerEvents::was_brought(const ClosedLogName& name) const { return brought_.contains(name); }

bool FormerEvents::is_covered(const OwnEvent& event, Origin log, Seq synced_through) const {
  const auto brought = brought_.find({{log, event.seq}, event.hash});
  if (brought != brought_.end() && brought->second <= synced_through) return true;
  const auto events = heard_.find(log);
  if (events == heard_.end()) return false;
  const auto heard = events->second.find(event.seq);
  return heard != events->second.end() && heard->second == sync::sha256(event.bytes);
}

FormerEvents::Holding FormerEvents::holding_of(const IncarnationClosed& closed,
                                               const OwnEvent& event, Seq same_through) const {
  if (event.seq <= same_through) return Holding::Held;
  const auto log = heard_.find(closed.incarnation);
  if (log != heard_.end()) {
    const auto heard = log->second.find(event.seq);
    if (heard != log->second.end())
      return heard->second == sync::sha256(event.bytes) ? Holding::Held : Holding::Lacking;
  }
  return event.seq <= closed.known_through ? Holding::NotHeardYet : Holding::Lacking;
}

}  // namespace perk::store_node

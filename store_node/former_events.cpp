#include "store_node/former_events.h"

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

void FormerEvents::note(const Event& event) {
  for (const Event* layer = &event; layer != nullptr;) {
    const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&layer->body);
    if (wrapped == nullptr) return;
    brought_.insert({wrapped->name, wrapped->hash});
    layer = wrapped->event.get();
  }
}

bool FormerEvents::was_heard(const EventId& event) const {
  const auto log = heard_.find(event.origin);
  return log != heard_.end() && log->second.contains(event.seq);
}

bool FormerEvents::was_brought(const ClosedLogName& name) const { return brought_.contains(name); }

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

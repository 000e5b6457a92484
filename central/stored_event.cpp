#include "central/stored_event.h"

namespace perk::central {

Result<RecordedEvent, sync::Malformed> decode_stored(const StoredEvent& stored) {
  auto event = sync::decode_event(stored.bytes);
  if (!event) return failed(event.error());
  return RecordedEvent{stored.id, std::move(event).value()};
}

Result<CardHistory, sync::Malformed> fold_stored(const std::vector<StoredEvent>& events) {
  CardHistory history;
  history.events.reserve(events.size());
  for (const StoredEvent& stored : events) {
    auto recorded = decode_stored(stored);
    if (!recorded) return failed(recorded.error());
    evolve(history.card, recorded.value());
    history.events.push_back(std::move(recorded).value());
  }
  return history;
}

}  // namespace perk::central

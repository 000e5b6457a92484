#include "central/stored_event.h"

namespace perk::central {

Result<RecordedEvent, sync::Malformed> decode_stored(const StoredEvent& stored) {
  auto event = sync::decode_event(stored.bytes);
  if (!event) return failed(event.error());
  return RecordedEvent{stored.id, std::move(event).value()};
}

Result<std::optional<RecordedEvent>, sync::Malformed> decode_stored(
    const std::optional<StoredEvent>& stored) {
  if (!stored) return std::optional<RecordedEvent>();
  auto recorded = decode_stored(*stored);
  if (!recorded) return failed(recorded.error());
  return std::optional(std::move(recorded).value());
}

Result<CardState, sync::Malformed> fold_stored(const std::vector<StoredEvent>& events) {
  CardState card;
  for (const StoredEvent& stored : events) {
    const auto recorded = decode_stored(stored);
    if (!recorded) return failed(recorded.error());
    evolve(card, recorded.value());
  }
  return card;
}

}  // namespace perk::central

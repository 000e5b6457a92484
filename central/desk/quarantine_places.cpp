#include "central/desk/quarantine_places.h"

#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"

namespace perk::central {
namespace {

constexpr std::size_t kRowsAtOnce = 1'000;

}  // namespace

Stored<Done> QuarantinePlaces::catch_up(EventStore& events) {
  for (;;) {
    const auto page = events.quarantined(last_, kRowsAtOnce);
    if (!page) return failed(page.error());
    if (page.value().empty()) return Done{};
    for (const QuarantinedEvent& row : page.value()) {
      places_.emplace(row.event, sync::sha256(row.bytes));
      const auto event = sync::decode_event(row.bytes);
      const auto* wrapped =
          event ? std::get_if<ClosedLogEventRecorded>(&event.value().body) : nullptr;
      // Also by the outer one: what a handed-in log had itself brought of an older one.
      if (wrapped != nullptr) brought_.insert({wrapped->name, wrapped->hash});
      if (wrapped != nullptr) brought_.insert(counted_as(*wrapped));
      last_ = row.id;
    }
  }
}

const Digest* QuarantinePlaces::find(const EventId& event) const {
  const auto found = places_.find(event);
  return found == places_.end() ? nullptr : &found->second;
}

}  // namespace perk::central

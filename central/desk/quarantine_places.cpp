#include "central/desk/quarantine_places.h"

#include "sync/crypto/hash_chain.h"
#include "sync/crypto/receipt.h"
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
      if (auto added = add(events, row); !added) return added;
      last_ = row.id;
    }
  }
}

Stored<Done> QuarantinePlaces::add(EventStore& events, const QuarantinedEvent& row) {
  places_.emplace(row.event, sync::sha256(row.bytes));
  const auto event = sync::decode_event(row.bytes);
  if (!event || !is_foldable(event.value())) return Done{};
  const auto* const wrapped = std::get_if<ClosedLogEventRecorded>(&event.value().body);
  if (wrapped == nullptr) return Done{};
  const auto store = events.find_store(row.store);
  if (!store) return failed(store.error());
  const bool is_proven =
      store.value() && sync::is_genuine_throughout(*wrapped, row.store, keys_of(*store.value()));
  if (!is_proven) return Done{};
  // Also by the outer one: what a handed-in log had itself brought of an older one.
  brought_.insert({wrapped->name, wrapped->hash});
  brought_.insert(counted_as(*wrapped));
  return Done{};
}

const Digest* QuarantinePlaces::find(const EventId& event) const {
  const auto found = places_.find(event);
  return found == places_.end() ? nullptr : &found->second;
}

}  // namespace perk::central

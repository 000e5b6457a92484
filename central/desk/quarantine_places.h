// What stands in quarantine, by name: so that what is there is not put there again, however it came. Only grows, as the
// quarantine does. Single-threaded; catch_up() blocks.
#pragma once

#include <map>
#include <set>

#include "central/event_store.h"
#include "ledger/closed_log.h"

namespace perk::central {

class QuarantinePlaces {
 public:
  /// Reads what came since the last call.
  [[nodiscard]] Stored<Done> catch_up(EventStore& events);

  /// Whether this very event of a closed log stands there with its proof, brought by whatever log, or handed in. What
  /// proves nothing can never be accepted, and stands in nobody's way.
  [[nodiscard]] bool has(const ClosedLogName& name) const { return brought_.contains(name); }
  /// SHA-256 of the bytes that stand under this name; null: none do.
  [[nodiscard]] const Digest* find(const EventId& event) const;

 private:
  [[nodiscard]] Stored<Done> add(EventStore& events, const QuarantinedEvent& row);

  std::uint64_t last_ = 0;  // Its number.
  std::map<EventId, Digest> places_;
  std::set<ClosedLogName> brought_;
};

}  // namespace perk::central

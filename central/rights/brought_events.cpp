#include "central/rights/brought_events.h"

#include <algorithm>

namespace perk::central {
namespace {

void set_aside(TakenIn& taken, const EventId& id, const std::string& reason, WallTime now) {
  for (ShardGroup& group : taken.groups) {
    const auto found = std::ranges::find(group.events, id, &ArrivedEvent::id);
    if (found == group.events.end()) continue;
    taken.quarantined.push_back({0, id, found->store, reason, std::move(found->bytes), now});
    group.events.erase(found);
  }
  std::erase_if(taken.groups, [](const ShardGroup& group) { return group.events.empty(); });
}

}  // namespace

Stored<TakenIn> sort_out_brought(TakenIn taken, ClosedLogs& closed, WallTime now) {
  const std::vector<BroughtEvent> brought = std::exchange(taken.brought, {});
  for (const BroughtEvent& event : brought) {
    const auto reason = closed.reason_against(taken.progress.store, event.wrapped);
    if (!reason) return failed(reason.error());
    if (reason.value()) set_aside(taken, event.by, *reason.value(), now);
  }
  return taken;
}

}  // namespace perk::central

#include "central/projections/stuck_shards.h"

#include <algorithm>

namespace perk::central {
namespace {

/// At four passes a second, which is what an idle runner makes, a try every quarter of a minute.
constexpr unsigned kPassesBetweenTriesMax = 64;

}  // namespace

bool StuckShards::is_due(const ProjectionId& projection, Shard shard) {
  const std::scoped_lock lock(mutex_);
  const auto found = waits_.find({projection, shard});
  if (found == waits_.end()) return true;
  unsigned& left = found->second.passes_left;
  if (left > 0) --left;
  return left == 0;
}

bool StuckShards::add(const StuckShard& stuck) {
  const std::scoped_lock lock(mutex_);
  const auto [place, is_new] = waits_.try_emplace({stuck.projection, stuck.shard});
  Wait& wait = place->second;
  wait.why = stuck.why;
  wait.passes = std::clamp(wait.passes * 2, 1U, kPassesBetweenTriesMax);
  wait.passes_left = wait.passes;
  return is_new;
}

bool StuckShards::remove(const ProjectionId& projection, Shard shard) {
  const std::scoped_lock lock(mutex_);
  return waits_.erase({projection, shard}) > 0;
}

void StuckShards::forget_versions_before(const ProjectionId& live) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(waits_, [&](const auto& entry) {
    const ProjectionId& stuck = entry.first.first;
    return stuck.kind == live.kind && stuck.version < live.version;
  });
}

std::vector<StuckShard> StuckShards::all() const {
  const std::scoped_lock lock(mutex_);
  std::vector<StuckShard> all;
  for (const auto& [place, wait] : waits_) all.push_back({place.first, place.second, wait.why});
  return all;
}

}  // namespace perk::central

#include "central/verify/heads_now.h"

#include <algorithm>

namespace perk::central {
namespace {

Stored<std::vector<LogHead>> log_heads(EventStore& events) {
  std::vector<LogHead> heads;
  const auto origins = events.origins();
  if (!origins) return failed(origins.error());
  for (const OriginProgress& log : origins.value())
    heads.push_back({log.origin, log.store, log.through, log.hash});
  const auto own = events.head_office_logs();
  if (!own) return failed(own.error());
  const auto starts = events.epoch_starts();
  if (!starts) return failed(starts.error());
  std::vector<HeadOfficeLog> logs = own.value();
  for (const EpochStart& start : starts.value()) logs.push_back(start.former_log);
  for (const HeadOfficeLog& log : logs) heads.push_back({log.origin, StoreId(), log.end, log.hash});
  std::ranges::sort(heads, {}, &LogHead::origin);
  return heads;
}

}  // namespace

Stored<Heads> heads_now(EventStore& events, WallTime now) {
  const auto chain = events.chain();
  if (!chain) return failed(chain.error());
  auto logs = log_heads(events);
  if (!logs) return failed(logs.error());
  auto shards = events.shard_ends();
  if (!shards) return failed(shards.error());
  return Heads{chain.value(), now, std::move(logs).value(), std::move(shards).value()};
}

}  // namespace perk::central

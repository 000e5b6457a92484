#include "ops/demo_run/agreement.h"

#include <algorithm>

namespace perk::ops {
namespace {

template <typename Reply>
std::optional<Reply> ask(const Stage& stage, const central::AdminRequest& request) {
  const auto reply = stage.ask()(request);
  const auto* wanted = reply ? std::get_if<Reply>(&reply.value()) : nullptr;
  return wanted != nullptr ? std::optional<Reply>(*wanted) : std::nullopt;
}

bool has_everything(const store_node::StatusAnswer& shop, std::uint64_t events) {
  return shop.is_connected && !shop.is_bringing && shop.synced_through == shop.log_end &&
         shop.log_end.value() + shop.replica_events >= events;
}

bool is_held(const store_node::StatusAnswer& shop, const central::StoresReply& stores) {
  return std::all_of(stores.stores.begin(), stores.stores.end(), [&](const auto& row) {
    return row.store != shop.store || row.held_through == shop.log_end;
  });
}

}  // namespace

std::optional<std::uint64_t> events_everybody_has(Stage& stage, Watch& watch) {
  const auto& seen = watch.look();
  const auto health = ask<central::HealthReply>(stage, central::HealthRequest{});
  const auto stores = ask<central::StoresReply>(stage, central::StoresRequest{});
  const auto models = ask<central::ProjectionsReply>(stage, central::ProjectionsRequest{});
  if (!health || !stores || !models) return std::nullopt;
  const bool shops_agree = std::all_of(seen.begin(), seen.end(), [&](const auto& shop) {
    return shop && has_everything(*shop, health->events) && is_held(*shop, *stores);
  });
  const bool models_are_whole = std::all_of(models->projections.begin(), models->projections.end(),
                                            [](const auto& row) { return row.lag == 0; });
  if (!shops_agree || !models_are_whole) return std::nullopt;
  return health->events;
}

}  // namespace perk::ops

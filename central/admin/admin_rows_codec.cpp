// Replies about the whole chain: stores, projections, checks, money, health.
#include "central/admin/admin_proto.h"

namespace perk::central {
namespace {

void write_store(const StoreRow& store, v1::StoreRow& wire) {
  wire.set_store(store.store.value());
  wire.set_name(store.name);
  wire.set_incarnation(store.incarnation ? store.incarnation->value() : 0);
  wire.set_connected(store.is_connected);
  wire.set_last_heard_wall_ms(wall_to_wire(store.last_heard));
  wire.set_held_through(store.held_through.value());
  wire.set_reported_backlog(store.reported_backlog);
  wire.set_incarnations(store.incarnations);
  wire.set_sold_minor(store.sold.minor());
  wire.set_loaded_minor(store.loaded.minor());
  wire.set_reversed_minor(store.reversed.minor());
  wire.set_sold_cut_off_minor(store.sold_cut_off.minor());
  wire.set_purchases(store.purchases);
  wire.set_sold_cut_off(store.purchases_cut_off);
  wire.set_revoked_wall_ms(wall_to_wire(store.revoked_at));
  wire.set_keys(store.keys);
  wire.set_key_since_wall_ms(wall_to_wire(store.key_since));
  wire.set_open_former_logs(store.open_former_logs);
}

StoreRow read_store(const v1::StoreRow& wire) {
  StoreRow store;
  store.store = StoreId(wire.store());
  store.name = wire.name();
  store.incarnation = Origin::from_value(wire.incarnation());
  store.is_connected = wire.connected();
  store.last_heard = wall_from_wire(wire.last_heard_wall_ms());
  store.held_through = Seq(wire.held_through());
  store.reported_backlog = wire.reported_backlog();
  store.incarnations = wire.incarnations();
  store.sold = Amount(wire.sold_minor());
  store.loaded = Amount(wire.loaded_minor());
  store.reversed = Amount(wire.reversed_minor());
  store.sold_cut_off = Amount(wire.sold_cut_off_minor());
  store.purchases = wire.purchases();
  store.purchases_cut_off = wire.sold_cut_off();
  store.revoked_at = wall_from_wire(wire.revoked_wall_ms());
  store.keys = wire.keys();
  store.key_since = wall_from_wire(wire.key_since_wall_ms());
  store.open_former_logs = wire.open_former_logs();
  return store;
}

}  // namespace

void write(const StoresReply& reply, v1::StoresReply& wire) {
  for (const StoreRow& store : reply.stores) write_store(store, *wire.add_stores());
  wire.set_now_wall_ms(reply.now.millis());
  wire.set_currency(std::string(reply.currency.code()));
}

StoresReply read(FieldReader& fields, const v1::StoresReply& wire) {
  StoresReply reply;
  for (const v1::StoreRow& row : wire.stores()) reply.stores.push_back(read_store(row));
  reply.now = WallTime(wire.now_wall_ms());
  reply.currency = fields.currency(wire.currency());
  return reply;
}

void write(const ProjectionsReply& reply, v1::ProjectionsReply& wire) {
  for (const ProjectionRow& projection : reply.projections) {
    v1::ProjectionRow& row = *wire.add_projections();
    row.set_name(projection.name);
    row.set_version(projection.version);
    row.set_folded(projection.folded);
    row.set_lag(projection.lag);
    row.set_building_version(projection.building_version);
    row.set_building_folded(projection.building_folded);
    row.set_parked(projection.parked);
    for (const StuckShardRow& stuck : projection.stuck) {
      row.add_stuck()->set_shard(stuck.shard.value());
      row.mutable_stuck()->rbegin()->set_why(stuck.why);
    }
  }
}

ProjectionsReply read(FieldReader& fields, const v1::ProjectionsReply& wire) {
  ProjectionsReply reply;
  for (const v1::ProjectionRow& row : wire.projections()) {
    reply.projections.push_back({row.name(),
                                 row.version(),
                                 row.folded(),
                                 row.lag(),
                                 row.parked(),
                                 row.building_version(),
                                 row.building_folded(),
                                 {}});
    for (const v1::StuckShardRow& stuck : row.stuck()) {
      const Shard shard(fields.small_number(stuck.shard(), "a stuck shard"));
      reply.projections.back().stuck.push_back({shard, stuck.why()});
    }
  }
  return reply;
}

void write(const RebuildReply& reply, v1::RebuildReply& wire) {
  wire.set_projection(reply.projection);
  wire.set_version(reply.version);
  wire.set_events(reply.events);
  wire.set_milliseconds(static_cast<std::uint64_t>(reply.took.count()));
  wire.set_swap_microseconds(reply.swap_microseconds);
}

RebuildReply read(FieldReader&, const v1::RebuildReply& wire) {
  return {wire.projection(), wire.version(), wire.events(),
          Millis(static_cast<std::int64_t>(wire.milliseconds())), wire.swap_microseconds()};
}

void write(const VerifyReply& reply, v1::VerifyReply& wire) {
  for (const VerifyCheck& check : reply.checks) {
    v1::VerifyCheck& row = *wire.add_checks();
    row.set_name(check.name);
    row.set_holds(check.holds);
    row.set_detail(check.detail);
  }
  wire.set_events(reply.events);
}

VerifyReply read(FieldReader&, const v1::VerifyReply& wire) {
  VerifyReply reply;
  for (const v1::VerifyCheck& row : wire.checks()) {
    reply.checks.push_back({row.name(), row.holds(), row.detail()});
  }
  reply.events = wire.events();
  return reply;
}

void write(const MoneyLineReply& reply, v1::MoneyLineReply& wire) {
  wire.set_currency(std::string(reply.currency.code()));
  wire.set_loaded_minor(reply.line.loaded.minor());
  wire.set_redeemed_minor(reply.line.redeemed.minor());
  wire.set_reversed_minor(reply.line.reversed.minor());
  wire.set_unexplained_minor(reply.line.unexplained.minor());
  wire.set_balances_minor(reply.line.balances.minor());
  wire.set_overdrafts_minor(reply.line.overdrafts.minor());
  wire.set_covered_minor(reply.line.covered.minor());
  wire.set_unloaded_minor(reply.line.unloaded.minor());
  wire.set_adjusted_minor(reply.line.adjusted.minor());
  wire.set_cards_overdrawn(reply.line.cards_overdrawn);
  wire.set_cards(reply.cards);
  wire.set_events(reply.events);
  wire.set_holds(reply.holds);
  for (const std::string& violation : reply.violations) wire.add_violations(violation);
}

MoneyLineReply read(FieldReader& fields, const v1::MoneyLineReply& wire) {
  MoneyLineReply reply;
  reply.currency = fields.currency(wire.currency());
  reply.line.loaded = Amount(wire.loaded_minor());
  reply.line.redeemed = Amount(wire.redeemed_minor());
  reply.line.reversed = Amount(wire.reversed_minor());
  reply.line.unexplained = Amount(wire.unexplained_minor());
  reply.line.balances = Amount(wire.balances_minor());
  reply.line.overdrafts = Amount(wire.overdrafts_minor());
  reply.line.covered = Amount(wire.covered_minor());
  reply.line.unloaded = Amount(wire.unloaded_minor());
  reply.line.adjusted = Amount(wire.adjusted_minor());
  reply.line.cards_overdrawn = wire.cards_overdrawn();
  reply.cards = wire.cards();
  reply.events = wire.events();
  reply.holds = wire.holds();
  reply.violations = {wire.violations().begin(), wire.violations().end()};
  return reply;
}

void write(const HealthReply& reply, v1::HealthReply& wire) {
  wire.set_version(reply.version);
  wire.set_database_reachable(reply.is_database_reachable);
  wire.set_epoch(reply.epoch.value());
  wire.set_shard_count(reply.shard_count);
  wire.set_events(reply.events);
  wire.set_sessions(reply.sessions);
  wire.set_frames_refused(reply.frames_refused);
  wire.set_quarantined(reply.quarantined);
  wire.set_key(to_wire(reply.key.bytes));
  wire.set_revoked_stores(reply.revoked_stores);
  wire.set_wrong_numbers(reply.wrong_numbers);
  wire.set_most_wrong_numbers(reply.most_wrong_numbers);
  wire.set_most_wrong_at(reply.most_wrong_at);
  wire.set_open_former_logs(reply.open_former_logs);
  wire.set_run_on_cards(reply.is_run_on_cards);
}

HealthReply read(FieldReader& fields, const v1::HealthReply& wire) {
  HealthReply reply;
  reply.version = wire.version();
  reply.is_database_reachable = wire.database_reachable();
  reply.epoch = Epoch(wire.epoch());
  reply.shard_count = fields.small_number(wire.shard_count(), "the number of shards");
  reply.events = wire.events();
  reply.sessions = wire.sessions();
  reply.frames_refused = wire.frames_refused();
  reply.quarantined = wire.quarantined();
  reply.revoked_stores = wire.revoked_stores();
  reply.wrong_numbers = wire.wrong_numbers();
  reply.most_wrong_numbers = wire.most_wrong_numbers();
  reply.most_wrong_at = wire.most_wrong_at();
  reply.open_former_logs = wire.open_former_logs();
  reply.is_run_on_cards = wire.run_on_cards();
  // A head office of before has none.
  if (!wire.key().empty()) reply.key = fields.fixed_bytes<PublicKey>(wire.key(), "the key");
  return reply;
}

}  // namespace perk::central

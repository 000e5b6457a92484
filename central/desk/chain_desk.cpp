#include "central/desk/chain_desk.h"

#include <algorithm>

#include "central/projections/rebuild.h"
#include "central/rights/number_book.h"
#include "sync/crypto/enrol_code.h"

namespace perk::central {
namespace {

constexpr std::size_t kQuarantinePage = 1'000;

bool is_store_name(const std::string& name) {
  const auto is_printable = [](char letter) {
    return static_cast<unsigned char>(letter) >= 0x20 && letter != 0x7f;
  };
  return name.size() <= 64 && name.find_first_not_of(' ') != std::string::npos &&
         std::ranges::all_of(name, is_printable);
}

AdminFault name_malformed() {
  return {"malformed", "A store's name is 1 to 64 printable characters."};
}

std::uint64_t sum_of(const std::vector<Position>& folded) {
  std::uint64_t sum = 0;
  for (const Position position : folded) sum += position.value();
  return sum;
}

std::vector<StuckShardRow> stuck_in(ProjectionKind kind, const ProjectionRunner& runner) {
  std::vector<StuckShardRow> rows;
  for (const StuckShard& stuck : runner.stuck()) {
    if (stuck.projection.kind == kind) rows.push_back({stuck.shard, stuck.why});
  }
  return rows;
}

Stored<std::uint64_t> events_in(EventStore& events) {
  const auto ends = events.shard_ends();
  if (!ends) return failed(ends.error());
  std::uint64_t sum = 0;
  for (const ShardEnd& end : ends.value()) sum += end.position.value();
  return sum;
}

Stored<std::uint64_t> quarantined_in(EventStore& events) {
  std::uint64_t count = 0;
  std::uint64_t last = 0;
  while (true) {
    const auto page = events.quarantined(last, kQuarantinePage);
    if (!page) return failed(page.error());
    if (page.value().empty()) return count;
    count += page.value().size();
    last = page.value().back().id;
  }
}

/// The newest incarnation, and how many there were.
void add_origin(StoreRow& row, const OriginProgress& progress, WallTime& newest) {
  ++row.incarnations;
  if (row.incarnation && progress.registered_at < newest) return;
  newest = progress.registered_at;
  row.incarnation = progress.origin;
  row.held_through = progress.through;
}

void add_line(StoreRow& row, const StoreLine& line) {
  row.is_connected = line.is_connected;
  row.reported_backlog = line.reported_backlog;
  row.last_heard = std::max(line.last_heard, row.last_heard.value_or(WallTime()));
}

void add_position(StoreRow& row, const StorePositionRow& position) {
  row.sold = position.sold;
  row.loaded = position.loaded;
  row.reversed = position.reversed;
  row.sold_cut_off = position.sold_cut_off;
  row.purchases = position.purchases;
  row.purchases_cut_off = position.purchases_cut_off;
}

/// When the first of its logs went on under the present key.
WallTime key_since(const StoreRecord& store) {
  return std::ranges::find(store.key_changes, store.key, &LogKeyChange::next)->since;
}

/// Of each store that has any: its logs before the newest that nobody closed.
std::map<StoreId, std::uint64_t> open_former_logs(const DeskSurroundings& around,
                                                  const std::vector<OriginProgress>& origins) {
  std::map<StoreId, const OriginProgress*> newest;
  for (const OriginProgress& progress : origins) {
    const OriginProgress*& known = newest[progress.store];
    if (known == nullptr || progress.registered_at >= known->registered_at) known = &progress;
  }
  std::map<StoreId, std::uint64_t> open;
  around.risk.read([&](const ChainRisk& risk) {
    for (const OriginProgress& progress : origins) {
      const bool is_former =
          progress.origin.is_incarnation() && newest[progress.store] != &progress;
      if (is_former && !risk.logs().is_closed(progress.origin)) ++open[progress.store];
    }
  });
  return open;
}

Stored<std::map<StoreId, StoreRow>> store_rows(const DeskSurroundings& around) {
  const auto stores = around.events.stores();
  if (!stores) return failed(stores.error());
  const auto origins = around.events.origins();
  if (!origins) return failed(origins.error());
  const auto positions = around.projections.store_positions();
  if (!positions) return failed(positions.error());
  std::map<StoreId, StoreRow> rows;
  for (const StoreRecord& store : stores.value()) {
    StoreRow& row = rows[store.store];
    row.store = store.store;
    row.name = store.name;
    row.last_heard = store.last_heard;
    row.keys = keys_of(store).count();
    if (!store.key_changes.empty()) row.key_since = key_since(store);
  }
  around.risk.read([&](const ChainRisk& risk) {
    for (const auto& [store, revocation] : risk.revocations().all())
      rows[store].revoked_at = revocation.at.wall();
  });
  std::map<StoreId, WallTime> newest;
  for (const OriginProgress& progress : origins.value()) {
    add_origin(rows[progress.store], progress, newest[progress.store]);
  }
  for (const auto& [store, count] : open_former_logs(around, origins.value()))
    rows[store].open_former_logs = count;
  for (const StoreLine& line : around.lines.lines()) add_line(rows[line.store], line);
  for (const auto& [store, position] : positions.value()) add_position(rows[store], position);
  return rows;
}

/// A revoked store's name is used up: its machine's successor needs a name of its own.
std::optional<AdminFault> fault_if_revoked(const DeskSurroundings& around,
                                           const std::string& name) {
  const auto stores = around.events.stores();
  if (!stores) return fault_of(stores.error());
  const auto store = std::ranges::find(stores.value(), name, &StoreRecord::name);
  if (store == stores.value().end()) return std::nullopt;
  const auto revoked = around.closed.is_revoked(store->store);
  if (!revoked) return fault_of(revoked.error());
  if (!revoked.value()) return std::nullopt;
  return AdminFault{"store_revoked", "'" + name +
                                         "' was revoked: enrol the machine that takes its place "
                                         "under another name."};
}

void add_guesses(const DeskSurroundings& around, HealthReply& reply) {
  const GuessesSeen seen = around.lines.guesses();
  reply.wrong_numbers = seen.recent;
  reply.is_run_on_cards = seen.is_run;
  reply.most_wrong_numbers = seen.most;
  if (seen.most == 0) return;
  const auto store = around.events.find_store(seen.most_at);
  if (store && store.value()) reply.most_wrong_at = store.value()->name;
}

}  // namespace

DeskAnswer<EnrolReply> ChainDesk::enrol(const EnrolRequest& request) {
  if (!is_store_name(request.name)) return failed(name_malformed());
  if (auto fault = fault_if_revoked(around_, request.name)) return failed(std::move(*fault));
  const auto enrolled = until_known(
      [&] { return around_.events.enrol(request.name, request.public_key, around_.clock.wall()); });
  if (!enrolled) return failed(fault_of(enrolled.error()));
  if (enrolled.value().outcome == EnrolOutcome::NameTaken) {
    return failed(AdminFault{
        "store_exists", "A store called '" + request.name + "' is enrolled with another key."});
  }
  const NumberBook book(around_.events, around_.risk, around_.chain.shard_count);
  const auto numbers = book.look();
  if (!numbers) return failed(fault_of(numbers.error()));
  EnrolReply reply{enrolled.value().store.store,
                   enrolled.value().store.name,
                   enrolled.value().outcome == EnrolOutcome::SameAsBefore,
                   {},
                   around_.chain.currency,
                   around_.chain.shard_count,
                   {}};
  for (const StoredNumberKey& key : numbers.value().keys) {
    reply.number_keys.push_back({key.version, {key.key.begin(), key.key.end()}});
  }
  for (const StoredNumberRange& held : numbers.value().ranges)
    reply.number_ranges.push_back(held.range);
  return reply;
}

DeskAnswer<OfferCodeReply> ChainDesk::offer_code(const OfferCodeRequest& request) {
  if (!is_store_name(request.name)) return failed(name_malformed());
  if (!around_.authority) {
    return failed(AdminFault{"no_authority",
                             "This head office signs no certificates: set tls.authority to the "
                             "directory that `perk ca init` made."});
  }
  if (auto fault = fault_if_revoked(around_, request.name)) return failed(std::move(*fault));
  const sync::EnrolCode code{sync::random_nonce(), sync::mark_of(*around_.authority)};
  const WallTime now = around_.clock.wall();
  const OfferedCode offered{sync::hash_of(code.secret), request.name, now + request.valid_for};
  const auto kept = until_known([&] { return around_.events.offer_code(offered, now); });
  if (!kept) return failed(fault_of(kept.error()));
  return OfferCodeReply{to_text(code), request.name, offered.expires,
                        kept.value() == OfferOutcome::ForKnownStore};
}

DeskAnswer<StoresReply> ChainDesk::stores() {
  auto rows = store_rows(around_);
  if (!rows) return failed(fault_of(rows.error()));
  StoresReply reply;
  reply.now = around_.clock.wall();
  reply.currency = around_.chain.currency;
  for (auto& [store, row] : rows.value()) reply.stores.push_back(std::move(row));
  return reply;
}

DeskAnswer<ProjectionsReply> ChainDesk::projections() {
  const auto statuses = around_.projections.status();
  if (!statuses) return failed(fault_of(statuses.error()));
  const auto events = events_in(around_.events);
  if (!events) return failed(fault_of(events.error()));
  ProjectionsReply reply;
  for (const ProjectionStatus& status : statuses.value()) {
    ProjectionRow& row = reply.projections.emplace_back();
    row.name = projection_name(status.kind);
    row.version = static_cast<std::uint32_t>(status.live.version.value());
    row.folded = sum_of(status.live.folded);
    row.lag = events.value() - std::min(events.value(), row.folded);
    row.parked = status.live.parked;
    row.stuck = stuck_in(status.kind, around_.runner);
    if (!status.building) continue;
    row.building_version = static_cast<std::uint32_t>(status.building->version.value());
    row.building_folded = sum_of(status.building->folded);
  }
  return reply;
}

DeskAnswer<RebuildReply> ChainDesk::rebuild(const RebuildRequest& request,
                                            const DeskProgress& on_progress) {
  const auto kind = projection_from_name(request.projection);
  if (!kind) {
    return failed(AdminFault{"projection_unknown",
                             "There is no projection of this name: there are balance, statement "
                             "and store_position."});
  }
  const auto rebuilt =
      central::rebuild(*kind, around_.events, around_.projections, around_.runner,
                       [&](std::uint64_t done, std::uint64_t total) {
                         on_progress({"rebuild " + request.projection, done, total});
                       });
  if (!rebuilt) return failed(fault_of(rebuilt.error()));
  return RebuildReply{request.projection,
                      static_cast<std::uint32_t>(rebuilt.value().version.value()),
                      rebuilt.value().events, rebuilt.value().took,
                      static_cast<std::uint64_t>(rebuilt.value().swap.count())};
}

HealthReply ChainDesk::health() {
  HealthReply reply;
  add_guesses(around_, reply);
  reply.epoch = around_.chain.epoch;
  reply.shard_count = around_.chain.shard_count;
  reply.sessions = around_.lines.connected_count();
  reply.frames_refused = around_.lines.frames_refused();
  reply.revoked_stores =
      around_.risk.read([](const ChainRisk& risk) { return risk.revocations().all().size(); });
  const auto events = events_in(around_.events);
  const auto quarantined = quarantined_in(around_.events);
  const auto origins = around_.events.origins();
  reply.is_database_reachable =
      events.has_value() && quarantined.has_value() && origins.has_value();
  if (!reply.is_database_reachable) return reply;
  for (const auto& [store, count] : open_former_logs(around_, origins.value()))
    reply.open_former_logs += count;
  reply.events = events.value();
  reply.quarantined = quarantined.value();
  return reply;
}

}  // namespace perk::central

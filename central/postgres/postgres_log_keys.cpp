// The keys that stores' logs went on under, of the event store on PostgreSQL.
#include <map>

#include "central/postgres/postgres_event_store.h"
#include "central/postgres/postgres_stores.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

constexpr char kSelectChanges[] = "select store, origin, seq, former, next, since from log_keys";

LogKeyChange change_from(const pqxx::row& row) {
  return {origin_from(row[1]), Seq(from_bigint(row[2])), public_key_from(row[3]),
          public_key_from(row[4]), wall_from(row[5])};
}

void add_change(StoreRecord& store, const LogKeyChange& change) {
  store.key_changes.push_back(change);
  store.key = keys_of(store).present();
}

void insert_change(pqxx::work& work, const StoreRecord& store, const LogKeyChange& change) {
  work.exec_params(
      "insert into log_keys (store, number, origin, seq, former, next, since)"
      " values ($1, $2, $3, $4, $5, $6, $7)",
      as_bigint(store.store.value()), as_bigint(store.key_changes.size() + 1),
      as_bigint(change.log.value()), as_bigint(change.seq.value()), as_bytea(change.former.bytes),
      as_bytea(change.next.bytes), change.since.millis());
}

}  // namespace

StoreRecord with_key_changes(pqxx::work& work, StoreRecord store) {
  const auto rows =
      work.exec_params(std::string(kSelectChanges) + " where store = $1 order by number",
                       as_bigint(store.store.value()));
  for (const auto& row : rows) add_change(store, change_from(row));
  return store;
}

void add_key_changes(pqxx::work& work, std::vector<StoreRecord>& stores) {
  std::map<StoreId, StoreRecord*> by_id;
  for (StoreRecord& store : stores) by_id[store.store] = &store;
  for (const auto& row : work.exec(std::string(kSelectChanges) + " order by store, number")) {
    const auto found = by_id.find(StoreId(from_bigint(row[0])));
    if (found != by_id.end()) add_change(*found->second, change_from(row));
  }
}

Stored<Done> PostgresEventStore::note_key_changes(StoreId store,
                                                  std::span<const LogKeyChange> changes) {
  return write([&](pqxx::work& work) {
    // Of two at once one waits for the other, and finds what it did.
    const auto rows = work.exec_params("select public_key from stores where store = $1 for update",
                                       as_bigint(store.value()));
    if (rows.empty()) return Done{};
    StoreRecord record{store, "", public_key_from(rows[0][0]), {}, std::nullopt};
    record = with_key_changes(work, std::move(record));
    for (const LogKeyChange& change : changes) {
      const LogKeys keys = keys_of(record);
      if (keys.has(change) || !keys.follows(change)) continue;
      insert_change(work, record, change);
      add_change(record, change);
    }
    return Done{};
  });
}

}  // namespace perk::central

// What the event store on PostgreSQL knows of stores.
#include "central/postgres/postgres_stores.h"

#include "central/postgres/counters.h"
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

constexpr char kSelectStores[] =
    "select store, name, public_key, enrolled_at, last_heard from stores";

StoreRecord store_from(const pqxx::row& row) {
  StoreRecord store{StoreId(from_bigint(row[0])), row[1].as<std::string>(), public_key_from(row[2]),
                    wall_from(row[3]), std::nullopt};
  if (!row[4].is_null()) store.last_heard = wall_from(row[4]);
  return store;
}

}  // namespace

Enrolment enrol_in(pqxx::work& work, const std::string& name, const PublicKey& key, WallTime now) {
  const std::uint64_t last = lock_dense_counter(work, "stores");
  const auto rows = work.exec_params(std::string(kSelectStores) + " where name = $1", name);
  if (!rows.empty()) {
    const StoreRecord store = with_key_changes(work, store_from(rows[0]));
    return {store.key == key ? EnrolOutcome::SameAsBefore : EnrolOutcome::NameTaken, store};
  }
  const StoreRecord store{StoreId(last + 1), name, key, now, std::nullopt};
  work.exec_params(
      "insert into stores (store, name, public_key, enrolled_at) values ($1, $2, $3, $4)",
      as_bigint(store.store.value()), name, as_bytea(key.bytes), now.millis());
  save_dense_counter(work, "stores", last + 1);
  return {EnrolOutcome::New, store};
}

Stored<Enrolment> PostgresEventStore::enrol(const std::string& name, const PublicKey& key,
                                            WallTime now) {
  return write([&](pqxx::work& work) { return enrol_in(work, name, key, now); });
}

Stored<std::vector<StoreRecord>> PostgresEventStore::stores() {
  return database_.transact([](pqxx::work& work) {
    std::vector<StoreRecord> all;
    for (const auto& row : work.exec(std::string(kSelectStores) + " order by store")) {
      all.push_back(store_from(row));
    }
    add_key_changes(work, all);
    return all;
  });
}

Stored<std::optional<StoreRecord>> PostgresEventStore::find_store(StoreId store) {
  return database_.transact([&](pqxx::work& work) -> std::optional<StoreRecord> {
    const auto rows = work.exec_params(std::string(kSelectStores) + " where store = $1",
                                       as_bigint(store.value()));
    if (rows.empty()) return std::nullopt;
    return with_key_changes(work, store_from(rows[0]));
  });
}

Stored<Done> PostgresEventStore::note_heard(std::span<const HeardFrom> heard) {
  SqlArray stores;
  SqlArray times;
  for (const HeardFrom& from : heard) {
    stores.add(from.store.value());
    times.add_signed(from.at.millis());
  }
  return write([&](pqxx::work& work) {
    work.exec_params(
        "update stores s set last_heard = heard.at"
        " from unnest($1::bigint[], $2::bigint[]) as heard (store, at) where s.store = heard.store",
        stores.text(), times.text());
    return Done{};
  });
}

}  // namespace perk::central

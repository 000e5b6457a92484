// What the event store on PostgreSQL knows of incarnations.
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/sql_values.h"
#include "sync/crypto/hash_chain.h"

namespace perk::central {
namespace {

OriginProgress progress_from(const pqxx::row& row) {
  return {origin_from(row[0]), StoreId(from_bigint(row[1])), Seq(from_bigint(row[2])),
          digest_from(row[3]), signature_from(row[4]),       wall_from(row[5])};
}

std::optional<OriginProgress> first_of(const pqxx::result& rows) {
  return rows.empty() ? std::nullopt : std::optional(progress_from(rows[0]));
}

}  // namespace

Stored<bool> PostgresEventStore::register_incarnation(StoreId store, Origin origin, WallTime now) {
  return write([&](pqxx::work& work) {
    work.exec_params(
        "insert into origins (origin, store, through, hash, seal, registered_at)"
        " values ($1, $2, 0, $3, $4, $5) on conflict (origin) do nothing",
        as_bigint(origin.value()), as_bigint(store.value()),
        as_bytea(sync::log_genesis(store, origin).bytes), as_bytea(Signature().bytes),
        now.millis());
    // Written, not only read: if another registered it a moment ago, that is durable when this is.
    const auto row = work.exec_params1(
        "update origins set written = written + 1 where origin = $1 returning store",
        as_bigint(origin.value()));
    return StoreId(from_bigint(row[0])) == store;
  });
}

Stored<std::optional<OriginProgress>> PostgresEventStore::progress(Origin origin) {
  return database_.transact([&](pqxx::work& work) {
    return first_of(work.exec_params(
        "select origin, store, through, hash, seal, registered_at from origins where origin = $1",
        as_bigint(origin.value())));
  });
}

Stored<std::vector<OriginProgress>> PostgresEventStore::origins() {
  return database_.transact([](pqxx::work& work) {
    std::vector<OriginProgress> all;
    for (const auto& row : work.exec("select origin, store, through, hash, seal, registered_at"
                                     " from origins order by registered_at, origin")) {
      all.push_back(progress_from(row));
    }
    return all;
  });
}

Stored<Done> PostgresEventStore::write_progress(std::span<const OriginProgress> progress) {
  SqlArray origins;
  SqlArray throughs;
  SqlArray hashes;
  SqlArray seals;
  for (const OriginProgress& moved : progress) {
    origins.add(moved.origin.value());
    throughs.add(moved.through.value());
    hashes.add(moved.hash.bytes);
    seals.add(moved.seal.bytes);
  }
  return write([&](pqxx::work& work) {
    // Rows that are ahead already are written all the same: this commit must wait for theirs.
    work.exec_params(
        "update origins o set written = o.written + 1,"
        " hash = case when moved.through > o.through then moved.hash else o.hash end,"
        " seal = case when moved.through > o.through then moved.seal else o.seal end,"
        " through = greatest(o.through, moved.through)"
        " from unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[])"
        " as moved (origin, through, hash, seal) where o.origin = moved.origin",
        origins.text(), throughs.text(), hashes.text(), seals.text());
    return Done{};
  });
}

Stored<std::optional<OriginProgress>> PostgresEventStore::touch_progress(Origin origin) {
  return write([&](pqxx::work& work) {
    return first_of(
        work.exec_params("update origins set written = written + 1 where origin = $1"
                         " returning origin, store, through, hash, seal, registered_at",
                         as_bigint(origin.value())));
  });
}

}  // namespace perk::central

// What the event store on PostgreSQL says of shards and of head office's own logs.
#include "central/placing.h"
#include "central/postgres/event_rows.h"
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/sql_values.h"

namespace perk::central {

Stored<std::vector<ShardEnd>> PostgresEventStore::shard_ends() {
  return database_.transact([](pqxx::work& work) {
    std::vector<ShardEnd> ends;
    for (const auto& row :
         work.exec("select shard, epoch, position, hash from shards order by shard")) {
      ends.push_back({Shard(row[0].as<std::uint16_t>()), Epoch(from_bigint(row[1])),
                      Position(from_bigint(row[2])), digest_from(row[3])});
    }
    return ends;
  });
}

Stored<std::optional<Digest>> PostgresEventStore::shard_hash_at(Shard shard, Position position) {
  return database_.transact([&](pqxx::work& work) -> std::optional<Digest> {
    if (position == Position()) {
      const auto rows =
          work.exec_params("select epoch from shards where shard = $1", shard.value());
      if (rows.empty()) return std::nullopt;
      return empty_shard(Epoch(from_bigint(rows[0][0])), shard).hash;
    }
    const auto rows =
        work.exec_params("select shard_hash from events where shard = $1 and position = $2",
                         shard.value(), as_bigint(position.value()));
    return rows.empty() ? std::nullopt : std::optional(digest_from(rows[0][0]));
  });
}

Stored<std::vector<HeadOfficeLog>> PostgresEventStore::head_office_logs() {
  return database_.transact([](pqxx::work& work) {
    std::vector<HeadOfficeLog> logs;
    for (const auto& row :
         work.exec("select shard, epoch, own_seq, own_hash from shards order by shard")) {
      const Shard shard(row[0].as<std::uint16_t>());
      logs.push_back({Origin::head_office(Epoch(from_bigint(row[1])), shard),
                      Seq(from_bigint(row[2])), digest_from(row[3])});
    }
    return logs;
  });
}

}  // namespace perk::central

// What the event store on PostgreSQL keeps in quarantine.
#include "central/postgres/counters.h"
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

enum class Held { No, Same, Differs };

Held held_in_quarantine(pqxx::work& work, const QuarantinedEvent& event) {
  const auto rows =
      work.exec_params("select bytes from quarantine where origin = $1 and seq = $2",
                       as_bigint(event.event.origin.value()), as_bigint(event.event.seq.value()));
  if (rows.empty()) return Held::No;
  return bytes_from(rows[0][0]) == event.bytes ? Held::Same : Held::Differs;
}

void insert_quarantined(pqxx::work& work, const QuarantinedEvent& event, std::uint64_t id) {
  work.exec_params(
      "insert into quarantine (origin, seq, id, store, reason, bytes, recorded_at)"
      " values ($1, $2, $3, $4, $5, $6, $7)",
      as_bigint(event.event.origin.value()), as_bigint(event.event.seq.value()), as_bigint(id),
      as_bigint(event.store.value()), event.reason, as_bytea(event.bytes),
      event.recorded_at.millis());
}

}  // namespace

Stored<Done> PostgresEventStore::quarantine(std::span<const QuarantinedEvent> events) {
  return write([&](pqxx::work& work) {
    std::uint64_t last = lock_dense_counter(work, "quarantine");
    for (const QuarantinedEvent& event : events) {
      const Held held = held_in_quarantine(work, event);
      if (held == Held::Differs) {
        throw RolledBack{
            {StorageFailure::GiveUp, "event " + to_string(event.event) + " came with other bytes"}};
      }
      if (held == Held::No) insert_quarantined(work, event, ++last);
    }
    save_dense_counter(work, "quarantine", last);
    return Done{};
  });
}

Stored<std::vector<QuarantinedEvent>> PostgresEventStore::quarantined(std::uint64_t after_id,
                                                                      std::size_t limit) {
  return database_.transact([&](pqxx::work& work) {
    std::vector<QuarantinedEvent> events;
    for (const auto& row : work.exec_params(
             "select id, origin, seq, store, reason, bytes, recorded_at from quarantine"
             " where id > $1 order by id limit $2",
             as_bigint(after_id), limit)) {
      events.push_back({from_bigint(row[0]),
                        {origin_from(row[1]), Seq(from_bigint(row[2]))},
                        StoreId(from_bigint(row[3])),
                        row[4].as<std::string>(),
                        bytes_from(row[5]),
                        wall_from(row[6])});
    }
    return events;
  });
}

}  // namespace perk::central

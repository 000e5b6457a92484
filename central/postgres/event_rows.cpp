#include "central/postgres/event_rows.h"

#include <algorithm>
#include <span>

#include "central/postgres/database.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

template <typename T>
std::vector<std::span<const T>> chunks_of(const std::vector<T>& all) {
  std::vector<std::span<const T>> chunks;
  std::span<const T> rest(all);
  while (!rest.empty()) {
    const auto size = std::min(rest.size(), kRowsPerStatementMax);
    chunks.push_back(rest.first(size));
    rest = rest.subspan(size);
  }
  return chunks;
}

/// The columns of rows to insert.
struct EventColumns {
  SqlArray position, origin, seq, store, card, bytes, shard_hash, recorded_at;
  void add(const StoredEvent& event) {
    position.add(event.position.value());
    origin.add(event.id.origin.value());
    seq.add(event.id.seq.value());
    store.add(event.store.value());
    event.card ? card.add(event.card->bytes) : card.add_null();
    bytes.add(event.bytes);
    shard_hash.add(event.shard_hash.bytes);
    recorded_at.add_signed(event.recorded_at.millis());
  }
};

}  // namespace

StoredEvent event_from(const pqxx::row& row) {
  return {Shard(row[0].as<std::uint16_t>()),
          Position(from_bigint(row[1])),
          {origin_from(row[2]), Seq(from_bigint(row[3]))},
          StoreId(from_bigint(row[4])),
          card_from(row[5]),
          bytes_from(row[6]),
          digest_from(row[7]),
          wall_from(row[8])};
}

std::vector<StoredEvent> events_from(const pqxx::result& rows) {
  std::vector<StoredEvent> events;
  events.reserve(rows.size());
  for (const auto& row : rows) events.push_back(event_from(row));
  return events;
}

CounterRow lock_counter(pqxx::work& work, Shard shard, Term writer) {
  const auto rows = work.exec_params(
      "update shards set written = written + 1 where shard = $1"
      " returning epoch, position, hash, own_seq, own_hash, term",
      shard.value());
  if (rows.empty()) {
    throw RolledBack{
        {StorageFailure::GiveUp, "there is no shard " + std::to_string(shard.value())}};
  }
  const auto row = rows[0];
  if (Term(from_bigint(row[5])) != writer) throw RolledBack{term_is_over()};
  const Epoch epoch(from_bigint(row[0]));
  return {{shard, epoch, Position(from_bigint(row[1])), digest_from(row[2])},
          {Origin::head_office(epoch, shard), Seq(from_bigint(row[3])), digest_from(row[4])}};
}

void save_counter(pqxx::work& work, const CounterRow& counter) {
  work.exec_params(
      "update shards set position = $2, hash = $3, own_seq = $4, own_hash = $5 where shard = $1",
      counter.end.shard.value(), as_bigint(counter.end.position.value()),
      as_bytea(counter.end.hash.bytes), as_bigint(counter.own_log.end.value()),
      as_bytea(counter.own_log.hash.bytes));
}

std::map<EventId, EventBytes> held_events(pqxx::work& work, const ShardGroup& group) {
  std::map<EventId, EventBytes> held;
  for (const auto chunk : chunks_of(group.events)) {
    SqlArray origins;
    SqlArray seqs;
    for (const ArrivedEvent& event : chunk) {
      origins.add(event.id.origin.value());
      seqs.add(event.id.seq.value());
    }
    const auto rows = work.exec_params(
        "select e.origin, e.seq, e.bytes"
        " from unnest($2::bigint[], $3::bigint[]) as asked (origin, seq)"
        " join events e on e.shard = $1 and e.origin = asked.origin and e.seq = asked.seq",
        group.shard.value(), origins.text(), seqs.text());
    for (const auto& row : rows) {
      held.emplace(EventId{origin_from(row[0]), Seq(from_bigint(row[1]))}, bytes_from(row[2]));
    }
  }
  return held;
}

void insert_events(pqxx::work& work, const std::vector<StoredEvent>& events) {
  for (const auto chunk : chunks_of(events)) {
    EventColumns columns;
    for (const StoredEvent& event : chunk) columns.add(event);
    work.exec_params(
        "insert into events"
        " (shard, position, origin, seq, store, card, bytes, shard_hash, recorded_at)"
        " select $1, * from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],"
        " $6::bytea[], $7::bytea[], $8::bytea[], $9::bigint[])",
        chunk.front().shard.value(), columns.position.text(), columns.origin.text(),
        columns.seq.text(), columns.store.text(), columns.card.text(), columns.bytes.text(),
        columns.shard_hash.text(), columns.recorded_at.text());
  }
}

}  // namespace perk::central

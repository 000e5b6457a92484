// What the event store on PostgreSQL keeps of head office's epochs.
#include "central/placing.h"
#include "central/postgres/event_rows.h"
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

/// The chain's row is written first, so that nobody begins an epoch beside this one.
void move_chain(pqxx::work& work, Epoch epoch) {
  const auto moved = work.exec_params("update chain set epoch = $1 where epoch < $1 returning one",
                                      as_bigint(epoch.value()));
  if (moved.empty()) {
    throw RolledBack{{StorageFailure::GiveUp,
                      "epoch " + std::to_string(epoch.value()) + " is not later than the present"}};
  }
}

void begin_in_shard(pqxx::work& work, Term writer, Epoch epoch, Shard shard, WallTime now) {
  const CounterRow counter = lock_counter(work, shard, writer);
  work.exec_params(
      "insert into epochs"
      " (epoch, shard, position, hash, former_epoch, own_seq, own_hash, began_at)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8)",
      as_bigint(epoch.value()), shard.value(), as_bigint(counter.end.position.value()),
      as_bytea(counter.end.hash.bytes), as_bigint(counter.end.epoch.value()),
      as_bigint(counter.own_log.end.value()), as_bytea(counter.own_log.hash.bytes), now.millis());
  work.exec_params("update shards set epoch = $2, own_seq = 0, own_hash = $3 where shard = $1",
                   shard.value(), as_bigint(epoch.value()),
                   as_bytea(empty_log(epoch, shard).hash.bytes));
}

}  // namespace

Stored<Done> PostgresEventStore::begin_epoch(const Event& begun, WallTime now) {
  const auto count = shard_count();
  if (!count) return failed(count.error());
  const Epoch epoch = std::get<EpochBegun>(begun.body).epoch;
  return database_.transact([&](pqxx::work& work) {
    move_chain(work, epoch);
    for (std::uint16_t number = 0; number < count.value(); ++number)
      begin_in_shard(work, term(), epoch, Shard(number), now);
    CounterRow counter = lock_counter(work, shard_of(StoreId(), count.value()), term());
    insert_events(work, place(counter.end, number(counter.own_log, {begun}), now));
    save_counter(work, counter);
    return Done{};
  });
}

Stored<std::vector<EpochStart>> PostgresEventStore::epoch_starts() {
  return database_.transact([](pqxx::work& work) {
    std::vector<EpochStart> starts;
    for (const auto& row :
         work.exec("select epoch, shard, position, hash, former_epoch, own_seq, own_hash"
                   " from epochs order by epoch, shard")) {
      const Shard shard(row[1].as<std::uint16_t>());
      const Epoch former(from_bigint(row[4]));
      starts.push_back(
          {Epoch(from_bigint(row[0])),
           {shard, former, Position(from_bigint(row[2])), digest_from(row[3])},
           {Origin::head_office(former, shard), Seq(from_bigint(row[5])), digest_from(row[6])}});
    }
    return starts;
  });
}

Stored<Done> PostgresEventStore::note_reported(Epoch epoch, Origin incarnation, WallTime now) {
  return write([&](pqxx::work& work) {
    work.exec_params(
        "insert into epoch_reports (epoch, origin, reported_at) values ($1, $2, $3)"
        " on conflict do nothing",
        as_bigint(epoch.value()), as_bigint(incarnation.value()), now.millis());
    return Done{};
  });
}

Stored<std::set<Origin>> PostgresEventStore::reported(Epoch epoch) {
  return database_.transact([&](pqxx::work& work) {
    std::set<Origin> all;
    for (const auto& row : work.exec_params("select origin from epoch_reports where epoch = $1",
                                            as_bigint(epoch.value())))
      all.insert(origin_from(row[0]));
    return all;
  });
}

}  // namespace perk::central

// Events and counter rows to SQL and back. For central/postgres/ only; every function is part of the
// caller's transaction and throws what libpqxx throws.
#pragma once

#include <map>
#include <vector>

#include <pqxx/pqxx>

#include "central/office_register.h"
#include "central/records.h"

namespace perk::central {

/// What event_from() reads, in its order.
inline constexpr char kEventColumns[] =
    "shard, position, origin, seq, store, card, bytes, shard_hash, recorded_at";
[[nodiscard]] StoredEvent event_from(const pqxx::row& row);
[[nodiscard]] std::vector<StoredEvent> events_from(const pqxx::result& rows);

/// Rows for one statement: more gain nothing (DESIGN §10, measured).
inline constexpr std::size_t kRowsPerStatementMax = 200;

/// A shard's counter row, as locked by this transaction.
struct CounterRow {
  ShardEnd end;
  HeadOfficeLog own_log;
};

/// Writes to the counter row, which locks it and makes this commit wait for all that was read.
/// GiveUp for a shard that does not exist; term_is_over() if another term than the writer's is in the row.
[[nodiscard]] CounterRow lock_counter(pqxx::work& work, Shard shard, Term writer);
void save_counter(pqxx::work& work, const CounterRow& counter);

/// Those of the group's events that the shard holds, with the bytes they are held with.
[[nodiscard]] std::map<EventId, EventBytes> held_events(pqxx::work& work, const ShardGroup& group);
void insert_events(pqxx::work& work, const std::vector<StoredEvent>& events);

}  // namespace perk::central

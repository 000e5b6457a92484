// Number ranges and keys of the event store on PostgreSQL.
#include "central/postgres/postgres_numbers.h"

#include <algorithm>

#include "central/postgres/counters.h"
#include "central/postgres/postgres_event_store.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

constexpr char kRanges[] = "number_ranges";

StoredNumberRange range_from(const pqxx::row& row) {
  const auto kind = range_kind_from_text(row[3].as<std::string>());
  if (!kind) {
    throw RolledBack{{StorageFailure::GiveUp, "a number range is of a kind not known here"}};
  }
  return {{row[0].as<std::string>(), row[1].as<std::size_t>(), row[2].as<std::uint32_t>(), *kind},
          CardSerial(from_bigint(row[4]))};
}

std::vector<StoredNumberRange> all_ranges(pqxx::work& work) {
  std::vector<StoredNumberRange> ranges;
  for (const auto& row : work.exec("select prefix, length, key_version, kind, next_serial"
                                   " from number_ranges order by id")) {
    ranges.push_back(range_from(row));
  }
  return ranges;
}

}  // namespace

Stored<std::vector<StoredNumberKey>> PostgresEventStore::number_keys() {
  return database_.transact([](pqxx::work& work) {
    std::vector<StoredNumberKey> keys;
    for (const auto& row : work.exec("select version, key from number_keys order by version")) {
      keys.push_back({row[0].as<std::uint32_t>(), digest_from(row[1]).bytes});
    }
    return keys;
  });
}

Stored<KeyOutcome> PostgresEventStore::add_number_key(const StoredNumberKey& key) {
  return write([&](pqxx::work& work) {
    // The counter's row is the lock, and is written: what is found is then as durable as what is added.
    (void)lock_dense_counter(work, kRanges);
    const auto held =
        work.exec_params("select key from number_keys where version = $1", key.version);
    if (!held.empty()) {
      const bool is_same = digest_from(held[0][0]).bytes == key.key;
      return is_same ? KeyOutcome::SameAsBefore : KeyOutcome::VersionTaken;
    }
    work.exec_params("insert into number_keys (version, key) values ($1, $2)", key.version,
                     as_bytea(key.key));
    return KeyOutcome::Added;
  });
}

RangeOutcome insert_number_range(pqxx::work& work, const NumberRange& range, WallTime now) {
  const std::uint64_t last = lock_dense_counter(work, kRanges);
  for (const StoredNumberRange& held : all_ranges(work)) {
    if (held.range == range) return RangeOutcome::SameAsBefore;
    if (overlaps(held.range, range)) return RangeOutcome::Overlaps;
  }
  work.exec_params(
      "insert into number_ranges (id, prefix, length, key_version, kind, added_at)"
      " values ($1, $2, $3, $4, $5, $6)",
      as_bigint(last + 1), range.prefix, range.length, range.key_version,
      std::string(to_text(range.kind)), now.millis());
  save_dense_counter(work, kRanges, last + 1);
  return RangeOutcome::Added;
}

Stored<std::vector<StoredNumberRange>> PostgresEventStore::number_ranges() {
  return database_.transact([](pqxx::work& work) { return all_ranges(work); });
}

Stored<RangeOutcome> PostgresEventStore::add_number_range(const NumberRange& range, WallTime now) {
  return write([&](pqxx::work& work) { return insert_number_range(work, range, now); });
}

Stored<std::optional<CardSerial>> PostgresEventStore::take_serials(const NumberRange& range,
                                                                   std::uint64_t count) {
  if (range.kind != RangeKind::SelfProving) return std::optional<CardSerial>();
  const std::uint64_t end = serials_in(range);
  if (count > end) return std::optional<CardSerial>();
  return write([&](pqxx::work& work) -> std::optional<CardSerial> {
    // The row is locked until this commits: who takes next to us begins where we end.
    const auto rows = work.exec_params(
        "update number_ranges set next_serial = next_serial + $1"
        " where prefix = $2 and length = $3 and kind = 'self_proving' and next_serial <= $4"
        " returning next_serial",
        as_bigint(count), range.prefix, range.length, as_bigint(end - count));
    if (rows.empty()) return std::nullopt;
    return CardSerial(from_bigint(rows[0][0]) - count);
  });
}

}  // namespace perk::central

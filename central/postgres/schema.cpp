#include "central/postgres/schema.h"

#include "central/placing.h"
#include "central/postgres/enrolment_codes_sql.h"
#include "central/postgres/epochs_sql.h"
#include "central/postgres/head_office_sql.h"
#include "central/postgres/log_keys_sql.h"
#include "central/postgres/number_ranges_sql.h"
#include "central/postgres/postgres_numbers.h"
#include "central/postgres/reasons_sql.h"
#include "central/postgres/schema_sql.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

/// What turns the tables of a version into those of the next. Steps are added, never changed: some
/// database still has to take them.
struct Upgrade {
  int from = 0;
  const char* sql = nullptr;
};
constexpr Upgrade kUpgrades[] = {{2, k_number_ranges_sql},   {3, k_epochs_sql},
                                 {4, k_enrolment_codes_sql}, {5, k_reasons_sql},
                                 {6, k_log_keys_sql},        {7, k_head_office_sql}};

bool has_tables(pqxx::work& work) {
  const auto rows = work.exec(
      "select 1 from information_schema.tables"
      " where table_schema = current_schema() and table_name = 'chain'");
  return !rows.empty();
}

/// Of the one row of `chain`, its version first.
SchemaState state_of(const pqxx::result& rows) {
  if (rows.size() != 1) return SchemaState::Other;
  const int version = rows[0][0].as<int>();
  if (version == kSchemaVersion) return SchemaState::Current;
  return version >= kUpgrades[0].from && version < kSchemaVersion ? SchemaState::Older
                                                                  : SchemaState::Other;
}

void insert_counter_rows(pqxx::work& work, const ChainSettings& chain) {
  for (std::uint16_t number = 0; number < chain.shard_count; ++number) {
    const ShardEnd end = empty_shard(chain.epoch, Shard(number));
    const HeadOfficeLog log = empty_log(chain.epoch, Shard(number));
    work.exec_params(
        "insert into shards (shard, epoch, position, hash, own_seq, own_hash)"
        " values ($1, $2, 0, $3, 0, $4)",
        number, as_bigint(chain.epoch.value()), as_bytea(end.hash.bytes), as_bytea(log.hash.bytes));
  }
}

}  // namespace

Stored<InitOutcome> create_schema(Database& database, const ChainSettings& chain,
                                  const StoredNumberKey& key,
                                  const std::optional<NumberRange>& first_range, WallTime now) {
  return database.transact([&](pqxx::work& work) {
    if (has_tables(work)) return InitOutcome::WasThere;
    work.exec(k_schema_sql);
    work.exec(k_number_ranges_sql);
    work.exec(k_epochs_sql);
    work.exec(k_enrolment_codes_sql);
    work.exec(k_reasons_sql);
    work.exec(k_log_keys_sql);
    work.exec(k_head_office_sql);
    work.exec_params(
        "insert into chain (one, schema_version, currency, shard_count, epoch, initialised_at)"
        " values (1, $1, $2, $3, $4, $5)",
        kSchemaVersion, std::string(chain.currency.code()), chain.shard_count,
        as_bigint(chain.epoch.value()), now.millis());
    work.exec_params("insert into number_keys (version, key) values ($1, $2)", key.version,
                     as_bytea(key.key));
    insert_counter_rows(work, chain);
    if (first_range) (void)insert_number_range(work, *first_range, now);
    return InitOutcome::Made;
  });
}

Stored<SchemaState> upgrade_schema(Database& database) {
  return database.transact([&](pqxx::work& work) {
    if (!has_tables(work)) return SchemaState::Absent;
    // Written to, so that of two that begin at once one waits for the other's commit and finds it done.
    const auto rows =
        work.exec("update chain set schema_version = schema_version returning schema_version");
    if (state_of(rows) != SchemaState::Older) return state_of(rows);
    int version = rows[0][0].as<int>();
    for (const Upgrade& upgrade : kUpgrades) {
      if (upgrade.from != version) continue;
      work.exec(upgrade.sql);
      ++version;
    }
    work.exec_params("update chain set schema_version = $1", version);
    return SchemaState::Current;
  });
}

Stored<SchemaState> read_schema_state(Database& database) {
  return database.transact([&](pqxx::work& work) {
    if (!has_tables(work)) return SchemaState::Absent;
    return state_of(work.exec("select schema_version from chain"));
  });
}

}  // namespace perk::central

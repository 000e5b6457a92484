#include "central/postgres/schema.h"

#include "central/placing.h"
#include "central/postgres/schema_sql.h"
#include "central/postgres/sql_values.h"

namespace perk::central {
namespace {

bool has_tables(pqxx::work& work) {
  const auto rows = work.exec(
      "select 1 from information_schema.tables"
      " where table_schema = current_schema() and table_name = 'chain'");
  return !rows.empty();
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
                                  const StoredNumberKey& key, WallTime now) {
  return database.transact([&](pqxx::work& work) {
    if (has_tables(work)) return InitOutcome::WasThere;
    work.exec(k_schema_sql);
    work.exec_params(
        "insert into chain (one, schema_version, currency, shard_count, epoch, initialised_at)"
        " values (1, $1, $2, $3, $4, $5)",
        kSchemaVersion, std::string(chain.currency.code()), chain.shard_count,
        as_bigint(chain.epoch.value()), now.millis());
    work.exec_params("insert into number_keys (version, key) values ($1, $2)", key.version,
                     as_bytea(key.key));
    insert_counter_rows(work, chain);
    return InitOutcome::Made;
  });
}

Stored<SchemaState> read_schema_state(Database& database) {
  return database.transact([&](pqxx::work& work) {
    if (!has_tables(work)) return SchemaState::Absent;
    const auto rows = work.exec("select schema_version from chain");
    if (rows.size() != 1 || rows[0][0].as<int>() != kSchemaVersion) return SchemaState::Other;
    return SchemaState::Current;
  });
}

}  // namespace perk::central

// Making, opening and bringing up to date a store's database file (session.h).
#include <sqlite3.h>

#include "store_node/sqlite/schema_sql.h"
#include "store_node/sqlite/session.h"

namespace perk::store_node {
namespace {

using sqlite::Database;
using sqlite::OpenMode;
using sqlite::SqliteFault;
using sqlite::Statement;

constexpr std::int64_t kFormat = 1;

void create(Database& database, const LogIdentity& identity) {
  database.execute("BEGIN IMMEDIATE");
  database.execute(kStoreSchema);
  Statement meta(database, "INSERT INTO meta (name, value) VALUES (?, ?)");
  meta.again().bind("format").bind(std::uint64_t{kFormat}).run();
  meta.again().bind("store").bind(identity.store.value()).run();
  meta.again().bind("incarnation").bind(identity.incarnation.value()).run();
  database.execute("COMMIT");
}

void settle_wal(Database& database) {
  Statement checkpoint(database, "PRAGMA wal_checkpoint(TRUNCATE)");
  const bool has_row = checkpoint.step();
  if (!has_row || checkpoint.number(0) != 0)
    throw SqliteFault(SQLITE_BUSY, "the write-ahead log could not be moved into the database");
  // SQLite leaves the truncation to the next commit's sync; till then a power cut would bring back what a
  // failed commit left there.
  database.sync_wal();
}

/// The first that writes to the file.
void prepare(Database& database, SqliteLimits limits) {
  if (sqlite3_db_readonly(database.handle(), "main") != 0)
    throw SqliteFault(SQLITE_READONLY, "the file is read-only");
  if (database.query_text("PRAGMA journal_mode=WAL") != "wal")
    throw SqliteFault(SQLITE_READONLY, "the file system does not allow a write-ahead log");
  database.execute(
      "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=OFF;");
  if (limits.pages_max != 0)
    database.execute("PRAGMA max_page_count=" + std::to_string(limits.pages_max));
}

bool holds_nothing(Database& database) {
  return database.query_number("SELECT count(*) FROM sqlite_master") == 0;
}

}  // namespace

std::unique_ptr<Database> open_or_create(const std::string& path,
                                         const LogIdentity& identity_if_new, SqliteLimits limits) {
  auto database = std::make_unique<Database>(path, OpenMode::Create);
  prepare(*database, limits);
  if (holds_nothing(*database)) create(*database, identity_if_new);
  settle_wal(*database);
  return database;
}

std::unique_ptr<Database> open_again(const std::string& path, const LogIdentity& identity,
                                     SqliteLimits limits, WalState wal) {
  auto database = std::make_unique<Database>(path, OpenMode::ReadWrite);
  // A disk that went away may have left an empty or another file under the same name.
  if (holds_nothing(*database) || sqlite::read_identity(*database) != identity)
    throw SqliteFault(SQLITE_CANTOPEN, "the file is not the log that was open before");
  prepare(*database, limits);
  if (wal == WalState::MustBeSettled) settle_wal(*database);
  return database;
}

void add_what_is_missing(Database& database) {
  const bool has_requests = database.query_number(
                                "SELECT count(*) FROM pragma_table_info('replica') "
                                "WHERE name = 'counter'") != 0;
  if (!has_requests) {
    database.execute(
        "BEGIN IMMEDIATE;"
        "ALTER TABLE replica ADD COLUMN terminal INTEGER;"
        "ALTER TABLE replica ADD COLUMN counter INTEGER;"
        "CREATE INDEX replica_by_request ON replica (terminal, counter) WHERE terminal IS NOT NULL;"
        "COMMIT");
  }
  const bool has_past =
      database.query_number("SELECT count(*) FROM sqlite_master WHERE name = 'past'") != 0;
  if (has_past) return;
  const std::string schema(kStoreSchema);
  const std::size_t first = schema.find("CREATE TABLE past ");
  const std::size_t end = schema.find("-- Receipts that tills gave back");
  database.execute("BEGIN IMMEDIATE;" + schema.substr(first, end - first) + "COMMIT");
}

}  // namespace perk::store_node

#include "store_node/sqlite/guarded.h"
#include "store_node/sqlite/log_reads.h"
#include "store_node/sqlite/sqlite_journal.h"

namespace perk::store_node {

using sqlite::Database;
using sqlite::guarded;
using sqlite::OpenMode;

struct SqliteLogReader::Session {
  explicit Session(const std::string& path)
      : database(path, OpenMode::ReadOnly),
        identity(sqlite::read_identity(database)),
        reads(database, identity) {}
  Database database;
  LogIdentity identity;
  sqlite::LogReads reads;
};

SqliteLogReader::SqliteLogReader(std::unique_ptr<Session> session) : session_(std::move(session)) {}
SqliteLogReader::~SqliteLogReader() = default;

Result<std::unique_ptr<SqliteLogReader>, StorageError> SqliteLogReader::open(
    const std::string& path) {
  return guarded([&] {
    return std::unique_ptr<SqliteLogReader>(new SqliteLogReader(std::make_unique<Session>(path)));
  });
}

LogIdentity SqliteLogReader::identity() const { return session_->identity; }

Result<LogHead, StorageError> SqliteLogReader::head() {
  return guarded([&] { return session_->reads.head(); });
}

Result<std::vector<sync::Cursor>, StorageError> SqliteLogReader::cursors() {
  return guarded([&] { return session_->reads.cursors(); });
}

Result<std::optional<OwnEvent>, StorageError> SqliteLogReader::own_event(Seq seq) {
  return guarded([&] { return session_->reads.own_event(seq); });
}

Result<std::vector<OwnEvent>, StorageError> SqliteLogReader::read_log(Seq after,
                                                                      std::size_t bytes_max) {
  return guarded([&] { return session_->reads.read_log(after, bytes_max); });
}

Result<std::uint64_t, StorageError> SqliteLogReader::past_end() {
  return guarded([&] { return session_->reads.past_end(); });
}

Result<std::vector<PastEvent>, StorageError> SqliteLogReader::read_past(std::uint64_t after,
                                                                        std::size_t bytes_max) {
  return guarded([&] { return session_->reads.read_past(after, bytes_max); });
}

}  // namespace perk::store_node

// One writing connection with all its prepared statements. Throws SqliteFault.
#pragma once

#include "store_node/sqlite/database.h"
#include "store_node/sqlite/log_reads.h"
#include "store_node/sqlite/sqlite_journal.h"

namespace perk::store_node {

/// What was left in the write-ahead log by a crash or a failed sync may be only in the kernel's memory,
/// or come back later. Settled: it was copied into the file and synced, and the log is empty.
enum class WalState { MustBeSettled, IsSound };

/// Opens and prepares the file: WAL, FULL, no automatic checkpoints; the schema if it holds nothing.
[[nodiscard]] std::unique_ptr<sqlite::Database> open_or_create(const std::string& path,
                                                               const LogIdentity& identity_if_new,
                                                               SqliteLimits limits);
/// To a file of this store from before they were kept: the columns for the requests of others' events, empty
/// in the rows that are there; the table of events of past epochs.
void add_what_is_missing(sqlite::Database& database);
/// As open_or_create, of a file that must be there and hold this very log: none is ever made in its place.
[[nodiscard]] std::unique_ptr<sqlite::Database> open_again(const std::string& path,
                                                           const LogIdentity& identity,
                                                           SqliteLimits limits, WalState wal);

struct SqliteJournal::Session {
  Session(std::unique_ptr<sqlite::Database> opened, LogIdentity identity);

  void write(const Commit& commit);  ///< Inside a transaction.
  void add(const OwnEvent& event);
  void add(const Decline& decline);
  void add(const ReplicaRun& run);
  void go_back(const sync::Cursor& parting);
  void keep(const sync::Receipt& receipt);
  [[nodiscard]] std::optional<Decline> decline_of(const RequestId& request);
  [[nodiscard]] std::optional<ReplicaItem> heard_as(const RequestId& request);
  [[nodiscard]] bool is_kept(const sync::Receipt& receipt);
  void replay_handed_back(const std::function<void(const sync::Receipt&)>& visit);
  void replay_replica(const std::function<void(const ReplicaItem&)>& visit);
  void replay_shard(Shard shard, const std::function<void(const ReplicaItem&)>& visit);

  std::unique_ptr<sqlite::Database> database;
  sqlite::LogReads reads;
  LogHead head;
  std::uint64_t commits_since_checkpoint = 0;

 private:
  void move_cursor(const sync::Cursor& through);

  sqlite::Statement add_event_;
  sqlite::Statement add_decline_;
  sqlite::Statement add_item_;
  sqlite::Statement move_cursor_;
  sqlite::Statement keep_receipt_;
  sqlite::Statement set_meta_;
  sqlite::Statement find_decline_;
  sqlite::Statement find_heard_;
  sqlite::Statement find_past_;
  sqlite::Statement find_receipt_;
};

}  // namespace perk::store_node

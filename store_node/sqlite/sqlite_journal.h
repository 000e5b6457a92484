// The journal on SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE, append-only by trigger (schema.sql).
// Checkpoints run only on this connection, in housekeep(), never on the sale path.
#pragma once

#include <memory>
#include <string>

#include "store_node/journal.h"

namespace perk::store_node {

struct SqliteLimits {
  std::uint64_t pages_max = 0;  ///< Of the file, 4 KiB each; 0: the disk is the limit.
};

/// Why a file cannot serve as a journal, in one sentence.
struct OpenFailure {
  enum class Kind { Damaged, Unusable };
  Kind kind = Kind::Unusable;
  std::string sentence;
};

class SqliteJournal final : public Journal {
 public:
  /// Opens the file at `path`, or makes it with `identity` if it holds nothing yet. Checks the whole
  /// file, the log's chain and whose it is: a file of another store is Unusable.
  [[nodiscard]] static Result<std::unique_ptr<SqliteJournal>, OpenFailure> open(
      const std::string& path, const LogIdentity& identity_if_new, SqliteLimits limits = {});
  ~SqliteJournal() override;

  Result<LogHead, StorageError> head() override;
  Result<std::vector<sync::Cursor>, StorageError> cursors() override;
  Result<std::optional<OwnEvent>, StorageError> own_event(Seq seq) override;
  Result<std::vector<OwnEvent>, StorageError> read_log(Seq after, std::size_t bytes_max) override;
  Result<std::uint64_t, StorageError> past_end() override;
  Result<std::vector<PastEvent>, StorageError> read_past(std::uint64_t after,
                                                         std::size_t bytes_max) override;

  LogIdentity identity() const override;
  Result<Done, StorageError> commit(const Commit& commit) override;
  Result<Done, StorageError> reopen() override;
  Result<std::optional<Remembered>, StorageError> find_request(const RequestId& request) override;
  Result<bool, StorageError> is_kept(const sync::Receipt& receipt) override;
  Result<std::uint64_t, StorageError> handed_back_count() override;
  Result<Seq, StorageError> synced_through() override;
  Result<Done, StorageError> replay_own(const std::function<void(const OwnEvent&)>& visit) override;
  Result<Done, StorageError> replay_replica(
      const std::function<void(const ReplicaItem&)>& visit) override;
  Result<Done, StorageError> replay_shard(
      Shard shard, const std::function<void(const ReplicaItem&)>& visit) override;
  Result<Done, StorageError> replay_past(
      const std::function<void(const PastEvent&)>& visit) override;
  Result<Done, StorageError> replay_handed_back(
      const std::function<void(const sync::Receipt&)>& visit) override;
  /// A PASSIVE checkpoint when the WAL has grown by about 4 MB since the last one.
  void housekeep() override;

 private:
  struct Session;  // One open connection with its statements.
  SqliteJournal(std::string path, SqliteLimits limits, std::unique_ptr<Session> session);
  template <typename Work>
  auto reading(Work work) -> Result<decltype(work(std::declval<Session&>())), StorageError>;

  std::string path_;
  SqliteLimits limits_;
  LogIdentity identity_;
  std::unique_ptr<Session> session_;  // None between an unknown commit and a reopen().
  LogHead durable_;                   // As far as a commit was reported, or read back.
  bool is_wal_sound_ = true;          // Whether the commit that failed left nothing in the WAL.
};

/// Reads on a connection of their own, for the uplink; never writes, never checkpoints.
class SqliteLogReader final : public LogReader {
 public:
  [[nodiscard]] static Result<std::unique_ptr<SqliteLogReader>, StorageError> open(
      const std::string& path);
  ~SqliteLogReader() override;

  [[nodiscard]] LogIdentity identity() const;
  Result<LogHead, StorageError> head() override;
  Result<std::vector<sync::Cursor>, StorageError> cursors() override;
  Result<std::optional<OwnEvent>, StorageError> own_event(Seq seq) override;
  Result<std::vector<OwnEvent>, StorageError> read_log(Seq after, std::size_t bytes_max) override;
  Result<std::uint64_t, StorageError> past_end() override;
  Result<std::vector<PastEvent>, StorageError> read_past(std::uint64_t after,
                                                         std::size_t bytes_max) override;

 private:
  struct Session;
  explicit SqliteLogReader(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

}  // namespace perk::store_node

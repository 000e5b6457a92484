#include "store_node/sqlite/sqlite_journal.h"

#include <sqlite3.h>

#include "ledger/check.h"
#include "store_node/sqlite/guarded.h"
#include "store_node/sqlite/session.h"
#include "sync/crypto/hash_chain.h"

namespace perk::store_node {
namespace {

using sqlite::Database;
using sqlite::guarded;
using sqlite::SqliteFault;

/// A commit group is one fsync and some pages: 500 of them make a WAL of a few megabytes.
constexpr std::uint64_t kCommitsBetweenCheckpoints = 500;

OpenFailure failure_of(const std::string& path, const SqliteFault& fault) {
  const bool is_damage = fault.is_damage();
  return {is_damage ? OpenFailure::Kind::Damaged : OpenFailure::Kind::Unusable,
          "The database " + path + (is_damage ? " is damaged: " : " cannot be used: ") +
              fault.what() + "."};
}

/// A page that the disk did not give looks like damage to SQLite's check. So the disk must answer, and the
/// check find the same again, before a sound file is set aside for one read that failed.
std::optional<std::string> find_damage(Database& database) {
  const auto verdict = [&] { return database.query_text("PRAGMA quick_check(1)"); };
  if (verdict() == "ok") return std::nullopt;
  database.require_answer();
  const std::string again = verdict();
  if (again != "ok") return again;
  return std::nullopt;
}

/// The whole chain, from its beginning.
std::optional<std::string> find_tampering(sqlite::LogReads& reads, const LogIdentity& identity) {
  LogHead head{Seq(), sync::log_genesis(identity.store, identity.incarnation)};
  std::optional<std::string> broken;
  reads.replay([&](const OwnEvent& event) {
    const bool is_next = event.seq == head.seq.next();
    const bool is_linked = event.hash == sync::log_link(head.hash, event.seq, event.bytes);
    if (!broken && !(is_next && is_linked))
      broken = "the chain of the log is broken at event " + std::to_string(event.seq.value());
    head = {event.seq, event.hash};
  });
  return broken;
}

Failed<OpenFailure> damaged(const std::string& path, const std::string& how) {
  return failed(OpenFailure{OpenFailure::Kind::Damaged,
                            "The database " + path + " is damaged: " + how + "."});
}

Failed<StorageError> not_open() {
  return failed(StorageError{StorageFailure::Retry, "the journal waits to be reopened"});
}

}  // namespace

SqliteJournal::SqliteJournal(std::string path, SqliteLimits limits,
                             std::unique_ptr<Session> session)
    : path_(std::move(path)),
      limits_(limits),
      identity_(sqlite::read_identity(*session->database)),
      session_(std::move(session)),
      durable_(session_->head) {}

SqliteJournal::~SqliteJournal() = default;

Result<std::unique_ptr<SqliteJournal>, OpenFailure> SqliteJournal::open(
    const std::string& path, const LogIdentity& identity_if_new, SqliteLimits limits) {
  try {
    auto database = open_or_create(path, identity_if_new, limits);
    if (const auto damage = find_damage(*database)) return damaged(path, *damage);
    const LogIdentity identity = sqlite::read_identity(*database);
    if (identity.store != identity_if_new.store)
      return failed(OpenFailure{OpenFailure::Kind::Unusable,
                                "The database " + path + " belongs to store " +
                                    std::to_string(identity.store.value()) + ", not to store " +
                                    std::to_string(identity_if_new.store.value()) + "."});
    add_what_is_missing(*database);
    auto session = std::make_unique<Session>(std::move(database), identity);
    if (const auto broken = find_tampering(session->reads, identity)) return damaged(path, *broken);
    return std::unique_ptr<SqliteJournal>(new SqliteJournal(path, limits, std::move(session)));
  } catch (const SqliteFault& fault) {
    return failed(failure_of(path, fault));
  }
}

template <typename Work>
auto SqliteJournal::reading(Work work)
    -> Result<decltype(work(std::declval<Session&>())), StorageError> {
  if (!session_) return not_open();
  return guarded([&] { return work(*session_); });
}

LogIdentity SqliteJournal::identity() const { return identity_; }

Result<LogHead, StorageError> SqliteJournal::head() {
  return reading([](Session& session) { return session.head; });
}

Result<std::vector<sync::Cursor>, StorageError> SqliteJournal::cursors() {
  return reading([](Session& session) { return session.reads.cursors(); });
}

Result<std::optional<OwnEvent>, StorageError> SqliteJournal::own_event(Seq seq) {
  return reading([&](Session& session) { return session.reads.own_event(seq); });
}

Result<std::vector<OwnEvent>, StorageError> SqliteJournal::read_log(Seq after,
                                                                    std::size_t bytes_max) {
  return reading([&](Session& session) { return session.reads.read_log(after, bytes_max); });
}

Result<std::uint64_t, StorageError> SqliteJournal::past_end() {
  return reading([](Session& session) { return session.reads.past_end(); });
}

Result<std::vector<PastEvent>, StorageError> SqliteJournal::read_past(std::uint64_t after,
                                                                      std::size_t bytes_max) {
  return reading([&](Session& session) { return session.reads.read_past(after, bytes_max); });
}

Result<Done, StorageError> SqliteJournal::commit(const Commit& commit) {
  if (!session_) return not_open();
  PERK_CHECK(commit.own.empty() || commit.own.front().seq == session_->head.seq.next(),
             "a commit continues the log");
  Database& database = *session_->database;
  try {
    database.execute("BEGIN IMMEDIATE");
    session_->write(commit);
  } catch (const SqliteFault& fault) {
    database.roll_back();
    return failed(sqlite::error_of(fault));
  }
  try {
    database.execute("COMMIT");
  } catch (const SqliteFault& fault) {
    is_wal_sound_ = is_wal_sound_ && fault.is_unwritten();
    session_.reset();
    return failed(StorageError{StorageFailure::OutcomeUnknown, fault.what()});
  }
  if (!commit.own.empty()) session_->head = {commit.own.back().seq, commit.own.back().hash};
  durable_ = session_->head;
  ++session_->commits_since_checkpoint;
  return Done{};
}

Result<Done, StorageError> SqliteJournal::reopen() {
  session_.reset();
  return guarded([&] {
    const WalState wal = is_wal_sound_ ? WalState::IsSound : WalState::MustBeSettled;
    auto session = std::make_unique<Session>(open_again(path_, identity_, limits_, wal), identity_);
    if (session->head.seq < durable_.seq ||
        (session->head.seq == durable_.seq && session->head.hash != durable_.hash))
      throw SqliteFault(SQLITE_CANTOPEN, "the file lacks events that were durable before");
    durable_ = session->head;
    session_ = std::move(session);
    is_wal_sound_ = true;
    return Done{};
  });
}

Result<std::optional<Remembered>, StorageError> SqliteJournal::find_request(
    const RequestId& request) {
  return reading([&](Session& session) -> std::optional<Remembered> {
    if (auto event = session.reads.event_asked_as(request)) return Remembered(std::move(*event));
    if (auto heard = session.heard_as(request)) return Remembered(std::move(*heard));
    if (auto decline = session.decline_of(request)) return Remembered(std::move(*decline));
    return std::nullopt;
  });
}

Result<bool, StorageError> SqliteJournal::is_kept(const sync::Receipt& receipt) {
  return reading([&](Session& session) { return session.is_kept(receipt); });
}

Result<std::uint64_t, StorageError> SqliteJournal::handed_back_count() {
  return reading([](Session& session) {
    return static_cast<std::uint64_t>(
        session.database->query_number("SELECT count(*) FROM handed_back"));
  });
}

Result<Seq, StorageError> SqliteJournal::synced_through() {
  return reading([](Session& session) {
    return Seq(static_cast<std::uint64_t>(
        session.database->query_number("SELECT value FROM meta WHERE name = 'synced_through'")));
  });
}

Result<Done, StorageError> SqliteJournal::replay_own(
    const std::function<void(const OwnEvent&)>& visit) {
  return reading([&](Session& session) {
    session.reads.replay(visit);
    return Done{};
  });
}

Result<Done, StorageError> SqliteJournal::replay_replica(
    const std::function<void(const ReplicaItem&)>& visit) {
  return reading([&](Session& session) {
    session.replay_replica(visit);
    return Done{};
  });
}

Result<Done, StorageError> SqliteJournal::replay_shard(
    Shard shard, const std::function<void(const ReplicaItem&)>& visit) {
  return reading([&](Session& session) {
    session.replay_shard(shard, visit);
    return Done{};
  });
}

Result<Done, StorageError> SqliteJournal::replay_past(
    const std::function<void(const PastEvent&)>& visit) {
  return reading([&](Session& session) {
    session.reads.replay_past(visit);
    return Done{};
  });
}

Result<Done, StorageError> SqliteJournal::replay_handed_back(
    const std::function<void(const sync::Receipt&)>& visit) {
  return reading([&](Session& session) {
    session.replay_handed_back(visit);
    return Done{};
  });
}

void SqliteJournal::housekeep() {
  if (!session_ || session_->commits_since_checkpoint < kCommitsBetweenCheckpoints) return;
  session_->commits_since_checkpoint = 0;
  session_->database->checkpoint_passively();
}

}  // namespace perk::store_node

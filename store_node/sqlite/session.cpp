#include "store_node/sqlite/session.h"

#include <algorithm>

#include <sqlite3.h>

#include "ledger/check.h"
#include "ledger/mutant.h"
#include "sync/crypto/hash_chain.h"

namespace perk::store_node {
namespace {

using sqlite::Database;
using sqlite::SqliteFault;
using sqlite::Statement;

const char* const kReplicaColumns =
    "SELECT shard, position, origin, seq, bytes, terminal, counter FROM replica ";

ReplicaItem item_of(const Statement& row) {
  const auto origin = Origin::from_value(row.number(2));
  if (!origin) throw SqliteFault(SQLITE_CORRUPT, "an event in the replica has no origin");
  ReplicaItem item{Shard(static_cast<std::uint16_t>(row.number(0))), Position(row.number(1)),
                   EventId{*origin, Seq(row.number(3))}, row.bytes(4)};
  if (!row.is_null(5))
    item.request = RequestId{TerminalId(row.number(5)), RequestCounter(row.number(6))};
  return item;
}

/// A row of handed_back; its store is the database's.
sync::Receipt receipt_of(const Statement& row, StoreId store) {
  const auto incarnation = Origin::from_value(row.number(0));
  const auto later = row.bytes(4);
  const auto signature = row.bytes(5);
  sync::Receipt receipt;
  if (!incarnation || later.size() % sizeof(Digest::bytes) != 0 ||
      signature.size() != receipt.signature.bytes.size())
    throw SqliteFault(SQLITE_CORRUPT, "a receipt that was handed back is none");
  receipt.store = store;
  receipt.incarnation = *incarnation;
  receipt.seq = Seq(row.number(1));
  receipt.previous_hash = sqlite::digest_at(row, 2);
  receipt.event = row.bytes(3);
  for (std::size_t at = 0; at < later.size(); at += sizeof(Digest::bytes)) {
    Digest& digest = receipt.later_digests.emplace_back();
    std::copy_n(later.begin() + static_cast<std::ptrdiff_t>(at), digest.bytes.size(),
                digest.bytes.begin());
  }
  std::copy(signature.begin(), signature.end(), receipt.signature.bytes.begin());
  return receipt;
}

std::vector<std::uint8_t> joined(const std::vector<Digest>& digests) {
  std::vector<std::uint8_t> bytes;
  for (const Digest& digest : digests)
    bytes.insert(bytes.end(), digest.bytes.begin(), digest.bytes.end());
  return bytes;
}

}  // namespace

SqliteJournal::Session::Session(std::unique_ptr<Database> opened, LogIdentity identity)
    : database(std::move(opened)),
      reads(*database, identity),
      head(reads.head()),
      add_event_(*database,
                 "INSERT INTO log (seq, bytes, hash, terminal, counter) VALUES (?, ?, ?, ?, ?)"),
      add_decline_(*database,
                   "INSERT INTO declines (terminal, counter, content, reason) VALUES (?, ?, ?, ?)"),
      add_item_(*database,
                "INSERT INTO replica (shard, position, origin, seq, bytes, terminal, counter) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)"),
      move_cursor_(
          *database,
          "INSERT INTO cursors (shard, epoch, position, hash) VALUES (?, ?, ?, ?) ON CONFLICT "
          "(shard) DO UPDATE SET epoch = excluded.epoch, position = excluded.position, "
          "hash = excluded.hash"),
      keep_receipt_(
          *database,
          "INSERT OR IGNORE INTO handed_back (incarnation, seq, hash, previous_hash, bytes, "
          "later_digests, signature) VALUES (?, ?, ?, ?, ?, ?, ?)"),
      set_meta_(*database,
                "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET "
                "value = excluded.value"),
      find_decline_(*database,
                    "SELECT content, reason FROM declines WHERE terminal = ? AND counter = ?"),
      find_heard_(*database, std::string(kReplicaColumns) +
                                 "WHERE terminal = ? AND counter = ? ORDER BY shard, position "
                                 "LIMIT 1"),
      find_past_(*database,
                 "SELECT shard, position, origin, seq, bytes, terminal, counter FROM past "
                 "WHERE terminal = ? AND counter = ? ORDER BY number LIMIT 1"),
      find_receipt_(*database,
                    "SELECT 1 FROM handed_back WHERE incarnation = ? AND seq = ? AND hash = ?") {}

void SqliteJournal::Session::write(const Commit& commit) {
  for (const OwnEvent& event : commit.own) add(event);
  for (const Decline& decline : commit.declines) add(decline);
  for (const ReplicaRun& run : commit.replica) add(run);
  for (const sync::Cursor& parting : commit.partings) go_back(parting);
  for (const sync::Receipt& receipt : commit.handed_back) keep(receipt);
  if (commit.synced_through)
    set_meta_.again().bind("synced_through").bind(commit.synced_through->value()).run();
}

void SqliteJournal::Session::add(const OwnEvent& event) {
  add_event_.again().bind(event.seq.value()).bind(event.bytes).bind(event.hash.bytes);
  if (event.request) {
    add_event_.bind(event.request->terminal.value()).bind(event.request->counter.value());
  } else {
    add_event_.bind_null().bind_null();
  }
  add_event_.run();
}

void SqliteJournal::Session::add(const Decline& decline) {
  add_decline_.again()
      .bind(decline.request.terminal.value())
      .bind(decline.request.counter.value())
      .bind(decline.content.bytes)
      .bind(decline.reason)
      .run();
}

void SqliteJournal::Session::add(const ReplicaRun& run) {
  for (const ReplicaItem& item : run.items) {
    if (PERK_PLANTED(Mutant::CursorPassesLastItem) && &item == &run.items.back()) break;
    add_item_.again().bind(std::uint64_t{item.shard.value()}).bind(item.position.value());
    add_item_.bind(item.event.origin.value()).bind(item.event.seq.value());
    item.bytes.empty() ? add_item_.bind_null() : add_item_.bind(item.bytes);
    if (item.request) {
      add_item_.bind(item.request->terminal.value()).bind(item.request->counter.value());
    } else {
      add_item_.bind_null().bind_null();
    }
    add_item_.run();
  }
  if (PERK_PLANTED(Mutant::CursorStaysBehind)) return;
  move_cursor(run.through);
}

void SqliteJournal::Session::move_cursor(const sync::Cursor& through) {
  move_cursor_.again()
      .bind(std::uint64_t{through.feed.as_shard().value()})
      .bind(through.epoch.value())
      .bind(through.index.value())
      .bind(through.hash.bytes)
      .run();
}

/// The rows move, in one transaction with the cursor: nothing that was heard is removed from the file but
/// the places of own events, which the log holds. The trigger that guards the replica steps aside for it.
void SqliteJournal::Session::go_back(const sync::Cursor& parting) {
  const std::uint64_t shard = parting.feed.as_shard().value();
  const std::string beyond = " FROM replica WHERE shard = ? AND position > ?";
  Statement move(*database,
                 "INSERT INTO past (epoch, shard, position, origin, seq, bytes, terminal, counter) "
                 "SELECT (SELECT epoch FROM cursors WHERE cursors.shard = replica.shard), shard, "
                 "position, origin, seq, bytes, terminal, counter" +
                     beyond + " AND bytes IS NOT NULL ORDER BY position");
  move.again().bind(shard).bind(parting.index.value()).run();
  database->execute("DROP TRIGGER replica_stays");
  {
    Statement remove(*database, "DELETE" + beyond);
    remove.again().bind(shard).bind(parting.index.value()).run();
  }
  database->execute(
      "CREATE TRIGGER replica_stays BEFORE DELETE ON replica BEGIN SELECT RAISE(ABORT, 'replica is "
      "append-only'); END");
  move_cursor(parting);
}

void SqliteJournal::Session::keep(const sync::Receipt& receipt) {
  const Digest hash = sync::hash_at(receipt);
  const std::vector<std::uint8_t> later = joined(receipt.later_digests);
  keep_receipt_.again()
      .bind(receipt.incarnation.value())
      .bind(receipt.seq.value())
      .bind(hash.bytes)
      .bind(receipt.previous_hash.bytes)
      .bind(receipt.event)
      .bind(later)
      .bind(receipt.signature.bytes)
      .run();
}

std::optional<Decline> SqliteJournal::Session::decline_of(const RequestId& request) {
  find_decline_.again().bind(request.terminal.value()).bind(request.counter.value());
  if (!find_decline_.step()) return std::nullopt;
  Decline decline{request, sqlite::digest_at(find_decline_, 0), find_decline_.text(1)};
  find_decline_.again();
  return decline;
}

std::optional<ReplicaItem> SqliteJournal::Session::heard_as(const RequestId& request) {
  for (Statement* const find : {&find_heard_, &find_past_}) {
    find->again().bind(request.terminal.value()).bind(request.counter.value());
    if (!find->step()) continue;
    ReplicaItem item = item_of(*find);
    find->again();
    return item;
  }
  return std::nullopt;
}

bool SqliteJournal::Session::is_kept(const sync::Receipt& receipt) {
  const Digest hash = sync::hash_at(receipt);
  find_receipt_.again()
      .bind(receipt.incarnation.value())
      .bind(receipt.seq.value())
      .bind(hash.bytes);
  const bool is_there = find_receipt_.step();
  find_receipt_.again();
  return is_there;
}

void SqliteJournal::Session::replay_handed_back(
    const std::function<void(const sync::Receipt&)>& visit) {
  const StoreId store = sqlite::read_identity(*database).store;
  Statement all(*database,
                "SELECT incarnation, seq, previous_hash, bytes, later_digests, signature FROM "
                "handed_back ORDER BY incarnation, seq, hash");
  all.again();
  while (all.step()) visit(receipt_of(all, store));
}

void SqliteJournal::Session::replay_replica(const std::function<void(const ReplicaItem&)>& visit) {
  Statement all(*database,
                std::string(kReplicaColumns) + "WHERE bytes IS NOT NULL ORDER BY shard, position");
  all.again();
  while (all.step()) visit(item_of(all));
}

void SqliteJournal::Session::replay_shard(Shard shard,
                                          const std::function<void(const ReplicaItem&)>& visit) {
  Statement all(*database, std::string(kReplicaColumns) + "WHERE shard = ? ORDER BY position");
  all.again().bind(std::uint64_t{shard.value()});
  while (all.step()) visit(item_of(all));
}

}  // namespace perk::store_node

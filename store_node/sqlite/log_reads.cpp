#include "store_node/sqlite/log_reads.h"

#include <algorithm>

#include <sqlite3.h>

#include "sync/crypto/hash_chain.h"

namespace perk::store_node::sqlite {
namespace {

const char* const kColumns = "SELECT seq, bytes, hash, terminal, counter FROM log ";
const char* const kPastColumns = "SELECT number, origin, seq, bytes FROM past ";

PastEvent past_event_of(const Statement& row) {
  const auto origin = Origin::from_value(row.number(1));
  if (!origin) throw SqliteFault(SQLITE_CORRUPT, "an event of a past epoch has no origin");
  return {row.number(0), EventId{*origin, Seq(row.number(2))}, row.bytes(3)};
}

}  // namespace

Digest digest_at(const Statement& row, int column) {
  const std::vector<std::uint8_t> bytes = row.bytes(column);
  Digest digest;
  if (bytes.size() != digest.bytes.size())
    throw SqliteFault(SQLITE_CORRUPT, "a hash in the database is not 32 bytes long");
  std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
  return digest;
}

LogIdentity read_identity(Database& database) {
  Statement meta(database, "SELECT value FROM meta WHERE name = ?");
  const auto value = [&](std::string_view name) {
    const bool is_there = meta.again().bind(name).step();
    if (!is_there) throw SqliteFault(SQLITE_CORRUPT, "the database does not say whose it is");
    return meta.number(0);
  };
  const StoreId store(value("store"));
  const auto incarnation = Origin::incarnation(value("incarnation"));
  if (!incarnation) throw SqliteFault(SQLITE_CORRUPT, "the database names no incarnation");
  return {store, *incarnation};
}

LogReads::LogReads(Database& database, LogIdentity identity)
    : database_(database),
      identity_(identity),
      head_(database, "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1"),
      cursors_(database, "SELECT shard, epoch, position, hash FROM cursors ORDER BY shard"),
      event_(database, std::string(kColumns) + "WHERE seq = ?"),
      run_(database, std::string(kColumns) + "WHERE seq > ? ORDER BY seq"),
      asked_(database, std::string(kColumns) + "WHERE terminal = ? AND counter = ?") {}

OwnEvent LogReads::event_of(const Statement& row) {
  OwnEvent event{Seq(row.number(0)), digest_at(row, 2), row.bytes(1), std::nullopt};
  if (!row.is_null(3))
    event.request = RequestId{TerminalId(row.number(3)), RequestCounter(row.number(4))};
  return event;
}

LogHead LogReads::head() {
  if (!head_.again().step())
    return {Seq(), sync::log_genesis(identity_.store, identity_.incarnation)};
  const LogHead head{Seq(head_.number(0)), digest_at(head_, 1)};
  head_.again();
  return head;
}

std::vector<sync::Cursor> LogReads::cursors() {
  std::vector<sync::Cursor> all;
  cursors_.again();
  while (cursors_.step()) {
    const Shard shard(static_cast<std::uint16_t>(cursors_.number(0)));
    all.push_back({sync::FeedId::shard(shard), Epoch(cursors_.number(1)),
                   sync::FeedIndex(cursors_.number(2)), digest_at(cursors_, 3)});
  }
  return all;
}

std::optional<OwnEvent> LogReads::own_event(Seq seq) {
  if (!event_.again().bind(seq.value()).step()) return std::nullopt;
  OwnEvent event = event_of(event_);
  event_.again();
  return event;
}

std::optional<OwnEvent> LogReads::event_asked_as(const RequestId& request) {
  asked_.again().bind(request.terminal.value()).bind(request.counter.value());
  if (!asked_.step()) return std::nullopt;
  OwnEvent event = event_of(asked_);
  asked_.again();
  return event;
}

std::vector<OwnEvent> LogReads::read_log(Seq after, std::size_t bytes_max) {
  std::vector<OwnEvent> run;
  std::size_t bytes = 0;
  run_.again().bind(after.value());
  while (run_.step()) {
    OwnEvent event = event_of(run_);
    bytes += event.bytes.size();
    if (!run.empty() && bytes > bytes_max) break;
    run.push_back(std::move(event));
  }
  run_.again();
  return run;
}

/// Past epochs are read seldom, and a file from before they were kept has no table of them until its own
/// writer has opened it: so no statement is prepared ahead.
std::uint64_t LogReads::past_end() {
  return static_cast<std::uint64_t>(
      database_.query_number("SELECT coalesce(max(number), 0) FROM past"));
}

std::vector<PastEvent> LogReads::read_past(std::uint64_t after, std::size_t bytes_max) {
  Statement rows(database_, std::string(kPastColumns) + "WHERE number > ? ORDER BY number");
  std::vector<PastEvent> run;
  std::size_t bytes = 0;
  rows.again().bind(after);
  while (rows.step()) {
    PastEvent event = past_event_of(rows);
    bytes += event.bytes.size();
    if (!run.empty() && bytes > bytes_max) break;
    run.push_back(std::move(event));
  }
  return run;
}

void LogReads::replay_past(const std::function<void(const PastEvent&)>& visit) {
  Statement rows(database_, std::string(kPastColumns) + "ORDER BY number");
  rows.again();
  while (rows.step()) visit(past_event_of(rows));
}

void LogReads::replay(const std::function<void(const OwnEvent&)>& visit) {
  run_.again().bind(std::uint64_t{0});
  while (run_.step()) visit(event_of(run_));
}

}  // namespace perk::store_node::sqlite

#include "store_node/sqlite/salvage.h"

#include <charconv>
#include <fstream>

#include "store_node/sqlite/former_logs.h"
#include "store_node/sqlite/session.h"

namespace perk::store_node {
namespace {

namespace fs = std::filesystem;
using sqlite::Database;
using sqlite::LogReads;
using sqlite::OpenMode;
using sqlite::SqliteFault;
using sqlite::Statement;

/// So many places in a row that cannot be read are the end: far more than one page of a database leads to.
constexpr std::uint64_t kUnreadableMax = 100'000;

fs::path note_beside(const fs::path& database) {
  return database.parent_path() / (database.stem().string() + ".incarnation");
}

/// The damaged file's own word, else the note's.
std::optional<LogIdentity> identity_of(const fs::path& damaged, StoreId store) {
  try {
    Database database(damaged, OpenMode::ReadOnly);
    return sqlite::read_identity(database);
  } catch (const SqliteFault&) {
    const auto noted = noted_log(damaged);
    return noted ? std::optional(LogIdentity{store, *noted}) : std::nullopt;
  }
}

class Copy {
 public:
  Copy(LogReads& from, Database& to)
      : from_(from), add_(to, "INSERT INTO log (seq, bytes, hash) VALUES (?, ?, ?)") {}

  /// Place by place: one that cannot be read hides no other.
  std::uint64_t run() {
    const auto end = end_of_log();
    std::uint64_t unreadable = 0;
    for (Seq seq(1); unreadable < kUnreadableMax && (!end || seq <= *end); seq = seq.next())
      unreadable = copy(seq) ? 0 : unreadable + 1;
    return copied_;
  }

 private:
  std::optional<Seq> end_of_log() {
    try {
      return from_.head().seq;
    } catch (const SqliteFault&) {
      return std::nullopt;
    }
  }
  std::optional<OwnEvent> read(Seq seq) {
    try {
      return from_.own_event(seq);
    } catch (const SqliteFault&) {
      return std::nullopt;
    }
  }
  bool copy(Seq seq) {
    const auto event = read(seq);
    if (!event) return false;
    add_.again().bind(event->seq.value()).bind(event->bytes).bind(event->hash.bytes).run();
    ++copied_;
    return true;
  }

  LogReads& from_;
  Statement add_;
  std::uint64_t copied_ = 0;
};

struct DamagedLog {
  DamagedLog(const fs::path& path, const LogIdentity& identity)
      : database(path, OpenMode::ReadOnly), reads(database, identity) {}
  Database database;
  LogReads reads;
};

/// Null: nothing of it can be read.
std::unique_ptr<DamagedLog> open_damaged(const fs::path& path, const LogIdentity& identity) {
  try {
    return std::make_unique<DamagedLog>(path, identity);
  } catch (const SqliteFault&) {
    return nullptr;
  }
}

void remove_database(const fs::path& path) {
  std::error_code ignored;
  for (const char* const suffix : {"", "-wal", "-shm"}) fs::remove(path.string() + suffix, ignored);
}

}  // namespace

void note_log(const fs::path& database, Origin incarnation) {
  if (noted_log(database) == incarnation) return;
  const fs::path note = note_beside(database);
  const fs::path draft = note.string() + ".new";
  {
    std::ofstream file(draft, std::ios::trunc);
    file << to_string(incarnation) << '\n';
    if (!file.flush()) return;
  }
  static_cast<void>(put_in_place(draft, note));
}

std::optional<Origin> noted_log(const fs::path& database) {
  std::string text;
  if (!(std::ifstream(note_beside(database)) >> text)) return std::nullopt;
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return Origin::incarnation(value);
}

Result<std::optional<Salvaged>, std::string> salvage(const fs::path& damaged, StoreId store) {
  const auto identity = identity_of(damaged, store);
  if (!identity || identity->store != store) return std::optional<Salvaged>();
  const fs::path draft = damaged.string() + ".salvage";
  remove_database(draft);
  Salvaged salvaged{closed_name(damaged, identity->incarnation), identity->incarnation};
  try {
    const auto to = open_or_create(draft, *identity, {});
    to->execute("BEGIN IMMEDIATE");
    if (const auto from = open_damaged(damaged, *identity))
      salvaged.events = Copy(from->reads, *to).run();
    to->execute("COMMIT");
  } catch (const SqliteFault& fault) {
    remove_database(draft);
    return failed("What can be read of " + damaged.string() + " cannot be kept: " + fault.what() +
                  ".");
  }
  if (const auto done = set_aside(draft, salvaged.database); !done) return failed(done.error());
  return std::optional(std::move(salvaged));
}

}  // namespace perk::store_node

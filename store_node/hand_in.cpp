#include "store_node/hand_in.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

#include "store_node/key_files.h"
#include "store_node/net/uplink_ports.h"
#include "store_node/sqlite/sqlite_journal.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/private_file.h"
#include "sync/process/data_directory.h"
#include "sync/wire/event_codec.h"

namespace perk::store_node {
namespace {

namespace fs = std::filesystem;

/// A database as it is now, with what SQLite keeps beside it, in a folder of its own that is gone with the object.
class DatabaseCopy {
 public:
  [[nodiscard]] static Result<DatabaseCopy, std::string> make(const fs::path& database,
                                                              const fs::path& beside) {
    std::string name = beside.string() + ".reading-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr)
      return failed("Nothing can be written beside " + beside.string() + ".");
    DatabaseCopy copy{fs::path(name)};
    for (const char* const suffix : {"", "-wal"}) {
      const fs::path from = database.string() + suffix;
      std::error_code error;
      if (*suffix != '\0' && !fs::exists(from, error)) continue;
      fs::copy_file(from, copy.database().string() + suffix, error);
      if (!error) fs::permissions(copy.database().string() + suffix, fs::perms::owner_all, error);
      if (error) return failed("The database " + from.string() + ": " + error.message() + ".");
    }
    return copy;
  }
  DatabaseCopy(DatabaseCopy&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}
  DatabaseCopy& operator=(DatabaseCopy&&) = delete;
  ~DatabaseCopy() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }

  [[nodiscard]] fs::path database() const { return folder_ / "store.db"; }

 private:
  explicit DatabaseCopy(fs::path folder) : folder_(std::move(folder)) {}
  fs::path folder_;
};

std::string cannot_be_read(const HandInTask& task, const std::string& why) {
  return "The log in " + task.database.string() + " cannot be handed in: " + why + ".";
}

/// By what the log says of its key: it may have gone on under the next one in its last moments.
Result<Done, StorageError> learn_keys(const SigningKeys& keys, LogReader& reader, Origin log) {
  if (!keys.now().next) return Done{};
  for (Seq last;;) {
    const auto run = reader.read_log(last, sync::kHandInBatchBytes);
    if (!run) return failed(run.error());
    if (run.value().empty()) return Done{};
    for (const OwnEvent& own : run.value()) {
      const auto event = sync::decode_event(own.bytes);
      const auto change = event ? key_change_of({{log, own.seq}, event.value()}) : std::nullopt;
      if (change) keys.follow({*change});
    }
    last = run.value().back().seq;
  }
}

/// Where the file begins. None: the log has no such place, or ends there.
Result<std::optional<sync::Cursor>, StorageError> beginning(SqliteLogReader& reader, Seq after) {
  const LogIdentity log = reader.identity();
  const auto head = reader.head();
  if (!head) return failed(head.error());
  if (head.value().seq <= after) return std::optional<sync::Cursor>();
  sync::Cursor at{sync::FeedId::log(log.incarnation), Epoch(), sync::FeedIndex(after.value()),
                  sync::log_genesis(log.store, log.incarnation)};
  if (after == Seq()) return std::optional(at);
  const auto event = reader.own_event(after);
  if (!event) return failed(event.error());
  if (!event.value()) return std::optional<sync::Cursor>();
  at.hash = event.value()->hash;
  return std::optional(at);
}

/// Everything behind `at`, framed; moves it to the log's end. As the line would send it, but in smaller batches.
Result<std::string, StorageError> batches_behind(sync::Cursor& at, LogFeed& feed) {
  std::string text;
  for (;;) {
    std::optional<Result<sync::Batch, StorageError>> read;
    feed.read(at, sync::kHandInBatchBytes, [&](auto batch) { read = std::move(batch); });
    if (!*read) return failed(read->error());
    const sync::Batch& batch = read->value();
    if (batch.items.empty()) return text;
    const auto bytes = sync::framed(batch);
    text.append(bytes.begin(), bytes.end());
    at.index = batch.through;
    at.hash = batch.through_hash;
  }
}

/// As head office's tool will read it. None: it is whole.
std::optional<std::string> fault_in(const std::string& text) {
  std::size_t at = 0;
  sync::HandInReader reader([&](std::span<std::uint8_t> room) {
    const std::size_t count = std::min(room.size(), text.size() - at);
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), count, room.begin());
    at += count;
    return count;
  });
  if (const auto head = reader.read_head(); !head) return head.error();
  for (;;) {
    const auto batch = reader.next();
    if (!batch) return batch.error();
    if (!batch.value()) return std::nullopt;
  }
}

Result<sync::HandInHead, std::string> write(const HandInTask& task, SqliteLogReader& reader,
                                            const SigningKeys& keys) {
  const LogIdentity log = reader.identity();
  if (const auto known = learn_keys(keys, reader, log.incarnation); !known)
    return failed(cannot_be_read(task, known.error().detail));
  const auto first = beginning(reader, task.after);
  if (!first) return failed(cannot_be_read(task, first.error().detail));
  if (!first.value())
    return failed(cannot_be_read(
        task, "nothing stands in it behind event " + std::to_string(task.after.value())));
  sync::Cursor at = *first.value();
  LogFeed feed(reader, log, keys);
  auto text = batches_behind(at, feed);
  if (!text) return failed(cannot_be_read(task, text.error().detail));
  const sync::HandInHead head{log.store, log.incarnation, task.after, Seq(at.index.value()),
                              at.hash};
  text.value().insert(0, sync::first_line(head));
  if (const auto fault = fault_in(text.value())) return failed(cannot_be_read(task, *fault));
  const auto written =
      sync::write_new_file(task.to.string(), sync::Readers::OwnerOnly, text.value());
  if (!written) return failed("The file " + task.to.string() + " " + written.error() + ".");
  return head;
}

}  // namespace

Result<sync::HandInHead, std::string> hand_in(const HandInTask& task) {
  auto held = KeyFiles(task.log_key).load();
  if (!held)
    return failed(held.error() +
                  " Nothing else proves what a log says: head office takes none of it.");
  const auto quiet = sync::DataDirectory::keep_quiet(task.database.parent_path());
  if (!quiet) return failed(quiet.error());
  const auto copy = DatabaseCopy::make(task.database, task.to);
  if (!copy) return failed(copy.error());
  auto reader = SqliteLogReader::open(copy.value().database());
  if (!reader) return failed(cannot_be_read(task, reader.error().detail));
  return write(task, *reader.value(), SigningKeys(std::move(held).value()));
}

}  // namespace perk::store_node

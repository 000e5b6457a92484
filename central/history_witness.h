// What this head office has seen of its own database, kept in its data directory: how far each shard went.
// A database that holds less at the next start was restored to an earlier point, and may not simply go on: it
// has forgotten what was granted since. A line of text for each shard; written anew twice a second while
// something grows, and at a stop: a restore of the last half second before a crash is not noticed here, but when
// a store comes that has heard more (doorkeeper.h).
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "central/event_store.h"

namespace perk::central {

/// How far each shard went, in which epoch.
struct History {
  Epoch epoch{1};
  std::map<Shard, ShardEnd> ends;
  friend bool operator==(const History&, const History&) = default;
};

/// Of what the database holds now.
[[nodiscard]] Stored<History> history_of(EventStore& events);

/// None: there is no such file. The error is a clause: what is wrong with it.
[[nodiscard]] Result<std::optional<History>, std::string> read_history(
    const std::filesystem::path& path);
/// Synced, and by way of a file beside it, so that nobody reads half of it. False: it could not be written.
[[nodiscard]] bool write_history(const std::filesystem::path& path, const History& history);

/// Why this database must not be written to, in a sentence that says what to do; none if it goes on where it
/// was left. Without a witness only a database that holds nothing is not doubted.
[[nodiscard]] Stored<std::optional<std::string>> why_in_doubt(
    EventStore& events, const std::optional<History>& witness);

/// Keeps the file true. note() from any thread; save() from one.
class HistoryWitness {
 public:
  void begin(std::filesystem::path path, History history);
  void note(const ShardEnd& end);
  /// Writes what was noted since. False: it could not be written.
  [[nodiscard]] bool save();

 private:
  std::mutex mutex_;
  std::filesystem::path path_;
  History history_;
  bool is_changed_ = false;
};

}  // namespace perk::central

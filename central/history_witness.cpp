#include "central/history_witness.h"

#include <cstdio>
#include <fstream>
#include <sstream>

#include <unistd.h>

namespace perk::central {
namespace {

constexpr const char* kWhatToDo =
    " If the database was restored from a backup, run 'perk-central begin-epoch --reason ...';"
    " if it was not, 'perk-central adopt'.";

std::string place(const ShardEnd& end) {
  return "shard " + std::to_string(end.shard.value()) + " through position " +
         std::to_string(end.position.value());
}

std::string text_of(const History& history) {
  std::ostringstream text;
  text << "epoch " << history.epoch.value() << '\n';
  for (const auto& [shard, end] : history.ends)
    text << shard.value() << ' ' << end.position.value() << ' ' << to_hex(end.hash) << '\n';
  return text.str();
}

/// A power cut must not leave an empty file under the name that it will be given: head office would not start.
bool write_synced(const std::string& path, const std::string& text) {
  std::FILE* const file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return false;
  const bool is_written = std::fwrite(text.data(), 1, text.size(), file) == text.size() &&
                          std::fflush(file) == 0 && fsync(fileno(file)) == 0;
  return std::fclose(file) == 0 && is_written;
}

}  // namespace

Stored<History> history_of(EventStore& events) {
  const auto chain = events.chain();
  if (!chain) return failed(chain.error());
  const auto ends = events.shard_ends();
  if (!ends) return failed(ends.error());
  History history{chain.value().epoch, {}};
  for (const ShardEnd& end : ends.value()) history.ends[end.shard] = end;
  return history;
}

Result<std::optional<History>, std::string> read_history(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) return std::optional<History>();
  const std::string broken = path.string() + " cannot be read";
  std::string word;
  std::uint64_t epoch = 0;
  if (!(file >> word >> epoch) || word != "epoch" || epoch == 0) return failed(broken);
  History history{Epoch(epoch), {}};
  std::uint64_t shard = 0;
  std::uint64_t position = 0;
  while (file >> shard >> position >> word) {
    const auto hash = digest_from_hex(word);
    if (!hash || shard > 0xffff) return failed(broken);
    const Shard name(static_cast<std::uint16_t>(shard));
    history.ends[name] = {name, history.epoch, Position(position), *hash};
  }
  if (!file.eof() || history.ends.empty()) return failed(broken);
  return std::optional(std::move(history));
}

bool write_history(const std::filesystem::path& path, const History& history) {
  const std::string unfinished = path.string() + ".new";
  if (!write_synced(unfinished, text_of(history))) return false;
  std::error_code error;
  std::filesystem::rename(unfinished, path, error);
  return !error;
}

Stored<std::optional<std::string>> why_in_doubt(EventStore& events,
                                                const std::optional<History>& witness) {
  const auto held = history_of(events);
  if (!held) return failed(held.error());
  const auto says = [](std::string why) { return std::optional(std::move(why) + kWhatToDo); };
  if (!witness) {
    for (const auto& [shard, end] : held.value().ends) {
      if (end.position != Position())
        return says("this data directory has never seen this database, which holds events.");
    }
    return std::optional<std::string>();
  }
  for (const auto& [shard, seen] : witness->ends) {
    const auto hash = events.shard_hash_at(shard, seen.position);
    if (!hash) return failed(hash.error());
    if (!hash.value())
      return says("this head office wrote " + place(seen) +
                  ", and the database ends before that: it was restored.");
    if (hash.value() != seen.hash)
      return says("the database holds another history of " + place(seen) +
                  " than this head office wrote.");
  }
  if (witness->epoch > held.value().epoch)
    return says("this head office was in epoch " + std::to_string(witness->epoch.value()) +
                ", and the database knows nothing of it: it was restored.");
  return std::optional<std::string>();
}

void HistoryWitness::begin(std::filesystem::path path, History history) {
  const std::scoped_lock lock(mutex_);
  path_ = std::move(path);
  history_ = std::move(history);
  is_changed_ = true;
}

void HistoryWitness::note(const ShardEnd& end) {
  const std::scoped_lock lock(mutex_);
  ShardEnd& known = history_.ends[end.shard];
  if (known.position >= end.position) return;
  known = end;
  is_changed_ = true;
}

bool HistoryWitness::save() {
  History history;
  std::filesystem::path path;
  {
    const std::scoped_lock lock(mutex_);
    if (!is_changed_ || path_.empty()) return true;
    history = history_;
    path = path_;
    is_changed_ = false;
  }
  return write_history(path, history);
}

}  // namespace perk::central

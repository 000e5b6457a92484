#include "store_node/pairings.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sync/tls/private_directory.h"

namespace perk::store_node {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".pairing";

/// None: a file of another kind, or a draft.
std::optional<TerminalId> terminal_of(const std::string& name) {
  if (!name.ends_with(kEnding)) return std::nullopt;
  const std::string digits = name.substr(0, name.size() - kEnding.size());
  std::uint64_t number = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_whole = error == std::errc() && stop == digits.data() + digits.size();
  return is_whole && std::to_string(number) == digits ? std::optional(TerminalId(number))
                                                      : std::nullopt;
}

/// None: the system does not say.
std::optional<WallTime> made_at(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  return WallTime(status.st_mtim.tv_sec * 1'000 + status.st_mtim.tv_nsec / 1'000'000);
}

/// A name that was taken away comes back after a power cut unless this is done.
bool sync_folder(const fs::path& folder) {
  const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (number < 0) return false;
  const bool is_synced = ::fsync(number) == 0;
  ::close(number);
  return is_synced;
}

/// Whether it is certain that there is none.
bool is_missing(const fs::path& file) {
  struct stat status {};
  return ::lstat(file.c_str(), &status) != 0 && errno == ENOENT;
}

}  // namespace

Pairings::Pairings(const fs::path& data_directory, StoreId store)
    : folder_(data_directory / "pairings"), store_(store) {}

fs::path Pairings::file_of(TerminalId terminal) const {
  return folder_ / (std::to_string(terminal.value()) + std::string(kEnding));
}

Result<sync::PairedKey, std::string> Pairings::pair(TerminalId terminal) const {
  auto key = sync::PairedKey::make(store_, terminal);
  if (!key) return key;
  if (auto made = sync::make_private_directory(folder_); !made) return failed(made.error());
  const fs::path file = file_of(terminal);
  if (!is_missing(file))
    return failed("The " + to_string(sync::Party::terminal(terminal.value())) +
                  " is paired already: unpair it first, if its key is lost.");
  if (auto saved = key.value().save(file); !saved) return failed(saved.error());
  return key;
}

Result<Done, std::string> Pairings::unpair(TerminalId terminal) const {
  const fs::path file = file_of(terminal);
  if (is_missing(file))
    return failed("The " + to_string(sync::Party::terminal(terminal.value())) +
                  " is not paired here.");
  if (::unlink(file.c_str()) == 0 && sync_folder(folder_)) return Done{};
  return failed("The pairing file " + file.string() +
                " cannot be removed: " + std::strerror(errno) + ".");
}

Result<std::vector<PairedTill>, std::string> Pairings::list() const {
  std::vector<PairedTill> tills;
  if (is_missing(folder_)) return tills;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder_, error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const auto terminal = terminal_of(entry->path().filename().string());
    if (!terminal) continue;
    const auto since = made_at(entry->path());
    if (since) tills.push_back({*terminal, *since});
  }
  if (error)
    return failed("The folder " + folder_.string() + " cannot be read: " + error.message() + ".");
  std::ranges::sort(tills, {}, &PairedTill::terminal);
  return tills;
}

Result<sync::PairedKey, std::string> Pairings::key_of(TerminalId terminal) const {
  const fs::path file = file_of(terminal);
  if (is_missing(file))
    return failed(to_string(sync::Party::terminal(terminal.value())) + " is not paired here");
  auto key = sync::PairedKey::load(file);
  if (!key)
    return failed(to_string(sync::Party::terminal(terminal.value())) +
                  " cannot be let in: " + key.error());
  const bool is_its_own = key.value().terminal() == sync::Party::terminal(terminal.value()) &&
                          key.value().store() == sync::Party::store(store_.value());
  if (!is_its_own)
    return failed(to_string(sync::Party::terminal(terminal.value())) +
                  " cannot be let in: " + file.string() + " is of another till or store");
  return key;
}

bool Pairings::is_over(TerminalId terminal, const Digest& fingerprint) const {
  if (is_missing(file_of(terminal))) return true;
  const auto key = key_of(terminal);
  return key && key.value().fingerprint() != fingerprint;
}

}  // namespace perk::store_node

#include "store_node/sqlite/former_logs.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace perk::store_node {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kClosed = ".closed-";
constexpr std::size_t kHexDigits = 16;

bool sync(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  if (file < 0) return false;
  const bool is_synced = ::fsync(file) == 0;
  ::close(file);
  return is_synced;
}

/// A rename is durable once its directory is.
bool sync_directory(const fs::path& directory) { return sync(directory, O_DIRECTORY); }

/// Of a name that closed_name() gives.
std::optional<Origin> incarnation_in(const std::string& name, const std::string& prefix) {
  const bool is_one = name.starts_with(prefix) && name.ends_with(".db") &&
                      name.size() >= prefix.size() + kHexDigits;
  if (!is_one) return std::nullopt;
  std::uint64_t value = 0;
  const char* const first = name.data() + prefix.size();
  const auto read = std::from_chars(first, first + kHexDigits, value, 16);
  if (read.ptr != first + kHexDigits) return std::nullopt;
  return Origin::incarnation(value);
}

}  // namespace

Result<Done, std::string> set_aside(const fs::path& database, const fs::path& name) {
  for (const char* const suffix : {"-wal", "-shm", ""}) {
    const fs::path from = database.string() + suffix;
    std::error_code error;
    if (!fs::exists(from, error)) continue;
    fs::rename(from, name.string() + suffix, error);
    if (error)
      return failed("The database " + database.string() +
                    " cannot be set aside: " + error.message() + ".");
  }
  if (!sync_directory(database.parent_path()))
    return failed("The directory of " + database.string() + " cannot be made durable.");
  return Done{};
}

bool put_in_place(const fs::path& draft, const fs::path& name) {
  std::error_code error;
  if (!sync(draft, 0)) return false;
  fs::rename(draft, name, error);
  return !error && sync_directory(name.parent_path());
}

fs::path closed_name(const fs::path& database, Origin incarnation) {
  const std::string stem =
      (database.parent_path() / database.stem()).string() + std::string(kClosed);
  std::string name = stem + to_string(incarnation);
  for (int number = 2; fs::exists(name + ".db"); ++number)
    name = stem + to_string(incarnation) + "-" + std::to_string(number);
  return name + ".db";
}

std::vector<FormerLog> find_former_logs(const fs::path& database) {
  const std::string prefix = database.stem().string() + std::string(kClosed);
  std::vector<FormerLog> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(database.parent_path(), error))
    if (const auto of = incarnation_in(entry.path().filename().string(), prefix))
      found.push_back({entry.path(), *of});
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace perk::store_node

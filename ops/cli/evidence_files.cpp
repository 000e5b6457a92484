#include "ops/cli/evidence_files.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <unistd.h>

namespace perk::ops {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kBytesMax = 16 * 1024 * 1024;

/// A name is durable only once its directory is.
bool sync_directory_of(const fs::path& path) {
  const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const int directory = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return false;
  const bool is_synced = ::fsync(directory) == 0;
  ::close(directory);
  return is_synced;
}

bool write_all(int file, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0;
}

}  // namespace

bool is_there(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

Result<std::string, std::string> read_evidence(const std::string& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return failed("There is no file " + path + ".");
  if (fs::file_size(path, error) > kBytesMax || error)
    return failed("The file " + path + " is far too large for what it should be.");
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) return failed("The file " + path + " cannot be read.");
  return text;
}

Result<Done, std::string> write_evidence(const std::string& path,
                                         std::span<const std::uint8_t> bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0 && errno == EEXIST)
    return failed("The file " + path + " is there already: evidence is never written over.");
  if (file < 0) return failed("Cannot write " + path + ": " + std::strerror(errno) + ".");
  const bool is_written = write_all(file, bytes);
  const int why = errno;
  ::close(file);
  if (is_written && sync_directory_of(path)) return Done{};
  ::unlink(path.c_str());
  return failed("Cannot write " + path + ": " + std::strerror(why) + ".");
}

}  // namespace perk::ops

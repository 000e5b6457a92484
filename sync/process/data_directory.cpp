#include "sync/process/data_directory.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace perk::sync {
namespace {

Failed<std::string> complaint(const std::filesystem::path& path, const std::string& what) {
  return failed("The data directory " + path.string() + " " + what + ".");
}

std::string system_reason() { return std::strerror(errno); }

Result<Done, std::string> make_private(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return complaint(path, "cannot be created: " + system_reason());
  }
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0)
    return complaint(path, "cannot be examined: " + system_reason());
  if (!S_ISDIR(status.st_mode)) return complaint(path, "is not a directory");
  const bool is_private = (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  if (!is_private && ::chmod(path.c_str(), S_IRWXU) != 0) {
    return complaint(
        path, "is open to others than its owner, and that cannot be changed: " + system_reason());
  }
  return Done{};
}

/// For the sentence only: who holds the lock, as it wrote itself.
std::string holder_of(int lock) {
  char text[32] = {};
  const ssize_t count = ::pread(lock, text, sizeof text - 1, 0);
  return count > 0 ? " (process " + std::string(text, static_cast<std::size_t>(count)) + ")" : "";
}

void write_holder(int lock) {
  const std::string text = std::to_string(::getpid());
  const bool is_written =
      ::ftruncate(lock, 0) == 0 &&
      ::pwrite(lock, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  static_cast<void>(
      is_written);  // On a full disk the lock holds all the same; only the sentence is poorer.
}

}  // namespace

Result<DataDirectory, std::string> DataDirectory::open(const std::filesystem::path& path) {
  if (auto made = make_private(path); !made) return failed(made.error());
  const auto lock_path = path / "lock";
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (lock < 0) return complaint(path, "cannot be written to: " + system_reason());
  DataDirectory directory(path, lock);  // Closes the lock file whatever happens next.
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return complaint(path, "is in use by another process" + holder_of(lock));
    return complaint(path, "cannot be locked: " + system_reason());
  }
  write_holder(lock);
  return directory;
}

Result<DataDirectory, std::string> DataDirectory::keep_quiet(const std::filesystem::path& path) {
  DataDirectory directory(path, ::open((path / "lock").c_str(), O_RDONLY | O_CLOEXEC));
  const bool is_used = directory.lock_ >= 0 && ::flock(directory.lock_, LOCK_SH | LOCK_NB) != 0 &&
                       errno == EWOULDBLOCK;
  if (is_used) return complaint(path, "is in use by another process" + holder_of(directory.lock_));
  return directory;
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDirectory& DataDirectory::operator=(DataDirectory&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_, other.lock_);
  return *this;
}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace perk::sync

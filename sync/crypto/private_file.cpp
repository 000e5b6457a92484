#include "sync/crypto/private_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace perk::sync {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

std::string system_reason() { return std::strerror(errno); }

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// A new name is durable only once its directory is.
bool sync_directory_of(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  const FileDescriptor directory(
      ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return directory.is_open() && ::fsync(directory.number()) == 0;
}

Result<Done, std::string> check_privacy(const std::string& path, int file, Readers readers) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return failed("cannot be examined: " + system_reason());
  if (!S_ISREG(status.st_mode)) return failed(std::string("is not a regular file"));
  if (readers == Readers::OwnerOnly && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return failed("can be read by others than its owner; run: chmod 600 " + path);
  return Done{};
}

Failed<std::string> already_there() {
  return failed(std::string("exists already and is not overwritten"));
}

/// Whole and on the disk, under a name that nobody reads; in the place of what an earlier try may have left.
Result<Done, std::string> write_draft(const std::string& path, Readers readers,
                                      std::string_view text) {
  ::unlink(path.c_str());
  const mode_t mode =
      readers == Readers::OwnerOnly ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH;
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file.is_open()) return failed("cannot be created: " + system_reason());
  if (write_all(file.number(), text) && ::fsync(file.number()) == 0) return Done{};
  const std::string reason = system_reason();
  ::unlink(path.c_str());
  return failed("cannot be written: " + reason);
}

}  // namespace

Result<Done, std::string> read_small_file(const std::string& path, Readers readers,
                                          std::size_t bytes_max, std::string& text) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open() && errno == ENOENT) return failed(std::string("does not exist"));
  if (!file.is_open()) return failed("cannot be opened: " + system_reason());
  if (auto is_private = check_privacy(path, file.number(), readers); !is_private) return is_private;

  text.assign(bytes_max,
              '\0');  // In one piece: a string that grows leaves copies of a secret behind.
  std::size_t size = 0;
  while (size < bytes_max) {
    const ssize_t count = ::read(file.number(), text.data() + size, bytes_max - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("cannot be read: " + system_reason());
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  text.resize(size);
  return Done{};
}

Result<Done, std::string> write_new_file(const std::string& path, Readers readers,
                                         std::string_view text) {
  struct stat there {};
  if (::lstat(path.c_str(), &there) == 0) return already_there();
  const std::string draft = path + ".new";
  if (auto written = write_draft(draft, readers, text); !written) return written;
  // Unlike a rename, it takes the place of nothing.
  const bool is_named = ::link(draft.c_str(), path.c_str()) == 0;
  const bool is_taken = !is_named && errno == EEXIST;
  const std::string reason = system_reason();
  ::unlink(draft.c_str());
  if (is_taken) return already_there();
  if (!is_named) return failed("cannot be created: " + reason);
  if (sync_directory_of(path)) return Done{};
  const std::string not_durable = system_reason();
  ::unlink(path.c_str());
  return failed("cannot be written: " + not_durable);
}

Result<Done, std::string> replace_file(const std::string& path, Readers readers,
                                       std::string_view text) {
  const std::string fresh = path + ".new";
  if (auto written = write_draft(fresh, readers, text); !written) return written;
  if (::rename(fresh.c_str(), path.c_str()) == 0 && sync_directory_of(path)) return Done{};
  const std::string reason = system_reason();
  ::unlink(fresh.c_str());
  return failed("cannot be replaced: " + reason);
}

Result<Done, std::string> rename_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) == 0 && sync_directory_of(to)) return Done{};
  return failed("cannot be renamed: " + system_reason());
}

Result<Done, std::string> remove_file(const std::string& path) {
  const bool is_gone = ::unlink(path.c_str()) == 0 || errno == ENOENT;
  if (is_gone && sync_directory_of(path)) return Done{};
  return failed("cannot be removed: " + system_reason());
}

}  // namespace perk::sync

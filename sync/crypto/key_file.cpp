#include "sync/crypto/key_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sync/crypto/sodium.h"

namespace perk::sync {
namespace {

constexpr std::size_t kHexDigits = 64;

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

/// Hex digits on their way to or from a file; wiped like the secret they spell.
struct HexLine {
  std::string text;
  ~HexLine() { sodium_memzero(text.data(), text.size()); }
};

Failed<std::string> complaint(const std::string& path, const std::string& what) {
  return failed("The key file " + path + " " + what + ".");
}

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

Result<Done, std::string> check_privacy(const std::string& path, int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return complaint(path, "cannot be examined: " + system_reason());
  if (!S_ISREG(status.st_mode)) return complaint(path, "is not a regular file");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return complaint(path, "can be read by others than its owner; run: chmod 600 " + path);
  }
  return Done{};
}

}  // namespace

KeySeed::~KeySeed() { sodium_memzero(bytes.data(), bytes.size()); }

Result<Done, std::string> read_key_file(const std::string& path, KeySeed& seed) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open() && errno == ENOENT) return complaint(path, "does not exist");
  if (!file.is_open()) return complaint(path, "cannot be opened: " + system_reason());
  if (auto is_private = check_privacy(path, file.number()); !is_private) return is_private;

  HexLine line{std::string(kHexDigits + 2, '\0')};
  const ssize_t count = ::read(file.number(), line.text.data(), line.text.size());
  if (count < 0) return complaint(path, "cannot be read: " + system_reason());
  std::string_view digits = std::string_view(line.text).substr(0, static_cast<std::size_t>(count));
  if (digits.ends_with('\n')) digits.remove_suffix(1);
  if (!bytes_from_hex(digits, seed.bytes))
    return complaint(path, "is not one line of 64 hexadecimal digits");
  return Done{};
}

Result<Done, std::string> write_key_file(const std::string& path, const KeySeed& seed) {
  const FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.is_open() && errno == EEXIST)
    return complaint(path, "exists already and is not overwritten");
  if (!file.is_open()) return complaint(path, "cannot be created: " + system_reason());
  const HexLine line{hex_of(seed.bytes) + '\n'};
  if (write_all(file.number(), line.text) && ::fsync(file.number()) == 0 && sync_directory_of(path))
    return Done{};
  const std::string reason = system_reason();
  ::unlink(path.c_str());
  return complaint(path, "cannot be written: " + reason);
}

}  // namespace perk::sync

// The directory that one process keeps its data in: private to its owner (0700) and locked, so that
// two processes never write the same log. The lock ends with the object, or with the process however
// it dies. Nothing in the directory is ever removed here.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace perk::sync {

class DataDirectory {
 public:
  /// Creates it if missing (its parent must exist), takes others' rights away, locks DIR/lock. The
  /// error is one clear sentence: not a directory, not ours, read-only, in use by another process.
  [[nodiscard]] static Result<DataDirectory, std::string> open(const std::filesystem::path& path);
  /// Changes nothing in it, and keeps everybody from opening it while the object lives; a directory that nobody ever
  /// locked, or that may not be, is a copy, and left as it is. Refused: another process uses it.
  [[nodiscard]] static Result<DataDirectory, std::string> keep_quiet(
      const std::filesystem::path& path);
  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&& other) noexcept;
  ~DataDirectory();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path file(std::string_view name) const { return path_ / name; }

 private:
  DataDirectory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::filesystem::path path_;
  int lock_;
};

}  // namespace perk::sync

// Head office's database in a drill: a private PostgreSQL that is there for the drills alone, may be killed, and
// keeps what it promised to keep. Waits on the calling thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ledger/result.h"

namespace perk::ops {

class Databases {
 public:
  /// Makes a cluster in `directory`, which is new, by ops/postgres in the folder `scripts`.
  [[nodiscard]] static Result<std::unique_ptr<Databases>, std::string> start(
      const std::filesystem::path& scripts, const std::filesystem::path& directory);
  /// Ends and removes it.
  ~Databases();
  Databases(const Databases&) = delete;
  Databases& operator=(const Databases&) = delete;

  /// An empty database of this name; its connection string.
  [[nodiscard]] Result<std::string, std::string> make(const std::string& name);
  /// SIGKILL to every process of it: a power cut, but for the disk. Returns when it is dead.
  [[nodiscard]] Result<Done, std::string> kill();
  /// Returns when it answers again, at the same address.
  [[nodiscard]] Result<Done, std::string> start_again();

 private:
  Databases(std::filesystem::path script, std::filesystem::path directory)
      : script_(std::move(script)), directory_(std::move(directory)) {}
  [[nodiscard]] Result<Done, std::string> control(const std::string& command);

  std::filesystem::path script_;
  std::filesystem::path directory_;
  std::string server_;  ///< The connection string of its own database.
};

}  // namespace perk::ops

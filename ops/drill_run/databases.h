// Head office's database in a drill: one that is there for the drills alone, may be killed, and keeps what it promised
// to keep. Waits on the calling thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ledger/result.h"

namespace perk::ops {

/// Ended and removed with the object.
class Databases {
 public:
  using Outcome = Result<Done, std::string>;
  virtual ~Databases() = default;
  Databases(const Databases&) = delete;
  Databases& operator=(const Databases&) = delete;

  /// An empty database, named so where there can be several; its connection string.
  [[nodiscard]] virtual Result<std::string, std::string> make(const std::string& name) = 0;
  /// SIGKILL to every process of the server that takes writes: a power cut, but for the disk. Returns when it is dead.
  [[nodiscard]] virtual Outcome kill() = 0;
  /// Mends what kill() did. Returns when what was killed serves, or follows, again.
  [[nodiscard]] virtual Outcome start_again() = 0;
  /// Keeps what there is now. It serves again on return.
  [[nodiscard]] virtual Outcome back_up() = 0;
  /// What back_up() kept takes the place of what there is; what came since is gone. Returns the connection string of
  /// what make() made last, when that serves again.
  [[nodiscard]] virtual Result<std::string, std::string> restore() = 0;

 protected:
  Databases() = default;
};

using MadeDatabases = Result<std::unique_ptr<Databases>, std::string>;

/// One PostgreSQL in `directory`, which is new, by ops/postgres in the folder `scripts`.
[[nodiscard]] MadeDatabases start_server(const std::filesystem::path& scripts,
                                         const std::filesystem::path& directory);
/// Three under Patroni, synchronous and strict, by ops/cluster. There is one database in it.
[[nodiscard]] MadeDatabases start_cluster(const std::filesystem::path& scripts,
                                          const std::filesystem::path& directory);

}  // namespace perk::ops

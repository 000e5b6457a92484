// Which server a connection reached, and whether it may be used: of a replicated database there may be another
// one that was primary before, and does not know better. For central/postgres/ only.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include <pqxx/pqxx>

namespace perk::central {

/// One server since its last start.
struct Server {
  std::uint32_t timeline = 0;  ///< Raised by one with every promotion of a standby.
  std::string started_at;      ///< As the server says it.
  friend bool operator==(const Server&, const Server&) = default;
};

/// None: it is a standby, and takes no writes.
[[nodiscard]] std::optional<Server> ask_which(pqxx::work& work);

/// Writes, so that its commit waits for the standbys: then all that this server showed before is on them too.
/// A server that was started anew, or one whose wait for its standbys somebody cancelled, shows also what
/// they lack. Without tables there is nothing to show, and it does nothing.
void write_barrier(pqxx::work& work);

/// The newest server that was ever reached. Safe from any thread.
class Fence {
 public:
  /// Whether its timeline is as late as any that was reached.
  [[nodiscard]] bool admits(const Server& server);
  /// Whether a barrier went through there.
  [[nodiscard]] bool trusts(const Server& server);
  void trust(const Server& server);
  /// Nobody knows what became of a commit: what the server shows is in doubt again.
  void doubt();

 private:
  std::mutex mutex_;
  std::uint32_t timeline_ = 0;
  std::optional<Server> trusted_;
};

}  // namespace perk::central

// Connections to PostgreSQL, and the one way to use them: a transaction that either is durable when it
// returns, or says which of the three failures happened. For central/postgres/ only.
//
// Safe from any thread; each call borrows a connection of its own (made when first needed, thrown away
// after any doubt) and waits for one when all are in use. A lost connection is never silently
// reopened under a transaction. No exception of the library leaves transact().
//
// Of a replicated database only the latest primary that was ever reached is used, and nothing is read of a
// server before all that it shows is known to be on its standbys too (server.h). A server that may not be used is
// passed over, and the next host of the connection string is tried. No answer within `answer_max`
// ends the connection (deadlines.h): in a commit that is OutcomeUnknown, else Retry.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pqxx/pqxx>

#include "central/postgres/deadlines.h"
#include "central/postgres/server.h"
#include "ledger/result.h"
#include "ledger/storage_error.h"

namespace perk::central {

/// Thrown by the body of a transaction to roll it back and hand `error` to the caller.
struct RolledBack {
  StorageError error;
};

class Database {
 public:
  Database(const std::string& conninfo, std::size_t connections_max,
           std::chrono::milliseconds answer_max);
  ~Database();

  /// Runs `body(pqxx::work&)` and commits; what it returns is the value. The body may run more than
  /// once (serialization failures and deadlocks are tried again), so it must not act on anything else.
  template <typename Work>
  auto transact(Work&& body) -> Result<decltype(body(std::declval<pqxx::work&>())), StorageError> {
    std::optional<decltype(body(std::declval<pqxx::work&>()))> value;
    const auto error = run([&](pqxx::work& work) { value.emplace(body(work)); });
    if (error) return failed(*error);
    return std::move(*value);
  }

  /// Whether the last transaction that needed the server found it.
  [[nodiscard]] bool is_reachable() const { return is_reachable_; }

 private:
  class Connection;
  using Body = std::function<void(pqxx::work&)>;
  [[nodiscard]] std::optional<StorageError> run(const Body& body);
  [[nodiscard]] std::optional<StorageError> attempt_on(std::unique_ptr<Connection>& connection,
                                                       const Body& body);
  [[nodiscard]] std::optional<StorageError> connect(std::unique_ptr<Connection>& connection);
  [[nodiscard]] std::optional<StorageError> connect_to(const std::string& host,
                                                       std::unique_ptr<Connection>& connection);
  [[nodiscard]] std::unique_ptr<Connection> borrow();
  void give_back(std::unique_ptr<Connection> connection);

  const std::vector<std::string> hosts_;   // A connection string for each.
  std::atomic<std::size_t> last_used_{0};  // Which of them was of use last.
  const std::size_t connections_max_;
  std::atomic<bool> is_reachable_{false};
  Deadlines deadlines_;
  Fence fence_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t borrowed_ = 0;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace perk::central

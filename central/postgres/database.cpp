#include "central/postgres/database.h"

#include <string_view>

#include "central/postgres/conninfo.h"
#include "central/postgres/failure.h"

namespace perk::central {
namespace {

/// Serialization failures and deadlocks are settled by trying again; this often at most in a row.
constexpr int kAttemptsMax = 10;

/// Hears what the server says beside its answers. Cancelling a commit that waits for its standbys
/// returns success with only a warning: nobody knows then whether the commit will last.
class NoticeListener : public pqxx::errorhandler {
 public:
  explicit NoticeListener(pqxx::connection& connection) : errorhandler(connection) {}
  bool operator()(const char message[]) noexcept override {
    if (is_doubtful_commit(message)) commit_in_doubt_ = true;
    return false;
  }
  [[nodiscard]] bool commit_in_doubt() const { return commit_in_doubt_; }

 private:
  bool commit_in_doubt_ = false;
};

}  // namespace

class Database::Connection {
 public:
  Connection(const std::string& conninfo, Deadlines& deadlines, Fence& fence)
      : connection_(conninfo), notices_(connection_), deadlines_(deadlines), fence_(fence) {
    // A connection that was lost has lost what it was doing: never go on under another one.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored \
    "-Wdeprecated-declarations"  // ... and 6.4 has no other way to say so.
    connection_.inhibit_reactivation(true);
#pragma GCC diagnostic pop
  }

  /// Runs the body in a transaction, on the one server that may be used.
  [[nodiscard]] std::optional<StorageError> attempt(const Body& body) {
    if (auto error = be_sure_of_server()) return error;
    return commit([&](pqxx::work& work) {
      body(work);
      if (!fence_.trusts(*server_)) throw RolledBack{retry("the server is in doubt by now")};
    });
  }

  [[nodiscard]] bool is_usable() const {
    return connection_.is_open() && !notices_.commit_in_doubt() &&
           (!server_ || fence_.admits(*server_));
  }

  /// Nothing is to be done at a server before this says so: none.
  [[nodiscard]] std::optional<StorageError> be_sure_of_server() {
    if (server_ && fence_.trusts(*server_)) return std::nullopt;
    if (!server_) {
      if (auto error = commit([&](pqxx::work& work) { server_ = ask_which(work); })) return error;
    }
    if (!server_) return retry("the server is a standby, which takes no writes");
    if (!fence_.admits(*server_)) return retry("the server was primary once, and is no more");
    if (auto error = commit(write_barrier)) return retry(error->detail);
    fence_.trust(*server_);
    return std::nullopt;
  }

 private:
  [[nodiscard]] static StorageError retry(std::string why) {
    return {StorageFailure::Retry, std::move(why)};
  }

  [[nodiscard]] std::optional<StorageError> commit(const Body& body) {
    bool committing = false;
    const Deadlines::Watch watch(deadlines_, connection_.sock());
    try {
      pqxx::work work(connection_);
      body(work);
      committing = true;
      work.commit();
    } catch (const RolledBack& refused) {
      return refused.error;
    } catch (const std::exception& broken) {
      const auto error = failure_of(broken, committing ? Phase::Committing : Phase::Working,
                                    connection_.is_open() ? Line::Open : Line::Lost);
      return error.failure == StorageFailure::OutcomeUnknown ? in_doubt(error.detail) : error;
    }
    if (!notices_.commit_in_doubt()) return std::nullopt;
    return in_doubt("the wait for the standby was cancelled");
  }

  /// Somebody may end that wait at the server, which then shows what the standby lacks.
  [[nodiscard]] StorageError in_doubt(std::string why) {
    fence_.doubt();
    return {StorageFailure::OutcomeUnknown, std::move(why)};
  }

  pqxx::connection connection_;
  NoticeListener notices_;
  Deadlines& deadlines_;
  Fence& fence_;
  std::optional<Server> server_;
};

Database::Database(const std::string& conninfo, std::size_t connections_max,
                   std::chrono::milliseconds answer_max)
    : hosts_(by_host(conninfo)), connections_max_(connections_max), deadlines_(answer_max) {}

Database::~Database() = default;

std::unique_ptr<Database::Connection> Database::borrow() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [&] { return borrowed_ < connections_max_; });
  ++borrowed_;
  if (idle_.empty()) return nullptr;
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void Database::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::scoped_lock lock(mutex_);
    --borrowed_;
    if (connection) idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

std::optional<StorageError> Database::run(const Body& body) {
  auto connection = borrow();
  std::optional<StorageError> error;
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    // One that waited in the pool may have died of a restart: that is no reason to fail.
    const bool was_idle = connection != nullptr;
    error = attempt_on(connection, body);
    if (!error || error->failure != StorageFailure::Retry) break;
    if (!connection && !was_idle) break;
  }
  is_reachable_ = connection != nullptr;
  give_back(std::move(connection));
  return error;
}

/// Leaves `connection` empty if it is not to be used again.
std::optional<StorageError> Database::attempt_on(std::unique_ptr<Connection>& connection,
                                                 const Body& body) {
  if (!connection) {
    if (auto error = connect(connection)) return error;
  }
  auto error = connection->attempt(body);
  if (!connection->is_usable()) connection.reset();
  return error;
}

/// To the first host that may be used, beginning with the one that was of use last. Else the error tells what each
/// said, and `connection` stays empty.
std::optional<StorageError> Database::connect(std::unique_ptr<Connection>& connection) {
  StorageError refused{StorageFailure::Retry, ""};
  const std::size_t first = last_used_;
  for (std::size_t tries = 0; tries < hosts_.size(); ++tries) {
    const std::size_t place = (first + tries) % hosts_.size();
    const auto error = connect_to(hosts_[place], connection);
    if (!error) {
      last_used_ = place;
      return std::nullopt;
    }
    refused = {error->failure,
               refused.detail.empty() ? error->detail : refused.detail + "; " + error->detail};
  }
  return refused;
}

std::optional<StorageError> Database::connect_to(const std::string& host,
                                                 std::unique_ptr<Connection>& connection) {
  try {
    auto candidate = std::make_unique<Connection>(host, deadlines_, fence_);
    if (auto refused = candidate->be_sure_of_server()) return refused;
    connection = std::move(candidate);
    return std::nullopt;
  } catch (const std::exception& unreachable) {
    return StorageError{StorageFailure::Retry, one_line(unreachable.what())};
  }
}

}  // namespace perk::central

// libpqxx 6.4 forgets to free what libpq tells it of a statement on a line that was just lost: a few
// hundred bytes each time. LeakSanitizer asks every program for this by name; others never call it.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the name is the sanitizer's.
extern "C" const char* __lsan_default_suppressions() { return "leak:libpqxx-6.4.so\n"; }

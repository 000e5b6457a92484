// Head office put together. Binds its ports at once, waits for the database, takes office, then opens. While another
// head office serves on the same database it stands by: stores cannot connect, and operators are told who serves.
// All that it knows it reads after it has taken office; once another has, it writes nothing more, and ends. Lives on
// the io_context's thread; owns its workers.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "central/config.h"
#include "central/history_witness.h"
#include "central/net/admin_server.h"
#include "central/open_office.h"
#include "central/postgres/postgres_backend.h"
#include "central/succession.h"
#include "sync/process/data_directory.h"
#include "sync/process/system_clock.h"

namespace perk::central {

class HeadOffice {
 public:
  /// `signing`: none, if it signs no certificates. `version`: of this program.
  HeadOffice(boost::asio::io_context& io, const CentralConfig& config, sync::Security security,
             std::optional<Signing> signing, const sync::Log& log, std::string version);
  ~HeadOffice();
  HeadOffice(const HeadOffice&) = delete;
  HeadOffice& operator=(const HeadOffice&) = delete;

  /// Locks the data directory, binds both ports, writes sync.port and admin.port, and begins to wait
  /// for the database. The error is one clear sentence.
  [[nodiscard]] Result<Done, std::string> start();
  /// Ends all connections and lets the io_context run out of work.
  void stop();
  /// Why it stopped by itself, if it did: the database is not ours to use.
  [[nodiscard]] const std::optional<std::string>& refusal() const { return refusal_; }

 private:
  struct FoundDatabase {
    SchemaState schema = SchemaState::Absent;
    ChainSettings chain;
    History history;
    std::optional<std::string> doubt;  ///< Why it must not be written to.
    bool is_newcomer = false;          ///< This data directory has never seen it.
    std::optional<Tenure> other;       ///< Who serves; none: we do, from now on.
  };
  using Port = Result<std::unique_ptr<sync::Doorway>, std::string>;

  [[nodiscard]] Port bind(const sync::Address& address, sync::Service service,
                          const std::string& file);
  [[nodiscard]] AdminReply answer(const AdminAsk& ask, const AdminOnProgress& on_progress);
  void warn_of_open_door();
  void look_for_database();
  [[nodiscard]] Stored<FoundDatabase> find_database();
  [[nodiscard]] Stored<Done> look_at_history(FoundDatabase& found, bool is_of_before);
  void note_what_is_served(FoundDatabase& found);
  [[nodiscard]] Stored<Done> take_office(const Tenure& seen, FoundDatabase& found);
  void on_looked(const Stored<FoundDatabase>& found);
  void stand_by(const Tenure& other);
  void look_again_in(std::chrono::milliseconds wait);
  void stay_in_office();
  void on_stayed(const Stored<bool>& stays);
  void look_again_later(const std::string& why);
  void refuse(std::string sentence);
  void open(const FoundDatabase& found);
  [[nodiscard]] bool bind_stores();
  void recall_revoked();
  void on_recalled(const Stored<Done>& recalled);
  [[nodiscard]] bool is_welcome(const sync::CertificateFacts& facts) const;
  void keep_witness();

  boost::asio::io_context& io_;
  const CentralConfig config_;
  const sync::Security security_;
  const std::optional<Signing> signing_;
  const sync::Log log_;
  const std::string version_;
  const sync::SystemClock clock_;
  boost::asio::thread_pool workers_;
  boost::asio::thread_pool stayer_{
      1};  // Whatever the workers wait for: that we are there is said in time.
  boost::asio::steady_timer retry_;
  boost::asio::steady_timer stay_timer_;
  boost::asio::steady_timer witness_timer_;
  std::optional<sync::DataDirectory> directory_;
  std::optional<sync::LogKey> key_;       // Once the directory is ours.
  std::optional<Succession> succession_;  // These two: of the worker that looks.
  unsigned looks_ = 0;
  std::string name_;
  sync::Address stores_at_;
  std::unique_ptr<sync::Doorway> stores_;  // None: while we stand by.
  PostgresBackend database_;
  LineBoard board_;
  HistoryWitness witness_;
  std::unique_ptr<OpenOffice> office_;
  std::atomic<AdminService*> service_{nullptr};  // Of the open office, for the admin's threads.
  std::unique_ptr<AdminServer> admin_;
  std::mutex mutex_;
  std::string stands_by_for_;  // Also for the admin's threads: under the lock.
  bool serves_ = false;
  bool said_waiting_ = false;
  bool said_no_witness_ = false;
  bool is_stopping_ = false;
  std::optional<std::string> refusal_;
};

}  // namespace perk::central

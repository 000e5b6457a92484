// Head office's machine and its database: the real Office on event and projection stores in memory, with both of its
// executors one queue that is run by hand. The process may die, the database outlives it. Single-threaded.
#pragma once

#include <boost/asio/io_context.hpp>

#include "central/office.h"
#include "tests/simulation/shop.h"
#include "tests/simulation/unsure_event_store.h"

namespace perk::simulation {

/// Told of what is durable at head office, for the judge.
class OfficeWatcher {
 public:
  virtual ~OfficeWatcher() = default;
  virtual void on_order_grew() = 0;
};

struct OfficeSetup {
  central::ChainSettings chain;
  central::RiskSettings risk;
  sync::ReplicatorLimits replicator;
  std::vector<central::StoredNumberKey> number_keys;
  std::uint64_t seed = 0;
};

class OfficeMachine final : public FrontDoor {
 public:
  OfficeMachine(Agenda& agenda, OfficeWatcher& watcher, OfficeSetup setup);
  ~OfficeMachine() override;

  void start();
  void die();
  [[nodiscard]] bool is_up() const { return process_ != nullptr; }
  bool take_in(std::size_t shop, std::shared_ptr<Connection> connection) override;
  /// Runs what waits in the executors; sees to what must be driven by hand. After every act of the agenda.
  void run_queue();

  // Faults.
  [[nodiscard]] UnsureEventStore& database() { return unsure_; }
  [[nodiscard]] MachineClock& clock() { return clock_; }
  /// Everything that was committed.
  struct Backup {
    central::MemoryEventStore::Backup events;
    central::MemoryProjectionStore::Backup projections;
  };
  [[nodiscard]] Backup back_up() { return {events_.back_up(), projections_.back_up()}; }
  /// Of a dead process. What came since is forgotten.
  void restore(const Backup& backup);
  /// As `perk-central begin-epoch`, of a dead process. False: it failed.
  [[nodiscard]] bool begin_epoch();

  [[nodiscard]] central::AdminReply ask(const central::AdminRequest& request);
  [[nodiscard]] bool has_work() const;

  // For the judge: the database as it is, without its faults.
  [[nodiscard]] central::MemoryEventStore& events() { return events_; }
  [[nodiscard]] central::MemoryProjectionStore& projections() { return projections_; }

 private:
  struct Process;
  void schedule(bool& is_due, Millis wait, std::function<void()> act);
  void append();
  void project();
  void look();
  void tick();

  OfficeWatcher& watcher_;
  const OfficeSetup setup_;
  test::Random random_;
  test::Random salts_;  ///< Of reasons, by itself: nothing else depends on how many are given.
  MachineClock clock_;
  Life life_;
  const sync::Log log_ = sync::Log::silent();
  central::MemoryEventStore events_;
  central::MemoryProjectionStore projections_;
  UnsureEventStore unsure_;
  Epoch epoch_{1};  ///< The latest there ever was, as a data directory remembers it.
  bool is_append_due_ = false, is_projection_due_ = false, is_look_due_ = false;
  std::unique_ptr<Process> process_;
};

}  // namespace perk::simulation

// Head office at work: stores are let in, projections kept up, rights given, operators answered. All that
// needs no socket and no clock of the system; the real one and the simulator's are this same class.
//
// start() starts its threads: the projections' runner and the steward. Who does not call it, and asks for an
// appender without threads, has everything on one thread of his own, and drives it:
//
//   while (office.appender().work_once()) {}     // what stores brought
//   office.runner().run_pass();                  // projections
//   office.steward().look();                     // allowances, debts, recalls
//   office.visitors().tick();                    // every kVisitorsTick
//
// and runs what is queued in the executors. Lives at home, but for its own threads; blocks only in its
// destructor, and in what is driven so.
#pragma once

#include <memory>
#include <string>

#include "central/config.h"
#include "central/desk/admin_service.h"
#include "central/projections/projection_runner.h"
#include "central/rights/number_book.h"
#include "central/rights/steward.h"
#include "central/shard_growth.h"
#include "central/visits/visitors.h"

namespace perk::central {

/// All of it outlives the office.
struct OfficeSurroundings {
  WorkPlaces places;
  EventStore& events;
  ProjectionStore& projections;
  LineBoard& board;
  const Clock& clock;
  const sync::Log& log;
  std::string version;
  std::function<void(const ShardEnd&)> on_grew;  ///< Any thread; may be empty.
  sync::LogKey key;  ///< Head office's own, for what it shows to others.
  /// Of the certificate authority, if this head office signs for it: it can offer one-time codes.
  std::optional<Digest> authority{};
  /// For reasons that are sealed here. Any thread.
  std::function<ReasonSalt()> reason_salt = sync::random_salt;
};

struct OfficeSettings {
  ChainSettings chain;
  RiskSettings risk;
  AppenderSettings appender;
  sync::ReplicatorLimits replicator;
};

class Office {
 public:
  /// The projections must have been prepared.
  Office(OfficeSurroundings around, const OfficeSettings& settings);
  /// Waits for the transactions under way. What is still queued in the executors must not be run any more.
  ~Office();
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;

  void start();
  /// Blocking, on a worker, before anybody is let in: which stores were revoked, as the ledger says.
  [[nodiscard]] Stored<Done> resume_revocations() { return closed_.resume_revocations(); }
  /// Blocking, on a worker: of all that the ledger says is erased no text is kept (desk/erasing.h).
  [[nodiscard]] Stored<Done> resume_erasures() { return service_.resume_erasures(); }
  /// Whether whoever showed this certificate may come in. Safe from any thread; never blocks.
  [[nodiscard]] bool is_welcome(const sync::Party& party) const;
  /// From now on no question of an operator waits for what must come first: for head office going down, and
  /// for one thread that would wait for itself.
  void end_waits();

  [[nodiscard]] Visitors& visitors() { return visitors_; }
  [[nodiscard]] Appender& appender() { return *appender_; }
  [[nodiscard]] ProjectionRunner& runner() { return runner_; }
  [[nodiscard]] Steward& steward() { return steward_; }
  /// Safe from any thread.
  [[nodiscard]] AdminService& service() { return service_; }
  [[nodiscard]] const LogGate& gate() const { return gate_; }
  /// Blocking; safe from any thread.
  [[nodiscard]] const NumberBook& numbers() const { return numbers_; }

 private:
  [[nodiscard]] std::function<void(const ShardEnd&)> ring();

  const OfficeSurroundings around_;
  const ChainSettings chain_;
  ShardGrowth growth_;
  CheckpointBoard checkpoints_;
  ProjectionRunner runner_;
  ShardTails tails_;
  DeskClock time_;
  OfficePen pen_;
  RiskBook risk_book_;
  NumberBook numbers_;
  EpochDesk epochs_;
  HandedBack handed_back_;
  RightsDesk rights_desk_;
  DoubleDesk doubles_;
  LogGate gate_;
  ClosedLogs closed_;
  RightsCounter rights_;
  CallHome call_home_;
  Steward steward_;
  AdminService service_;
  Gatehouse gatehouse_;
  std::unique_ptr<Appender> appender_;
  Visitors visitors_;
};

}  // namespace perk::central

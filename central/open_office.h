// What runs once the chain's settings are known: stores are let in, projections kept up, operators
// answered. Lives on the io_context's thread, but for its own threads; blocks only in its destructor.
#pragma once

#include <memory>
#include <string>

#include "central/appender.h"
#include "central/config.h"
#include "central/desk/admin_service.h"
#include "central/net/sync_server.h"
#include "central/projections/projection_runner.h"
#include "central/rights/steward.h"
#include "central/shard_growth.h"

namespace perk::central {

/// All of it outlives the open office.
struct OfficeSurroundings {
  boost::asio::io_context& io;
  boost::asio::thread_pool& workers;
  EventStore& events;
  ProjectionStore& projections;
  LineBoard& board;
  const Clock& clock;
  const sync::Log& log;
  std::string version;
  std::function<void(const ShardEnd&)> on_grew;  ///< Any thread.
};

class OpenOffice {
 public:
  /// The projections must have been prepared.
  OpenOffice(OfficeSurroundings around, const ChainSettings& chain, const RiskSettings& risk,
             std::unique_ptr<sync::Listener> stores);
  /// Waits for the transactions under way.
  ~OpenOffice();
  OpenOffice(const OpenOffice&) = delete;
  OpenOffice& operator=(const OpenOffice&) = delete;

  void start();
  /// Ends all connections of stores, and all waits of operators.
  void stop();
  /// Safe from any thread.
  [[nodiscard]] AdminService& service() { return service_; }

 private:
  const OfficeSurroundings around_;
  const ChainSettings chain_;
  ShardGrowth growth_;
  CheckpointBoard checkpoints_;
  ProjectionRunner runner_;
  ShardTails tails_;
  DeskClock time_;
  OfficePen pen_;
  RiskBook risk_book_;
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
  SyncServer server_;
};

}  // namespace perk::central

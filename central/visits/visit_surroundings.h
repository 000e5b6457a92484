// What everything that deals with a visiting store shares, and outlives it.
#pragma once

#include "central/appender.h"
#include "central/doorkeeper.h"
#include "central/errand.h"
#include "central/line_board.h"
#include "central/log_gate.h"
#include "central/rights/handed_back.h"
#include "central/rights/rights_counter.h"
#include "central/shard_tails.h"
#include "sync/process/log.h"
#include "sync/replicator.h"

namespace perk::central {

struct VisitSurroundings {
  WorkPlaces places;
  Gatehouse& gatehouse;
  ShardTails& tails;
  Appender& appender;
  LogGate& gate;
  ClosedLogs& closed;
  EpochDesk& epochs;
  HandedBack& handed_back;
  LineBoard& board;
  RightsCounter& rights;
  const ChainSettings& chain;
  const Clock& clock;
  const sync::Log& log;
  sync::ReplicatorLimits limits;
};

/// A store that was let in.
struct Visitor {
  StoreId store;
  Origin log;
  std::string name;
};
/// "store 3 (Harbour)", for the log.
[[nodiscard]] inline std::string to_string(const Visitor& visitor) {
  return "store " + std::to_string(visitor.store.value()) + " (" + visitor.name + ")";
}

}  // namespace perk::central

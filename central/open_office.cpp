#include "central/open_office.h"

namespace perk::central {

OpenOffice::OpenOffice(OfficeSurroundings around, const ChainSettings& chain,
                       const RiskSettings& risk, std::unique_ptr<sync::Listener> stores)
    : around_(std::move(around)),
      chain_(chain),
      runner_(around_.events, around_.projections, checkpoints_, RunnerSettings(),
              [log = around_.log](const std::string& fact) { log.warning(fact); }),
      tails_(around_.events),
      time_(around_.events, around_.clock),
      pen_(around_.events, time_, around_.clock, chain_.shard_count,
           [this](const ShardEnd& end) { growth_.ring(end); }),
      risk_book_(around_.events, tails_, chain_.shard_count),
      epochs_(around_.events, pen_, risk_book_, around_.clock, chain_),
      handed_back_(around_.events, chain_, [this](const ShardEnd& end) { growth_.ring(end); }),
      rights_desk_(pen_, risk.placement, &epochs_),
      doubles_(around_.events, pen_, risk_book_),
      closed_(around_.events, pen_, risk_book_, gate_),
      rights_(around_.io, around_.workers, rights_desk_, around_.clock, chain_.shard_count),
      call_home_(risk_book_, rights_, chain_.shard_count),
      steward_(pen_, rights_desk_, doubles_, risk_book_, rights_, around_.clock, chain_.currency,
               risk.steward, [log = around_.log](const std::string& fact) { log.warning(fact); }),
      service_({around_.events, around_.projections, runner_, checkpoints_, around_.board,
                around_.clock, time_, pen_, rights_desk_, risk_book_, epochs_, closed_, call_home_,
                chain_, [this](const ShardEnd& end) { growth_.ring(end); }},
               around_.version),
      gatehouse_(around_.events, closed_, epochs_, chain_, around_.clock),
      appender_(std::make_unique<Appender>(
          around_.events, around_.clock, AppenderSettings(),
          [this](const ShardEnd& end) { growth_.ring(end); },
          [log = around_.log](const std::string& fact) { log.warning(fact); })),
      server_({around_.io, around_.workers, gatehouse_, tails_, *appender_, gate_, closed_, epochs_,
               handed_back_, around_.board, rights_, chain_, around_.clock, around_.log,
               sync::ReplicatorLimits()},
              around_.events, std::move(stores)) {
  growth_.add([this](const ShardEnd& end) { server_.shard_grew(end); });
  growth_.add([this](const ShardEnd&) { runner_.wake(); });
  growth_.add([this](const ShardEnd& end) { rights_.shard_grew(end.shard); });
  growth_.add([this](const ShardEnd& end) { steward_.wake(end.shard); });
  growth_.add([this](const ShardEnd&) { call_home_.shard_grew(); });
  growth_.add(around_.on_grew);
}

/// Whoever tells of growth goes before those who are told.
OpenOffice::~OpenOffice() {
  steward_.stop();
  appender_.reset();
  runner_.stop();
}

void OpenOffice::start() {
  runner_.start();
  steward_.start();
  server_.start();
}

void OpenOffice::stop() {
  server_.stop();
  checkpoints_.close();
}

}  // namespace perk::central

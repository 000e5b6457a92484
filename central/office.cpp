#include "central/office.h"

namespace perk::central {
namespace {

/// What is said between working and failing, as one line of the log.
std::function<void(const std::string&)> warnings_to(const sync::Log& log) {
  return [log](const std::string& fact) { log.warning(fact); };
}

}  // namespace

Office::Office(OfficeSurroundings around, const OfficeSettings& settings)
    : around_(std::move(around)),
      chain_(settings.chain),
      runner_(around_.events, around_.projections, checkpoints_, RunnerSettings(),
              warnings_to(around_.log)),
      tails_(around_.events),
      time_(around_.events, around_.clock),
      pen_(around_.events, time_, around_.clock, chain_.shard_count, ring()),
      risk_book_(around_.events, tails_, chain_.shard_count),
      numbers_(around_.events, risk_book_, chain_.shard_count),
      epochs_(around_.events, pen_, risk_book_, around_.clock, chain_),
      handed_back_(around_.events, risk_book_, chain_, ring()),
      rights_desk_(pen_, settings.risk.placement, &epochs_),
      doubles_(around_.events, pen_, risk_book_),
      closed_(around_.events, pen_, risk_book_, gate_),
      rights_(around_.places, rights_desk_, around_.clock, chain_.shard_count),
      call_home_(risk_book_, rights_, chain_.shard_count),
      steward_(pen_, rights_desk_, doubles_, risk_book_, rights_, around_.clock, chain_.currency,
               settings.risk.steward, warnings_to(around_.log)),
      service_({around_.events, around_.projections, runner_, checkpoints_, around_.board,
                around_.clock, time_, pen_, rights_desk_, risk_book_, epochs_, closed_, call_home_,
                chain_, around_.key, ring(), around_.authority, around_.reason_salt},
               around_.version),
      gatehouse_(around_.events, closed_, epochs_, chain_, around_.clock),
      appender_(std::make_unique<Appender>(around_.events, around_.clock, settings.appender, ring(),
                                           warnings_to(around_.log))),
      visitors_(
          {around_.places, gatehouse_, tails_, *appender_, gate_, closed_, epochs_, handed_back_,
           around_.board, rights_, chain_, around_.clock, around_.log, settings.replicator},
          around_.events) {
  growth_.add([this](const ShardEnd& end) { visitors_.shard_grew(end); });
  growth_.add([this](const ShardEnd&) { runner_.wake(); });
  growth_.add([this](const ShardEnd& end) { rights_.shard_grew(end.shard); });
  growth_.add([this](const ShardEnd& end) { steward_.wake(end.shard); });
  growth_.add([this](const ShardEnd&) { call_home_.shard_grew(); });
  if (around_.on_grew) growth_.add(around_.on_grew);
}

/// Whoever tells of growth goes before those who are told.
Office::~Office() {
  steward_.stop();
  appender_.reset();
  runner_.stop();
}

std::function<void(const ShardEnd&)> Office::ring() {
  return [this](const ShardEnd& end) { growth_.ring(end); };
}

void Office::start() {
  runner_.start();
  steward_.start();
}

bool Office::is_welcome(const sync::Party& party) const {
  return party.kind != sync::PartyKind::Store || !gate_.is_shut_for(StoreId(party.number));
}

void Office::end_waits() {
  checkpoints_.close();
  call_home_.close();
}

}  // namespace perk::central

#include "central/head_office.h"

#include <chrono>
#include <fstream>

#include <boost/asio/post.hpp>

namespace perk::central {
namespace {

/// Blocking reads of the database under way at once: handshakes, feeds to stores.
constexpr std::size_t kWorkers = 4;
constexpr std::chrono::milliseconds kLookAgain{300};

bool write_port(const std::filesystem::path& path, const sync::Address& address) {
  // Whoever waits for the file must never read half of it.
  const std::filesystem::path unfinished = path.string() + ".new";
  {
    std::ofstream file(unfinished, std::ios::trunc);
    file << address.port << '\n';
    if (!file.flush()) return false;
  }
  std::error_code error;
  std::filesystem::rename(unfinished, path, error);
  return !error;
}

}  // namespace

struct HeadOffice::Open {
  Open(HeadOffice& office, const ChainSettings& settings)
      : chain(settings),
        gatehouse(office.database_.events(), chain, office.clock_),
        tails(office.database_.events()),
        appender(std::make_unique<Appender>(
            office.database_.events(), office.clock_, AppenderSettings(),
            [&office](const ShardEnd& end) { office.growth_.ring(end); },
            [log = office.log_](const std::string& fact) { log.warning(fact); })),
        server({office.io_, office.workers_, gatehouse, tails, *appender, office.board_, chain,
                office.clock_, office.log_, sync::ReplicatorLimits()},
               office.database_.events(), std::move(office.stores_)) {}
  /// Whoever tells of growth goes before those who are told.
  ~Open() { appender.reset(); }

  const ChainSettings chain;
  Gatehouse gatehouse;
  ShardTails tails;
  std::unique_ptr<Appender> appender;
  SyncServer server;
};

HeadOffice::HeadOffice(boost::asio::io_context& io, const CentralConfig& config,
                       const sync::Log& log)
    : io_(io), config_(config), log_(log), workers_(kWorkers), retry_(io), database_(config.conninfo) {}

HeadOffice::~HeadOffice() {
  workers_.join();
  open_.reset();
}

Result<Done, std::string> HeadOffice::start() {
  auto directory = sync::DataDirectory::open(config_.data_directory);
  if (!directory) return failed(directory.error());
  directory_.emplace(std::move(directory).value());
  auto stores = sync::Listener::open(io_, config_.sync_listen, sync::Reach::LoopbackOnly);
  if (!stores) return failed(stores.error());
  stores_ = std::move(stores).value();
  if (!write_port(directory_->file("sync.port"), stores_->address())) {
    return failed("cannot write " + directory_->file("sync.port").string());
  }
  log_.info("stores connect to " + to_string(stores_->address()));
  look_for_database();
  return Done{};
}

void HeadOffice::stop() {
  is_stopping_ = true;
  retry_.cancel();
  if (stores_) stores_->stop();
  if (open_) open_->server.stop();
}

void HeadOffice::look_for_database() {
  boost::asio::post(workers_, [this] {
    boost::asio::post(io_, [this, found = find_database()] { on_looked(found); });
  });
}

Stored<HeadOffice::FoundDatabase> HeadOffice::find_database() {
  const auto schema = database_.schema_state();
  if (!schema) return failed(schema.error());
  if (schema.value() != SchemaState::Current) return FoundDatabase{schema.value(), {}};
  const auto chain = database_.events().chain();
  if (!chain) return failed(chain.error());
  return FoundDatabase{SchemaState::Current, chain.value()};
}

void HeadOffice::on_looked(const Stored<FoundDatabase>& found) {
  if (is_stopping_) return;
  if (!found) return look_again_later(found.error().detail);
  switch (found.value().schema) {
    case SchemaState::Absent:
      return refuse("the database was never initialised: run 'perk-central init' first");
    case SchemaState::Other:
      return refuse("the database was initialised by another version of Perk");
    case SchemaState::Current:
      return let_stores_in(found.value().chain);
  }
}

void HeadOffice::look_again_later(const std::string& why) {
  if (!std::exchange(said_waiting_, true)) {
    log_.warning("the database is away, waiting for it: " + why);
  }
  retry_.expires_after(kLookAgain);
  retry_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled && !is_stopping_) look_for_database();
  });
}

void HeadOffice::refuse(std::string sentence) {
  refusal_ = std::move(sentence);
  stop();
  io_.stop();
}

void HeadOffice::let_stores_in(const ChainSettings& chain) {
  if (chain.currency != config_.currency || chain.shard_count != config_.shard_count) {
    log_.warning("the settings name another currency or number of shards than init fixed: " +
                 std::string(chain.currency.code()) + ", " + std::to_string(chain.shard_count));
  }
  open_ = std::make_unique<Open>(*this, chain);
  growth_.add([server = &open_->server](const ShardEnd& end) { server->shard_grew(end); });
  open_->server.start();
  log_.info("the database is there; stores may come in");
}

}  // namespace perk::central

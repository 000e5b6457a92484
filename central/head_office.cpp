#include "central/head_office.h"

#include <chrono>
#include <fstream>

#include <boost/asio/post.hpp>

#include "central/admin/stands_by.h"
#include "central/epoch_command.h"
#include "central/office_key.h"
#include "central/office_name.h"
#include "sync/tls/certificate.h"

namespace perk::central {
namespace {

/// Blocking reads of the database under way at once: handshakes, feeds to stores.
constexpr std::size_t kWorkers = 4;
constexpr std::chrono::milliseconds kWitnessEvery{500};
constexpr std::chrono::milliseconds kRecallAgain{300};

bool write_port(const std::filesystem::path& path, std::uint16_t port) {
  // Whoever waits for the file must never read half of it.
  const std::filesystem::path unfinished = path.string() + ".new";
  {
    std::ofstream file(unfinished, std::ios::trunc);
    file << port << '\n';
    if (!file.flush()) return false;
  }
  std::error_code error;
  std::filesystem::rename(unfinished, path, error);
  return !error;
}

}  // namespace

HeadOffice::HeadOffice(boost::asio::io_context& io, const CentralConfig& config,
                       sync::Security security, std::optional<Signing> signing,
                       const sync::Log& log, std::string version)
    : io_(io),
      config_(config),
      security_(std::move(security)),
      signing_(std::move(signing)),
      log_(log),
      version_(std::move(version)),
      workers_(kWorkers),
      retry_(io),
      stay_timer_(io),
      witness_timer_(io),
      database_(config.conninfo) {}

HeadOffice::~HeadOffice() {
  admin_.reset();
  workers_.join();
  stayer_.join();
  office_.reset();
  (void)witness_.save();
  if (serves_) (void)database_.office().leave_office();
}

Result<Done, std::string> HeadOffice::start() {
  auto directory = sync::DataDirectory::open(config_.data_directory);
  if (!directory) return failed(directory.error());
  directory_.emplace(std::move(directory).value());
  auto key = office_key_in(*directory_, log_);
  if (!key) return failed(key.error());
  key_.emplace(std::move(key).value());
  auto name = office_name_in(*directory_);
  if (!name) return failed(name.error());
  name_ = std::move(name).value();
  succession_.emplace(name_, config_.takeover_after);
  auto stores = bind(config_.sync_listen, sync::Service::Sync, "sync.port");
  if (!stores) return failed(stores.error());
  auto operators = bind(config_.admin_listen, sync::Service::Admin, "admin.port");
  if (!operators) return failed(operators.error());
  log_.info("stores connect to " + to_string(stores.value()->address()) + ", operators to " +
            to_string(operators.value()->address()));
  stores_at_ = stores.value()->address();
  stores_ = std::move(stores).value();
  admin_ = std::make_unique<AdminServer>(
      io_, std::move(operators).value(),
      [this](const AdminAsk& ask, const AdminOnProgress& on_progress) {
        return answer(ask, on_progress);
      });
  look_for_database();
  return Done{};
}

HeadOffice::Port HeadOffice::bind(const sync::Address& address, sync::Service service,
                                  const std::string& file) {
  const bool may_enrol = service == sync::Service::Sync && signing_;
  auto doorway = sync::Doorway::open(
      io_, address, security_,
      {.service = service,
       .strangers = may_enrol ? sync::Strangers::MayEnrol : sync::Strangers::TurnedAway,
       .is_welcome = [this](const sync::CertificateFacts& facts) { return is_welcome(facts); }});
  if (!doorway) return doorway;
  const auto path = directory_->file(file);
  if (!write_port(path, doorway.value()->address().port)) {
    return failed("cannot write " + path.string());
  }
  const std::string whom = service == sync::Service::Admin ? "an operator at " : "a store at ";
  doorway.value()->tell_refusals([this, whom](const std::string& peer, const std::string& why) {
    log_.warning(whom + peer + " was not let in: " + why);
  });
  return doorway;
}

/// Asked on this thread. Nobody is revoked before the office is there, and until then no store is let in.
bool HeadOffice::is_welcome(const sync::CertificateFacts& facts) const {
  return !office_ || office_->is_welcome(facts.party);
}

AdminReply HeadOffice::answer(const AdminAsk& ask, const AdminOnProgress& on_progress) {
  if (AdminService* const service = service_) return service->answer(ask, on_progress);
  std::string other;
  {
    const std::scoped_lock lock(mutex_);
    other = stands_by_for_;
  }
  if (!other.empty())
    return AdminFault{kStandsBy,
                      "This head office stands by, and " + other + " serves: ask there."};
  if (std::holds_alternative<HealthRequest>(ask.request)) {
    HealthReply health;
    health.version = version_;
    health.key = key_->public_key();
    return health;
  }
  return AdminFault{"database_unreachable",
                    "Head office waits for its database and cannot answer yet."};
}

void HeadOffice::stop() {
  is_stopping_ = true;
  retry_.cancel();
  stay_timer_.cancel();
  witness_timer_.cancel();
  admin_->stop();
  if (stores_) stores_->stop();
  if (office_) office_->stop();
}

bool HeadOffice::bind_stores() {
  if (stores_) return true;
  auto stores = bind(stores_at_, sync::Service::Sync, "sync.port");
  if (!stores) refuse(stores.error());
  if (stores) stores_ = std::move(stores).value();
  return stores_ != nullptr;
}

void HeadOffice::refuse(std::string sentence) {
  refusal_ = std::move(sentence);
  stop();
  io_.stop();
}

/// Also on this thread: a small file, twice a second at the most.
void HeadOffice::keep_witness() {
  if (!witness_.save() && !std::exchange(said_no_witness_, true))
    log_.warning("cannot write " + directory_->file(kHistoryFile).string() +
                 ": a restored database would not be noticed at the next start");
  witness_timer_.expires_after(kWitnessEvery);
  witness_timer_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled && !is_stopping_) keep_witness();
  });
}

void HeadOffice::open(const FoundDatabase& found) {
  serves_ = true;
  stay_in_office();
  if (!bind_stores()) return;
  {
    const std::scoped_lock lock(mutex_);
    stands_by_for_.clear();
  }
  const ChainSettings& chain = found.chain;
  if (chain.currency != config_.currency || chain.shard_count != config_.shard_count) {
    log_.warning("the settings name another currency or number of shards than init fixed: " +
                 std::string(chain.currency.code()) + ", " + std::to_string(chain.shard_count));
  }
  office_ = std::make_unique<OpenOffice>(
      OfficeSurroundings{
          {io_.get_executor(), workers_.get_executor()},
          database_.events(),
          database_.projections(),
          board_,
          clock_,
          log_,
          version_,
          [this](const ShardEnd& end) { witness_.note(end); },
          *key_,
          signing_ ? sync::fingerprint_of(signing_->authority.certificate()) : std::nullopt},
      OfficeSettings{chain, config_.risk, {}, {}}, std::move(stores_), signing_,
      database_.office());
  witness_.begin(directory_->file(kHistoryFile), found.history);
  keep_witness();
  service_ = &office_->service();
  recall_revoked();
}

/// Stores wait at the door until it is known which of them were revoked, and nobody reads what was erased.
void HeadOffice::recall_revoked() {
  boost::asio::post(workers_, [this] {
    auto done = office_->resume_revocations();
    if (done) done = office_->resume_erasures();
    boost::asio::post(io_, [this, done = std::move(done)] { on_recalled(done); });
  });
}

void HeadOffice::on_recalled(const Stored<Done>& recalled) {
  if (is_stopping_) return;
  if (!recalled && recalled.error().failure == StorageFailure::GiveUp)
    return refuse("the database refuses: " + recalled.error().detail);
  if (!recalled) {
    retry_.expires_after(kRecallAgain);
    return retry_.async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled && !is_stopping_) recall_revoked();
    });
  }
  office_->start();
  log_.info("the database is there: open");
  boost::asio::post(workers_, [this] { warn_of_open_door(); });
}

/// On a worker: it reads what is said of operators.
void HeadOffice::warn_of_open_door() {
  const auto is_open = service_.load()->is_open();
  if (!is_open || !is_open.value()) return;
  log_.warning(
      "no operator was ever admitted: whoever reaches the admin port may do everything, in any "
      "name. Close it "
      "with 'perk operator key --out FILE', then 'perk operator add NAME --role admin --key HEX "
      "--reason ...'");
}

}  // namespace perk::central

#include "tests/simulation/office.h"

#include "central/desk_clock.h"
#include "ledger/incarnations.h"

namespace perk::simulation {

namespace {

constexpr Millis kTickEvery{10'000};
constexpr Millis kLookEvery{60'000};

}  // namespace

/// What is gone when the process dies. The office goes before its executor, whose queue is never run again.
struct OfficeMachine::Process {
  explicit Process(OfficeMachine& machine, const central::ChainSettings& chain)
      : office({{io.get_executor(), io.get_executor()},
                machine.unsure_,
                machine.projections_,
                board,
                machine.clock_,
                machine.log_,
                "simulated",
                [&machine](const central::ShardEnd&) { machine.watcher_.on_order_grew(); },
                sync::LogKey::from_seed({1}),
                std::nullopt,
                [&salts = machine.salts_] { return salt_of(salts); }},
               settings(machine, chain)) {
    office.end_waits();
  }
  static ReasonSalt salt_of(test::Random& random) {
    ReasonSalt salt;
    for (std::uint8_t& byte : salt.bytes) byte = static_cast<std::uint8_t>(random.next());
    return salt;
  }
  static central::OfficeSettings settings(OfficeMachine& machine,
                                          const central::ChainSettings& chain) {
    central::OfficeSettings settings{chain, machine.setup_.risk, {}, machine.setup_.replicator};
    settings.appender.threads = 0;
    settings.risk.steward.random_bits = [&random = machine.random_] { return random.next(); };
    return settings;
  }

  boost::asio::io_context io{1};
  central::LineBoard board;
  central::Office office;
  std::vector<std::shared_ptr<Connection>> lines;
};

OfficeMachine::OfficeMachine(Agenda& agenda, OfficeWatcher& watcher, OfficeSetup setup)
    : watcher_(watcher),
      setup_(std::move(setup)),
      random_(setup_.seed),
      salts_(setup_.seed + 2),
      clock_(agenda),
      life_(agenda),
      events_(setup_.chain, setup_.number_keys),
      unsure_(events_, setup_.seed + 1) {}

OfficeMachine::~OfficeMachine() { die(); }

void OfficeMachine::start() {
  PERK_CHECK(!process_, "head office starts once");
  const auto chain = unsure_.chain();
  const bool is_ready = chain && projections_.prepare(setup_.chain.shard_count).has_value();
  if (!is_ready)
    return life_.after(Millis(3'000), [this] {
      if (!process_) start();
    });
  epoch_ = std::max(epoch_, chain.value().epoch);
  process_ = std::make_unique<Process>(*this, chain.value());
  tick();
  look();
  project();
}

void OfficeMachine::die() {
  life_.end();
  is_append_due_ = is_projection_due_ = is_look_due_ = false;
  if (!process_) return;
  for (const auto& line : process_->lines) {
    line->tear();
    line->forget(Side::Office);
  }
  process_.reset();
}

bool OfficeMachine::take_in(std::size_t, std::shared_ptr<Connection> connection) {
  if (!process_) return false;
  std::erase_if(process_->lines, [](const auto& line) { return line->is_over(); });
  sync::Nonce nonce{};
  for (std::size_t i = 0; i < nonce.size(); ++i)
    nonce[i] = static_cast<std::uint8_t>(random_.next());
  process_->lines.push_back(connection);
  // The visit may speak at once: whoever called listens by then.
  life_.after(Millis(0), [this, connection, nonce] {
    const auto visit = process_->office.visitors().take_in(connection->link(Side::Office),
                                                           "a simulated line", nonce);
    connection->listen(Side::Office,
                       {[visit](sync::Message message) { visit->receive(std::move(message)); },
                        [visit](std::size_t bytes) { visit->heard_bytes(bytes); },
                        [visit](const std::string& why) { visit->lost(why); }});
  });
  return true;
}

void OfficeMachine::schedule(bool& is_due, Millis wait, std::function<void()> act) {
  if (std::exchange(is_due, true)) return;
  life_.after(wait, [&is_due, act = std::move(act)] {
    is_due = false;
    act();
  });
}

void OfficeMachine::run_queue() {
  if (!process_) return;
  process_->io.restart();
  while (process_->io.poll() > 0) {
  }
  if (process_->office.appender().events_waiting() > 0)
    schedule(is_append_due_, Millis(random_.between(1, 40)), [this] { append(); });
}

bool OfficeMachine::has_work() const {
  return process_ && process_->office.appender().events_waiting() > 0;
}

void OfficeMachine::append() {
  // Now and then others come in between two of its transactions.
  while (process_->office.appender().work_once())
    if (random_.chance(30)) return;
}

void OfficeMachine::tick() {
  process_->office.visitors().tick();
  life_.after(kTickEvery, [this] { tick(); });
}

void OfficeMachine::look() {
  (void)process_->office.steward().look();
  life_.after(kLookEvery, [this] { look(); });
}

void OfficeMachine::project() {
  (void)process_->office.runner().run_pass();
  life_.after(kLookEvery, [this] { project(); });
}

void OfficeMachine::restore(const Backup& backup) {
  PERK_CHECK(!process_, "a database is restored while nobody uses it");
  events_.restore(backup.events);
  projections_.restore(backup.projections);
}

bool OfficeMachine::begin_epoch() {
  central::DeskClock time(events_, clock_);
  if (!time.resume()) return false;
  const WallTime now = clock_.wall();
  const Epoch held = events_.chain().value().epoch;
  epoch_ = std::max(epoch_, held).next();
  const Stamp stamp{Origin::head_office(epoch_, shard_of(StoreId(), setup_.chain.shard_count)),
                    time.next(Hlc(), now), now, PolicyVersion(1)};
  const auto begun =
      perk::begin_epoch(Incarnations(), {epoch_, held, "restored", "the simulator"}, stamp);
  return begun && events_.begin_epoch(begun.value(), now).has_value();
}

central::AdminReply OfficeMachine::ask(const central::AdminRequest& request) {
  return process_->office.service().answer(request, [](const central::AdminProgress&) {});
}

}  // namespace perk::simulation

#include "tests/simulation/shop_process.h"

namespace perk::simulation {

using namespace store_node;

namespace {

constexpr std::size_t kWaitingMax = 1'024;
constexpr Millis kReopenEvery{250};

}  // namespace

ShopMachine::ShopMachine(const Surroundings& around, ShopSetup setup, Line& line)
    : around_(around),
      setup_(std::move(setup)),
      line_(line),
      random_(setup_.seed),
      clock_(around.agenda),
      disk_(around.vfs, setup_.directory),
      life_(around.agenda) {}

ShopMachine::~ShopMachine() {
  if (process_ && process_->call) process_->call->connection->forget(Side::Shop);
}

/// Unless somebody else has started it by then.
void ShopMachine::start_after(Millis wait) {
  life_.after(wait, [this] {
    if (!process_) start();
  });
}

void ShopMachine::start() {
  PERK_CHECK(!process_, "a machine starts once");
  const auto draw = [this] {
    for (;;)
      if (const auto origin = Origin::incarnation(random_.next())) return *origin;
  };
  auto opened = disk_.open(setup_.store, draw);
  if (is_dark() || !opened) {
    // The power went again, or there is no room: as a supervisor does, later again.
    opened.reset();
    disk_.disk().crash([this] { return random_.next(); });
    return start_after(Millis(5'000));
  }
  ++lives_;
  process_ = std::make_unique<Process>();
  Process& process = *process_;
  process.log = std::move(*opened);
  const LogIdentity log = process.log.journal->identity();
  process.till = std::make_unique<Till>(*process.log.journal, clock_, setup_.key,
                                        setup_.number_keys, setup_.till);
  for (const FormerLogOnDisk& former : disk_.former_logs()) {
    auto reader = SqliteLogReader::open(former.path);
    if (!reader) continue;
    process.former.push_back(std::move(reader).value());
    process.till->bring_from(former.log, *process.former.back());
  }
  if (const auto loaded = process.till->load(); !loaded) {
    process_.reset();
    return around_.watcher.on_broken(setup_.index, "cannot load: " + loaded.error().detail);
  }
  note_former_logs();
  process.serving = std::make_unique<Serving>(*process.till, clock_);
  process.serving->begin({[this](LogHead head) {
                            if (is_dark()) return;
                            around_.watcher.on_log_grew(setup_.index, *process_->log.journal);
                            if (process_->call) process_->call->talk->log_grew(head.seq);
                          },
                          [](bool) {},
                          [this](std::uint64_t line, const auto& words) { say(line, words); }});
  LogReader& reader = *process.log.reader;
  process.source = std::make_unique<LogFeed>(reader, log, setup_.key);
  process.sink = std::make_unique<ReplicaSink>(*this, around_.executor, sync::Log::silent());
  process.introducer = std::make_unique<StoreIntroducer>(
      reader, log, setup_.key,
      StoreIntroducer::Settings{setup_.till.shard_count, setup_.replicator.credits, "simulated"});
  around_.watcher.on_started(setup_.index, *process.log.journal, till().books());
  wake_at(clock_.monotonic());
  dial_after(Millis(random_.between(0, 2'000)));
}

/// As store_node/node.cpp has it.
void ShopMachine::note_former_logs() {
  former_.clear();
  for (const FormerLogOnDisk& former : disk_.former_logs()) {
    const auto why = ended_.find(former.log);
    former_[former.log] = why == ended_.end() ? ClosedWhy::Replaced : why->second;
  }
  farewells_ = former_;
  const auto past = process_->log.reader->past_end();
  if (!past || past.value() > 0) return;
  const Incarnations& heard = process_->till->books().logs;
  std::erase_if(farewells_, [&](const auto& log) { return heard.is_closed(log.first); });
}

/// Connections are destroyed while the power is off: closing them writes nothing.
void ShopMachine::lose_power() {
  life_.end();
  if (!is_dark()) {
    disk_.disk().set_faults({{test::DiskCall::Any, 1, test::DiskFault::Effect::PowerCut,
                              test::DiskFault::Lasting::FromThenOn}});
    (void)disk_.disk().sync_directory();  // The first call without power.
  }
  if (process_ && process_->call) process_->call->connection->forget(Side::Shop);
  process_.reset();
  backoff_ = sync::Backoff();
  retry_after_ = Millis(0);
  disk_.disk().crash([this] { return random_.next(); });
}

const Till& ShopMachine::till() const { return *process_->till; }
Journal& ShopMachine::journal() { return *process_->log.journal; }

bool ShopMachine::is_streaming() const {
  return process_ && process_->call && process_->call->talk->pump().is_streaming();
}

bool ShopMachine::is_idle() const {
  return process_ && process_->waiting.is_empty() && process_->serving->is_settled();
}

template <typename Answer>
std::function<void(Answer)> ShopMachine::unless_dark(std::function<void(Answer)> done) {
  return [this, done = std::move(done)](Answer answer) {
    if (!is_dark()) done(std::move(answer));
  };
}

bool ShopMachine::greet(const std::optional<Witness>& witness,
                        std::function<void(TerminalWelcome)> done) {
  if (!process_ || process_->waiting.hellos.size() >= kWaitingMax) return false;
  process_->waiting.hellos.push_back([this, witness, done = std::move(done)](Till& till) {
    if (witness && !till.confirms(*witness)) return till.give_up(ClosedWhy::Witnessed);
    if (!is_dark()) done(till.welcome());
  });
  wake();
  return true;
}

bool ShopMachine::sell(SaleRequest request, OnSale done) {
  if (!process_ || process_->waiting.sales.size() >= kWaitingMax) return false;
  process_->waiting.sales.emplace_back(std::move(request), unless_dark(std::move(done)));
  wake();
  return true;
}

bool ShopMachine::hand_back(HandBack receipts, OnHandBack done) {
  if (!process_ || process_->waiting.hand_backs.size() >= kWaitingMax) return false;
  process_->waiting.hand_backs.emplace_back(std::move(receipts), unless_dark(std::move(done)));
  wake();
  return true;
}

void ShopMachine::append(sync::Batch batch, OnAppended done) {
  process_->waiting.batches.emplace_back(std::move(batch), unless_dark(std::move(done)));
  wake();
}

void ShopMachine::tell(Question news) {
  if (!process_) return;
  process_->waiting.questions.push_back(std::move(news));
  wake();
}

void ShopMachine::wake() { wake_at(clock_.monotonic() + group_time_); }

void ShopMachine::wake_at(Instant when) {
  if (process_->wakes_at && *process_->wakes_at <= when) return;
  process_->wakes_at = when;
  life_.after(when - clock_.monotonic(), [this, when] {
    if (process_->wakes_at != when) return;
    process_->wakes_at.reset();
    serve();
  });
}

void ShopMachine::serve() {
  Process& process = *process_;
  if (process.waiting.is_empty()) process.till->keep_house();
  if (process.serving->is_settled()) {
    process.serving->serve(process.waiting.take_group());
  } else if (!process.serving->settle()) {
    WaitingWork left = process.serving->turn_away(std::exchange(process.waiting, {}));
    for (auto& sale : left.sales) process.waiting.sales.push_back(std::move(sale));
  }
  after_group();
}

void ShopMachine::after_group() {
  if (is_dark()) {
    // Its machine lost power in the middle; somebody switches it on again.
    lose_power();
    return start_after(Millis(random_.between(1'000, 120'000)));
  }
  if (process_->till->given_up()) return begin_new_log();
  if (!process_->serving->is_settled()) return wake_at(clock_.monotonic() + kReopenEvery);
  if (!process_->waiting.is_empty()) return wake();
  wake_at(std::max(process_->serving->wakes_at(), clock_.monotonic() + Millis(1)));
}

/// Stops cleanly, puts the database away and goes on with an empty one.
void ShopMachine::begin_new_log() {
  process_->till->close();
  const Origin log = process_->log.journal->identity().incarnation;
  ended_[log] = *process_->till->given_up();
  life_.end();
  if (process_->call) process_->call->connection->tear();
  if (process_->call) process_->call->connection->forget(Side::Shop);
  process_.reset();
  disk_.put_away(log);
  start_after(Millis(random_.between(50, 2'000)));
}

void ShopMachine::say(std::uint64_t line, const std::vector<sync::Word>& words) {
  life_.after(Millis(0), [this, line, words] {
    if (process_ && process_->call) process_->call->talk->say(line, words);
  });
}

}  // namespace perk::simulation

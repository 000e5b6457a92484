#include "tests/sync/two_ends.h"

namespace perk::test {
namespace {

using sync::FeedId;
using sync::Refusal;
using sync::RefusalCode;

Origin store_origin() { return *Origin::incarnation(0x9c00'0000'0000'0001); }
Origin other_origin() { return *Origin::incarnation(0x7700'0000'0000'0001); }

constexpr std::int64_t kBatchBytesMax = 300;

sync::ReplicatorLimits small_limits() {
  sync::ReplicatorLimits limits;
  limits.credits = 3;
  limits.batch_bytes_max = kBatchBytesMax;
  limits.batch_memory_max = 2'000;
  limits.heartbeat = Millis(500);
  limits.silence_max = Millis(2'000);
  limits.progress_max = Millis(4'000);
  limits.handshake_max = Millis(2'000);
  return limits;
}

/// Every third item of a shard is of a card that this store does not hear of.
bool is_subscribed(const sync::Item& item) { return item.event.seq.value() % 3 != 0; }

}  // namespace

bool Agenda::do_next() {
  if (acts_.empty()) return false;
  auto next = acts_.extract(acts_.begin());
  clock_.advance_to(std::max(next.key().first, clock_.monotonic()));
  next.mapped()();
  return true;
}

TwoEnds::TwoEnds(Random& chance, SinkHonesty central_honesty)
    : random(chance),
      agenda(clock),
      limits(small_limits()),
      store(*this, "store", SinkHonesty::SaysWhatIsDurable),
      central(*this, "central", central_honesty),
      log_(FeedId::log(store_origin())),
      shards_{FeedId::shard(Shard(0)), FeedId::shard(Shard(1))},
      introducer_(store.disk, log_, shards_, store.later()),
      doorkeeper_(central.disk, central.later()) {
  store.disk.feed(log_);
  for (const FeedId shard : shards_) central.disk.feed(shard, Epoch(1));
  central.source.set_receiver(store_origin());
  central.source.set_subscription(is_subscribed);
}

void TwoEnds::live_through(Millis troubled) {
  connect();
  grow_for_ever();
  cause_trouble_for_ever();
  tick_for_ever();
  const Instant healed = clock.monotonic() + troubled;
  agenda.at(healed, [this] { is_troubled_ = false; });
  const Instant too_late = healed + Millis(60'000);
  while (clock.monotonic() < too_late && (is_troubled_ || !has_converged())) agenda.do_next();
  for (const Machine* const machine : {&store, &central}) {
    const std::uint64_t alive = machine->pump == nullptr ? 0 : 1;
    if (machine->pumps_started == machine->pumps_ended + alive) continue;
    violated(machine->name + ": on_ended was not said once for each pump");
  }
}

void TwoEnds::connect() {
  if (store.pump != nullptr) return;
  if (central.pump != nullptr) central.pump->abandon({RefusalCode::Superseded, "a newer one", {}});
  connections_.push_back(std::make_unique<Connection>(
      Connection{SimulatedLink(*this, store, central), SimulatedLink(*this, central, store)}));
  Connection& connection = *connections_.back();
  // Other bounds each time, so that what comes again comes in other batches.
  limits.batch_bytes_max = static_cast<std::size_t>(random.between(100, kBatchBytesMax));
  store.hears_on = &connection.down;
  central.hears_on = &connection.up;
  store.pump = sync::Pump::opener(limits, {store.source, store.sink, connection.up, store, clock},
                                  introducer_);
  central.pump = sync::Pump::acceptor(
      limits, {central.source, central.sink, connection.down, central, clock}, doorkeeper_, {});
  ++store.pumps_started;
  ++central.pumps_started;
}

void TwoEnds::tear_connection() {
  connections_.back()->up.tear();
  connections_.back()->down.tear();
}

void TwoEnds::grow_for_ever() {
  if (!is_troubled_) return;
  if (random.chance(50)) {
    grow(store, log_, store_origin());
  } else {
    grow(central, random.one_of(shards_), random.chance(50) ? store_origin() : other_origin());
  }
  agenda.after(up_to(200), [this] { grow_for_ever(); });
}

void TwoEnds::grow(Machine& writer, FeedId feed, Origin origin) {
  MemoryFeed& grown = writer.disk.feed(feed);
  const std::int64_t events = random.between(1, 5);
  for (std::int64_t i = 0; i < events; ++i) {
    const Seq seq(grown.end().index.value() + 1);
    grown.write({origin, seq}, EventBytes(static_cast<std::size_t>(random.between(20, 80)), 7));
  }
  grown.make_durable();
  agenda.after(up_to(50), [&writer, feed, end = grown.end().index] {
    if (writer.pump != nullptr) writer.pump->feed_grew(feed, end);
  });
}

void TwoEnds::cause_trouble_for_ever() {
  if (!is_troubled_) return;
  agenda.after(up_to(3'000), [this] {
    cause_trouble();
    cause_trouble_for_ever();
  });
}

void TwoEnds::cause_trouble() {
  switch (random.below(5)) {
    case 0:
      return store.lose_power();
    case 1:
      return central.lose_power();
    case 2:
      return connections_.back()->up.fall_silent();
    case 3:
      return connections_.back()->down.fall_silent();
    default:
      return tear_connection();
  }
}

void TwoEnds::tick_for_ever() {
  tick(store);
  tick(central);
  agenda.after(Millis(100), [this] { tick_for_ever(); });
}

void TwoEnds::tick(Machine& machine) {
  if (machine.pump == nullptr) return;
  const std::size_t reads_max = shards_.size() * kBatchBytesMax;
  if (machine.pump->bytes_in_flight() > limits.credits * limits.batch_memory_max + reads_max) {
    violated(machine.name + " holds more than was agreed on");
  }
  machine.pump->tick();
}

bool TwoEnds::has_converged() const {
  const MemoryFeed* const held = central.disk.find(log_);
  const MemoryFeed* const written = store.disk.find(log_);
  const bool has_log = held != nullptr && held->durable_end() == written->durable_end() &&
                       held->items() == written->items();
  return has_log && has_converged(shards_.front()) && has_converged(shards_.back());
}

bool TwoEnds::has_converged(FeedId shard) const {
  const MemoryFeed* const held = store.disk.find(shard);
  const MemoryFeed* const written = central.disk.find(shard);
  if (held == nullptr || held->durable_end() != written->durable_end()) return false;
  std::vector<sync::Item> expected;
  for (const sync::Item& item : written->items()) {
    if (!is_subscribed(item)) continue;
    expected.push_back(item);
    if (item.event.origin == store_origin()) expected.back().bytes.clear();
  }
  return held->items() == expected;
}

}  // namespace perk::test

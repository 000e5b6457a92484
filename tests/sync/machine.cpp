// The machines and the lines between them, of two_ends.h.
#include "tests/sync/two_ends.h"

namespace perk::test {

using sync::RefusalCode;

Machine::Machine(TwoEnds& its_world, std::string its_name, SinkHonesty honesty)
    : world(its_world),
      name(std::move(its_name)),
      source(disk, later()),
      sink(disk, later(), honesty) {}

Later Machine::later() {
  return [this](const std::function<void()>& act) {
    if (world.random.chance(50)) return act();
    const Millis delay(world.random.between(0, world.random.chance(10) ? 1'500 : 200));
    world.agenda.after(delay, [this, life = lives_, act] {
      if (life == lives_) act();
    });
  };
}

void Machine::on_ended(const sync::Refusal& why) {
  ++pumps_ended;
  if (is_blame(why.code)) world.violated(name + ": " + to_string(why.code) + ": " + why.sentence);
  let_go_of_pump();
  if (this == &world.store) {
    world.agenda.after(Millis(world.random.between(10, 800)), [this] { world.connect(); });
  }
}

// From within the pump's own call, or a little later: callbacks may still come in between.
void Machine::let_go_of_pump() {
  hears_on = nullptr;
  if (world.random.chance(50)) return pump.reset();
  const std::shared_ptr<sync::Pump> ended = std::move(pump);
  world.agenda.after(Millis(200), [ended] { ended->tick(); });
}

bool Machine::is_blame(RefusalCode code) const {
  return code != RefusalCode::Unspecified && code != RefusalCode::NoProgress &&
         code != RefusalCode::Superseded;
}

void Machine::acknowledges(const sync::Ack& ack) {
  check_promise(ack.feed, ack.through, ack.hash);
  promised_[ack.feed] = {ack.through, ack.hash};
}

void Machine::lose_power() {
  ++lives_;
  if (pump != nullptr) {
    world.tear_connection();
    pump->abandon({RefusalCode::Unspecified, "no power", {}});
  }
  disk.crash();
  for (const auto& [feed, promise] : promised_) check_promise(feed, promise.first, promise.second);
}

void Machine::check_promise(sync::FeedId feed, sync::FeedIndex through, const Digest& hash) {
  const MemoryFeed* const held = disk.find(feed);
  const bool is_durable = held != nullptr && held->durable_end().index >= through;
  if (is_durable && held->at(through) && held->at(through)->hash == hash) return;
  world.violated(name + " acknowledged " + to_string(feed) + " through " +
                 std::to_string(through.value()) + ", which is not durable there");
}

void SimulatedLink::send(const sync::Message& message) {
  if (const auto* const ack = std::get_if<sync::Ack>(&message)) from_.acknowledges(*ack);
  world_.agenda.at(arrival(), [this, message] {
    if (line_ == Line::Whole && to_.hears_on == this) to_.pump->receive(message);
  });
}

void SimulatedLink::close() {
  if (line_ == Line::Whole) tell_of_the_end(arrival());
}

void SimulatedLink::tear() {
  if (line_ == Line::Broken) return;
  line_ = Line::Broken;
  tell_of_the_end(arrival());
}

void SimulatedLink::tell_of_the_end(Instant when) {
  world_.agenda.at(when, [this] {
    if (line_ != Line::Silent && to_.hears_on == this) {
      to_.pump->abandon({RefusalCode::Unspecified, "the line is gone", {}});
    }
  });
}

Instant SimulatedLink::arrival() {
  const Instant sent = world_.clock.monotonic();
  last_arrival_ = std::max(last_arrival_, sent + Millis(world_.random.between(0, 100)));
  return last_arrival_;
}

}  // namespace perk::test

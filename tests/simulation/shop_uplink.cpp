// What net/uplink.cpp and net/farewell.cpp do over sockets, over a simulated line.
#include "sync/giving_up.h"
#include "sync/wire/message_codec.h"
#include "tests/simulation/shop_process.h"

namespace perk::simulation {

using namespace store_node;

namespace {

constexpr Millis kUplinkTicksEvery{10'000};
constexpr Millis kDialFails{2'000};

}  // namespace

void ShopMachine::dial_after(Millis wait) {
  life_.after(wait, [this] { dial(); });
}

void ShopMachine::dial() {
  if (process_->call) return;
  auto connection = line_.connect();
  const bool is_taken = connection && around_.office.take_in(setup_.index, connection);
  if (!is_taken)
    return dial_after(kDialFails +
                      backoff_.next(random_.next(), std::exchange(retry_after_, Millis(0))));
  if (!farewells_.empty()) return say_farewell(std::move(connection));
  begin_conversation(std::move(connection));
}

/// One former log on one connection; then the next one, or the present log.
void ShopMachine::say_farewell(std::shared_ptr<Connection> connection) {
  const auto [log, why] = *farewells_.begin();
  sync::Link& link = connection->link(Side::Shop);
  const auto over = [line = std::weak_ptr(connection)] {
    if (const auto open = line.lock()) open->link(Side::Shop).close();
  };
  Ears ears;
  ears.on_message = [this, log = log, why = why, &link, over](const sync::Message& message) {
    if (const auto* challenge = std::get_if<sync::Challenge>(&message)) {
      sync::Hello hello;
      hello.store = setup_.store;
      hello.incarnation = log;
      hello.log_end_hash = sync::giving_up_hash(why);
      hello.software = "simulated";
      hello.proof = setup_.key.sign(sync::hello_proof_bytes(*challenge, hello));
      return link.send(hello);
    }
    const auto* refusal = std::get_if<sync::Refusal>(&message);
    if (refusal != nullptr && refusal->code == sync::RefusalCode::Forked) farewells_.erase(log);
    over();
  };
  ears.on_closed = [this, lives = lives_](const std::string&) {
    if (process_ && lives == lives_) dial_after(backoff_.next(random_.next()));
  };
  connection->listen(Side::Shop, std::move(ears));
}

void ShopMachine::begin_conversation(std::shared_ptr<Connection> connection) {
  auto call = std::make_unique<Call>();
  call->connection = std::move(connection);
  sync::ReplicatorLimits limits = setup_.replicator;
  if (speaks_newer_) limits.version_max = limits.version_max + 1;
  sync::Link& link = call->connection->link(Side::Shop);
  call->talk = std::make_unique<Conversation>(
      ConversationPorts{*this, *process_->source, *process_->sink, *process_->introducer, link,
                        clock_, *this},
      process_->log.journal->identity(), ConversationSettings{limits, Millis(60'000)});
  Ears ears;
  const auto talk = call->talk.get();
  ears.on_message = [this, talk, &link](sync::Message message) {
    talk->receive(std::move(message));
    if (speaks_newer_ && random_.chance(20)) link.send(sync::UnknownMessage{200, {1, 2, 3}});
  };
  ears.on_bytes = [talk](std::size_t bytes) { talk->pump().heard_bytes(bytes); };
  ears.on_closed = [this](const std::string& why) {
    process_->call->talk->lost(why);
    life_.after(Millis(0), [this] { hang_up(); });
  };
  process_->call = std::move(call);
  process_->call->connection->listen(Side::Shop, std::move(ears));
  life_.after(kUplinkTicksEvery, [this] { tick(); });
}

void ShopMachine::hang_up() {
  if (!process_->call) return;
  process_->call->connection->forget(Side::Shop);
  process_->call.reset();
  dial_after(backoff_.next(random_.next(), std::exchange(retry_after_, Millis(0))));
}

void ShopMachine::tick() {
  if (!process_->call) return;
  process_->call->talk->tick();
  life_.after(kUplinkTicksEvery, [this] { tick(); });
}

}  // namespace perk::simulation

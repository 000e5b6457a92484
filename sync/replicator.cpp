#include "sync/replicator.h"

namespace perk::sync {

Replicator::Replicator(Role role, ReplicatorLimits limits, Instant now)
    : role_(role),
      limits_(limits),
      state_(role == Role::Opener ? ReplicatorState::AwaitingChallenge
                                  : ReplicatorState::AwaitingHello),
      now_(now),
      liveness_(limits, now),
      sending_(limits.batches_in_flight_max),
      receiving_(limits.batch_memory_max) {}

void Replicator::receive(Message message, Instant now) {
  if (!goes_on(now)) return;
  liveness_.heard(now);
  std::visit([this](auto& heard) { hear(std::move(heard)); }, message);
}

void Replicator::heard_bytes(std::size_t bytes, Instant now) {
  if (goes_on(now)) liveness_.heard_bytes(bytes, now);
}

void Replicator::tick(Instant now) {
  if (!goes_on(now)) return;
  switch (liveness_.judge(now)) {
    case Liveness::Verdict::Alive:
      return;
    case Liveness::Verdict::PingDue:
      return send(Ping{++pings_sent_, backlog()});
    case Liveness::Verdict::HandshakeLate:
      return refuse(RefusalCode::NoProgress, "no handshake in time: " + to_string(state_));
    case Liveness::Verdict::Silent:
      return refuse(RefusalCode::NoProgress, "nothing heard for too long");
    case Liveness::Verdict::Stuck:
      return refuse(RefusalCode::NoProgress,
                    "a backlog of " + std::to_string(backlog()) + ", and no Ack for too long");
  }
}

std::vector<Work> Replicator::take_work() { return std::exchange(work_, {}); }

std::size_t Replicator::bytes_in_flight() const {
  return receiving_.bytes_in_flight() + sending_.reads_under_way() * limits_.batch_bytes_max;
}

bool Replicator::goes_on(Instant now) {
  now_ = now;
  return !has_ended();
}

bool Replicator::is_timely(const char* name) {
  if (is_streaming()) return true;
  refuse(RefusalCode::Malformed, std::string(name) + " out of its time: " + to_string(state_));
  return false;
}

void Replicator::send(Message message) {
  liveness_.spoke(now_);
  ask(SendWork{std::move(message)});
}

void Replicator::refuse(Refusal why) {
  send(why);
  end(std::move(why));
}

void Replicator::end(Refusal why) {
  state_ = ReplicatorState::Ended;
  ask(EndWork{std::move(why)});
}

void Replicator::hear(Refusal refusal) { end(std::move(refusal)); }

void Replicator::hear(const UnknownMessage&) { ++unknown_messages_; }

std::string to_string(ReplicatorState state) {
  switch (state) {
    case ReplicatorState::AwaitingChallenge:
      return "awaiting challenge";
    case ReplicatorState::Introducing:
      return "introducing";
    case ReplicatorState::AwaitingWelcome:
      return "awaiting welcome";
    case ReplicatorState::AwaitingHello:
      return "awaiting hello";
    case ReplicatorState::Admitting:
      return "admitting";
    case ReplicatorState::Streaming:
      return "streaming";
    case ReplicatorState::Ended:
      return "ended";
  }
  return "unknown state";
}

}  // namespace perk::sync

// From connect to streaming. PROTOCOL.md "Handshake".
#include <algorithm>

#include "ledger/mutant.h"
#include "sync/replicator.h"

namespace perk::sync {
namespace {

std::optional<std::uint32_t> common_version(const ReplicatorLimits& ours, VersionRange theirs) {
  return highest_common_version({ours.version_min, ours.version_max}, theirs);
}

std::string no_common_version(const ReplicatorLimits& ours, VersionRange theirs) {
  const auto text = [](std::uint32_t min, std::uint32_t max) {
    return std::to_string(min) + " to " + std::to_string(max);
  };
  return "versions " + text(ours.version_min, ours.version_max) + " are spoken here, " +
         text(theirs.min, theirs.max) + " there";
}

}  // namespace

void Replicator::challenge(const Nonce& nonce, Instant now) {
  PERK_CHECK(role_ == Role::Acceptor && !challenge_, "an acceptor challenges once, first");
  if (!goes_on(now)) return;
  challenge_ = Challenge{limits_.version_min, limits_.version_max, nonce};
  send(*challenge_);
}

// Opener. Also while streaming: head office wants the present state signed.
void Replicator::hear(Challenge challenge) {
  const bool is_first = state_ == ReplicatorState::AwaitingChallenge;
  const bool is_another = role_ == Role::Opener && is_streaming() && !challenge_;
  if (!is_first && !is_another)
    return refuse(RefusalCode::Malformed, "a Challenge out of its time");
  const VersionRange theirs{challenge.version_min, challenge.version_max};
  const auto version = common_version(limits_, theirs);
  if (!version) return refuse(RefusalCode::VersionUnsupported, no_common_version(limits_, theirs));
  if (is_first) {
    version_ = *version;
    state_ = ReplicatorState::Introducing;
  }
  challenge_ = challenge;
  ask(IntroduceWork{challenge});
}

void Replicator::introduced(Result<Hello, StorageError> hello, Instant now) {
  if (!goes_on(now)) return;
  if (!hello) return refuse(RefusalCode::StorageFailed, hello.error().detail);
  if (role_ != Role::Opener || !challenge_) {
    return refuse(RefusalCode::StorageFailed, "an introduction that was not asked for");
  }
  challenge_.reset();
  if (!is_streaming()) {
    state_ = ReplicatorState::AwaitingWelcome;
    hello_ = hello.value();
  }
  send(std::move(hello).value());
}

// Acceptor.
void Replicator::hear(Hello hello) {
  if (state_ != ReplicatorState::AwaitingHello || !challenge_) {
    return refuse(RefusalCode::Malformed, "a Hello that was not asked for");
  }
  const VersionRange theirs{hello.version_min, hello.version_max};
  const auto version = common_version(limits_, theirs);
  if (!version) return refuse(RefusalCode::VersionUnsupported, no_common_version(limits_, theirs));
  version_ = *version;
  state_ = ReplicatorState::Admitting;
  hello_ = std::move(hello);
  ask(AdmitWork{*challenge_, *hello_});
}

void Replicator::admitted(Result<Admission, Refusal> admission, Instant now) {
  if (!goes_on(now)) return;
  if (!admission) return refuse(admission.error());
  if (state_ != ReplicatorState::Admitting) {
    return refuse(RefusalCode::StorageFailed, "an admission that was not asked for");
  }
  Welcome welcome = admission.value().welcome;
  welcome.version = version_;
  welcome.credits = limits_.credits;
  if (welcome.heartbeat <= Millis(0)) welcome.heartbeat = limits_.heartbeat;
  for (const Cursor& held : welcome.cursors) receiving_.open(held);
  for (const Cursor& start : admission.value().feed_starts) sending_.open(start, start.index);
  receiving_.grant(limits_.credits);
  sending_.granted(hello_->credits);
  send(welcome);
  start_streaming(welcome.heartbeat);
}

// Opener. What head office holds of the log is where the log goes on; the shards go on where this
// end said that it is.
void Replicator::hear(Welcome welcome) {
  if (state_ != ReplicatorState::AwaitingWelcome) {
    return refuse(RefusalCode::Malformed, "a Welcome out of its time");
  }
  if (!is_answer_to_hello(welcome)) return;
  if (PERK_PLANTED(Mutant::SendsOnlyWhatIsNew))
    welcome.cursors.front() = {FeedId::log(hello_->incarnation), Epoch(),
                               FeedIndex(hello_->log_end.value()), hello_->log_end_hash};
  sending_.open(welcome.cursors.front(), FeedIndex(hello_->log_end.value()));
  if (welcome.cursors.size() > 1) sending_.open(welcome.cursors.back(), hello_->past_end);
  for (const Cursor& held : hello_->cursors) receiving_.open(held);
  sending_.granted(welcome.credits);
  receiving_.grant(std::max(hello_->credits, limits_.credits));
  const std::uint32_t missing = limits_.credits - std::min(hello_->credits, limits_.credits);
  if (missing > 0) send(Credit{missing});
  const bool theirs_is_set = welcome.heartbeat > Millis(0);
  start_streaming(theirs_is_set ? std::min(welcome.heartbeat, limits_.heartbeat)
                                : limits_.heartbeat);
}

bool Replicator::is_answer_to_hello(const Welcome& welcome) {
  if (welcome.version != version_) {
    refuse(RefusalCode::Malformed, "a Welcome in a version that was not agreed on");
    return false;
  }
  const FeedId log = FeedId::log(hello_->incarnation);
  if (welcome.cursors.empty() || welcome.cursors.front().feed != log) {
    refuse(RefusalCode::Malformed, "a Welcome that does not say how much of the log is held");
    return false;
  }
  if (!asks_for_nothing_strange(welcome)) {
    refuse(RefusalCode::Malformed, "a Welcome that asks for a feed that was not offered");
    return false;
  }
  const Cursor& held = welcome.cursors.front();
  const bool is_at_end = held.index.value() == hello_->log_end.value();
  const bool is_beyond = held.index.value() > hello_->log_end.value();
  if (is_beyond || (is_at_end && held.hash != hello_->log_end_hash)) {
    refuse(RefusalCode::Forked, "head office holds another history of " + to_string(log));
    return false;
  }
  return true;
}

/// Beside the log only what is held of past epochs, from its beginning.
bool Replicator::asks_for_nothing_strange(const Welcome& welcome) const {
  if (welcome.cursors.size() == 1) return true;
  const Cursor& past = welcome.cursors.back();
  return welcome.cursors.size() == 2 && past.feed == FeedId::past(hello_->incarnation) &&
         past.index == FeedIndex() && hello_->past_end > FeedIndex();
}

void Replicator::start_streaming(Millis heartbeat) {
  state_ = ReplicatorState::Streaming;
  liveness_.streaming(heartbeat, now_);
  ask(StreamingWork{});
  read_ahead();
}

}  // namespace perk::sync

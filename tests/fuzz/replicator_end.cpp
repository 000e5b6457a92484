#include "tests/fuzz/replicator_end.h"

#include <algorithm>

namespace perk::fuzz {
namespace {

using namespace perk::sync;

/// Small, so that a short input can reach every bound.
ReplicatorLimits small_limits() {
  ReplicatorLimits limits;
  limits.credits = 4;
  limits.batch_bytes_max = 512;
  limits.batch_memory_max = 2'048;
  limits.batches_in_flight_max = 3;
  limits.rights_requests_max = 3;
  return limits;
}

bool is_handshake(const Message& message) {
  return std::holds_alternative<Challenge>(message) || std::holds_alternative<Hello>(message) ||
         std::holds_alternative<Welcome>(message) || std::holds_alternative<Refusal>(message);
}

}  // namespace

Digest own_hash(FeedId feed, FeedIndex index) {
  Digest digest;
  if (index == FeedIndex()) return digest;
  digest.bytes[0] = static_cast<std::uint8_t>(feed.key());
  for (std::size_t i = 0; i < 8; ++i)
    digest.bytes[i + 1] = static_cast<std::uint8_t>(index.value() >> (8 * i));
  return digest;
}

ReplicatorEnd::ReplicatorEnd(Role role, SinkHonesty honesty)
    : role_(role), honesty_(honesty), limits_(small_limits()), replicator_(role, limits_, now_) {
  if (role == Role::Acceptor) replicator_.challenge({}, now_);
  take_work();
}

void ReplicatorEnd::receive(Message message) {
  const bool was_streaming = replicator_.is_streaming();
  if (const auto* credit = std::get_if<Credit>(&message); credit != nullptr && was_streaming)
    credits_heard_ += credit->batches;
  if (const auto* hello = std::get_if<Hello>(&message); hello != nullptr && !was_streaming)
    credits_heard_ = hello->credits;
  if (const auto* welcome = std::get_if<Welcome>(&message); welcome != nullptr && !was_streaming)
    credits_heard_ = welcome->credits;
  replicator_.receive(std::move(message), now_);
  take_work();
}

void ReplicatorEnd::pass(Millis time) {
  now_ = now_ + time;
  replicator_.tick(now_);
  take_work();
}

void ReplicatorEnd::heard_bytes(std::size_t bytes) {
  replicator_.heard_bytes(bytes, now_);
  take_work();
}

void ReplicatorEnd::grow(FeedId feed, std::uint64_t events) {
  ends_[feed] += events;
  replicator_.feed_grew(feed, FeedIndex(ends_[feed]), now_);
  take_work();
}

void ReplicatorEnd::say(const RightsWord& word) {
  replicator_.say(word, now_);
  take_work();
}

Batch ReplicatorEnd::read(const ReadWork& work, std::size_t events) {
  Batch batch{work.after.feed,
              work.after.epoch,
              work.after.index,
              work.after.hash,
              {},
              work.after.index,
              work.after.hash,
              {}};
  const std::uint64_t end = ends_[batch.feed];
  while (batch.through.value() < end && batch.items.size() < events) {
    batch.through = batch.through.next();
    batch.items.push_back({batch.through, {kStoreOrigin, Seq(batch.through.value())}, {1, 2, 3}});
    batch.through_hash = own_hash(batch.feed, batch.through);
  }
  return batch;
}

void ReplicatorEnd::answer_read(Answer how, std::size_t events) {
  if (reads_.empty()) return;
  const ReadWork work = reads_.front();
  reads_.pop_front();
  Batch batch = read(work, events);
  if (how == Answer::Strangely) batch.after_hash.bytes[31] ^= 1U;
  if (how == Answer::Badly) {
    replicator_.read_done(work.after.feed, failed(StorageError{StorageFailure::GiveUp, "no"}),
                          now_);
  } else {
    replicator_.read_done(work.after.feed, std::move(batch), now_);
  }
  take_work();
}

void ReplicatorEnd::answer_append(Answer how) {
  if (appends_.empty()) return;
  const Batch batch = std::move(appends_.front());
  appends_.pop_front();
  // A group commit: all that came of this feed is durable now. Told of the newest, or of this one.
  Batch told = batch;
  for (const Batch& one : appends_) {
    if (how == Answer::Strangely && one.feed == batch.feed) told = one;
  }
  if (how == Answer::Badly) {
    replicator_.append_done(batch.feed, failed(AppendFailure{}), now_);
  } else {
    if (honesty_ == SinkHonesty::SaysWhatIsDurable)
      durable_[{told.feed, told.through}] = told.through_hash;
    replicator_.append_done(batch.feed,
                            Durable::reported(told.feed, told.through, told.through_hash), now_);
  }
  take_work();
}

Hello ReplicatorEnd::introduction() const {
  Hello hello;
  hello.store = StoreId(3);
  hello.incarnation = kStoreOrigin;
  const auto end = ends_.find(kLog);
  hello.log_end = Seq(end == ends_.end() ? 0 : end->second);
  hello.log_end_hash = own_hash(kLog, FeedIndex(hello.log_end.value()));
  for (const Shard shard : {Shard(0), Shard(1)})
    hello.cursors.push_back({FeedId::shard(shard), Epoch(1), FeedIndex(), Digest()});
  hello.credits = 2;
  hello.past_end = FeedIndex(2);
  return hello;
}

void ReplicatorEnd::answer_greeting(Answer how) {
  if (introductions_ > 0) {
    --introductions_;
    if (how == Answer::Badly) {
      replicator_.introduced(failed(StorageError{StorageFailure::GiveUp, "no"}), now_);
    } else {
      replicator_.introduced(introduction(), now_);
    }
  } else if (!admissions_.empty()) {
    const Hello hello = admissions_.front().hello;
    admissions_.pop_front();
    Admission admission;
    admission.welcome.cursors = {{FeedId::log(hello.incarnation), Epoch(), FeedIndex(), Digest()}};
    if (how == Answer::Strangely)
      admission.welcome.cursors.push_back(
          {FeedId::past(hello.incarnation), Epoch(), FeedIndex(), Digest()});
    admission.feed_starts = hello.cursors;
    if (how == Answer::Badly) {
      replicator_.admitted(failed(Refusal{RefusalCode::NotEnrolled, "no", {}}), now_);
    } else {
      replicator_.admitted(std::move(admission), now_);
    }
  }
  take_work();
}

void ReplicatorEnd::answer_unasked() {
  const FeedId nobodys = FeedId::shard(Shard(9));
  replicator_.append_done(nobodys, Durable::reported(nobodys, FeedIndex(1), Digest()), now_);
  take_work();
  require(has_ended_, "an answer that was not asked for ends the connection");
}

void ReplicatorEnd::take_work() {
  for (const Work& work : replicator_.take_work()) {
    require(!has_ended_, "nothing follows the end");
    std::visit([this](const auto& piece) { watch(piece); }, work);
  }
  require(has_ended_ == replicator_.has_ended(), "the end is said");
  if (!has_ended_) check_bounds();
}

void ReplicatorEnd::check_bounds() const {
  std::size_t bytes = reads_.size() * limits_.batch_bytes_max;
  for (const Batch& batch : appends_) bytes += memory_of(batch);
  require(replicator_.bytes_in_flight() == bytes, "memory is what is under way");
  require(bytes <= limits_.credits * limits_.batch_memory_max +
                       limits_.batches_in_flight_max * limits_.batch_bytes_max,
          "memory stays within what was agreed on");
  require(credits_given_ - batches_taken_ + appends_.size() <= limits_.credits,
          "no more credits are given than there is room for");
  require(under_way_.size() + reads_.size() <= limits_.batches_in_flight_max,
          "no more is on its way than this end allows itself");
  require(batches_sent_ + reads_.size() <= credits_heard_, "nothing is sent without a credit");
  require(requests_open_ <= limits_.rights_requests_max, "requests that wait are bounded");
}

void ReplicatorEnd::watch(const SendWork& work) {
  require(replicator_.is_streaming() || replicator_.has_ended() || is_handshake(work.message),
          "before it streams an end only shakes hands");
  std::visit([this](const auto& message) { sent(message); }, work.message);
}

void ReplicatorEnd::watch(const ReadWork& work) {
  const auto is_same = [&](const ReadWork& other) { return other.after.feed == work.after.feed; };
  require(std::ranges::none_of(reads_, is_same), "a feed is read once at a time");
  reads_.push_back(work);
}

void ReplicatorEnd::watch(const AppendWork& work) {
  require(memory_of(work.batch) <= limits_.batch_memory_max, "a batch is within its bound");
  require(work.batch.through > work.batch.after, "a batch that is taken carries something");
  ++batches_taken_;
  appends_.push_back(work.batch);
}

void ReplicatorEnd::watch(const IntroduceWork&) { ++introductions_; }
void ReplicatorEnd::watch(const AdmitWork& work) { admissions_.push_back(work); }

void ReplicatorEnd::watch(const PeerHoldsWork& work) {
  const auto is_it = [&](const Batch& batch) {
    return batch.feed == work.held.feed() && batch.through == work.held.through() &&
           batch.through_hash == work.held.hash();
  };
  require(std::ranges::any_of(under_way_, is_it), "only what was sent can be acknowledged");
  std::erase_if(under_way_, [&](const Batch& batch) {
    return batch.feed == work.held.feed() && batch.through <= work.held.through();
  });
}

void ReplicatorEnd::watch(const RightsWork& work) {
  if (std::holds_alternative<RightsRequest>(work.word)) ++requests_open_;
}

void ReplicatorEnd::sent(const Ack& ack) {
  const auto found = durable_.find({ack.feed, ack.through});
  require(found != durable_.end() && found->second == ack.hash,
          "an Ack is said only of what is durable");
}

void ReplicatorEnd::sent(const Batch& batch) {
  ++batches_sent_;
  under_way_.push_back(batch);
}

// The credits of a Hello that answers a second challenge count for nothing.
void ReplicatorEnd::sent(const Hello& hello) {
  if (!has_greeted_) credits_given_ += hello.credits;
  has_greeted_ = true;
}

void ReplicatorEnd::sent(const Welcome& welcome) { credits_given_ += welcome.credits; }

// One that is sent at once, because too many wait, was never open.
void ReplicatorEnd::sent(const RightsAnswer& answer) {
  if (answer.outcome != RightsOutcome::Busy && requests_open_ > 0) --requests_open_;
}

}  // namespace perk::fuzz
